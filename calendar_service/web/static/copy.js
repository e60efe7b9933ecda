// Shows the buttons that copy an address, and lets them.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const word = button.firstElementChild;
  const label = word.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without TLS there is no clipboard to write to, only this old way.
      field.select();
      document.execCommand("copy");
      button.focus();
    }
    word.textContent = button.dataset.done;
    setTimeout(() => (word.textContent = label), 2000);
  });
}
