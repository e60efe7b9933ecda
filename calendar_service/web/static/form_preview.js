// Shows what the button "show" would, in its place, while the form is typed in.
"use strict";
(() => {
  const form = document.querySelector("form[data-preview]");
  const place = form && document.getElementById(form.dataset.preview);
  if (!place) return;
  const told = document.getElementById(`${place.id}-told`);

  const ask = async (data) => {
    data.set("step", "show");
    const answer = await fetch(form.action, { method: "POST", body: data });
    if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.getElementById(place.id);
  };
  const put = (fresh) => {
    place.replaceChildren(...fresh.childNodes);
    const said = place.querySelector("[data-said]");
    if (told) told.textContent = said ? said.textContent : "";
  };
  const soon = previewOf(form, ask, put);
  form.addEventListener("input", soon);
})();
