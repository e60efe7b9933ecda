// Only improves the form: dates are shown as understood while they are typed, and a
// venue that is known brings its city along. Everything works without.
"use strict";
(() => {
  const form = document.querySelector("form.item-form");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const shown = document.getElementById("understood");
  let waiting = 0;
  let asked = 0;

  const look = async () => {
    const number = ++asked;
    const data = new FormData(form);
    data.delete("picture");
    let answer;
    try {
      answer = await fetch(form.dataset.preview, { method: "POST", body: data });
      if (!answer.ok) return;
      answer = await answer.json();
    } catch {
      return; // the button still works
    }
    if (number !== asked) return;
    shown.innerHTML = answer.html;
    const typed = field("when").value;
    if (typed && typed !== field("when_read").value) {
      for (const [name, value] of Object.entries(answer.controls)) {
        const control = field(name);
        if (!control) continue;
        if (control.type === "checkbox") control.checked = value === "on";
        else control.value = value;
      }
      if (Object.keys(answer.controls).length) field("when_read").value = typed;
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 350);
  };
  const watched = /^(when|starts_|ends_|zone|dates_only|precision|further|repeat|rrule|exdates|overrides\.|place\.venue|focal_point\.email|kind)/;
  form.addEventListener("input", (event) => {
    if (watched.test(event.target.name)) soon();
  });

  const venue = field("place.venue");
  venue.addEventListener("change", () => {
    const known = [...document.querySelectorAll("#known-venues option")].find(
      (option) => option.value === venue.value,
    );
    if (!known) return;
    const put = (name, value) => {
      const control = field(name);
      if (control && !control.value && value) control.value = value;
    };
    put("place.city", known.dataset.city);
    put("place.country", known.dataset.country);
    put("place.latitude", known.dataset.latitude);
    put("place.longitude", known.dataset.longitude);
    for (const attribute of known.getAttributeNames()) {
      const code = attribute.match(/^data-place-(.+)$/);
      if (code) put(`texts.${code[1]}.place`, known.getAttribute(attribute));
    }
  });

  const problems = document.getElementById("problems");
  if (problems) problems.focus();
  for (const link of document.querySelectorAll("#problems a")) {
    link.addEventListener("click", () => {
      const target = document.querySelector(link.getAttribute("href"));
      const part = target && target.closest("details");
      if (part) part.open = true;
    });
  }
})();
