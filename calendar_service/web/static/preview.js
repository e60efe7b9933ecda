// Looks at a form a moment after it was typed in, and only at the last answer.
// `ask` gets what the form holds and returns the answer, or nothing where there is
// none; `put` shows it. Returns what has to be called when something changes.
"use strict";
globalThis.previewOf = (form, ask, put) => {
  let waiting = 0;
  let asked = 0;
  const look = async () => {
    const number = ++asked;
    let answer;
    try {
      answer = await ask(new FormData(form));
    } catch {
      return; // the button still works
    }
    if (answer && number === asked) put(answer);
  };
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 350);
  };
};
