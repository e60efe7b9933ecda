// Only improves the form: dates are shown as understood while they are typed, and a
// venue that is known brings its city along. Everything works without.
"use strict";
(() => {
  const form = document.querySelector("form.item-form");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const shown = document.getElementById("understood");

  const ask = async (data) => {
    data.delete("picture");
    const answer = await fetch(form.dataset.preview, { method: "POST", body: data });
    return answer.ok ? { ...(await answer.json()), asked: data } : null;
  };
  // What was written into a control while the answer was on its way stays.
  const set = (name, value, asked) => {
    const control = field(name);
    if (!control) return;
    const is_box = control.type === "checkbox";
    const now = is_box ? (control.checked ? "on" : "") : control.value;
    if (now !== (asked.get(name) ?? "")) return;
    if (is_box) control.checked = value === "on";
    else control.value = value;
  };
  const put = (answer) => {
    shown.innerHTML = answer.html;
    const typed = answer.asked.get("when");
    if (typed && typed !== field("when_read").value) {
      for (const [name, value] of Object.entries(answer.controls)) {
        set(name, value, answer.asked);
      }
      if (Object.keys(answer.controls).length) field("when_read").value = answer.asked.get("when");
    }
  };
  const soon = previewOf(form, ask, put);
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

  // A picture that is too large would only be refused, after a long way.
  const picture = field("picture");
  const isTooLarge = () => {
    const [file] = picture.files;
    const wrong = Boolean(file) && file.size > Number(picture.dataset.most);
    let said = document.getElementById("f-picture-large");
    if (!wrong && said) {
      said.remove();
      picture.removeAttribute("aria-invalid");
      picture.setAttribute("aria-describedby", "f-picture-hint");
    }
    if (wrong && !said) {
      said = document.createElement("p");
      said.className = "wrong";
      said.id = "f-picture-large";
      said.setAttribute("role", "alert");
      said.textContent = picture.dataset.tooLarge;
      picture.after(said);
      picture.setAttribute("aria-invalid", "true");
      picture.setAttribute("aria-describedby", `f-picture-hint ${said.id}`);
    }
    return wrong;
  };
  picture.addEventListener("change", isTooLarge);
  form.addEventListener("submit", (event) => {
    if (!isTooLarge()) return;
    event.preventDefault();
    picture.closest("details").open = true;
    picture.focus();
  });

  // A copy of what is being written stays on this device until it is saved.
  const key = `kept:${form.dataset.keep}`;
  const offer = document.getElementById("local-copy");
  const begun = new URLSearchParams(new FormData(form)).toString();
  const told = () => {
    const fields = [...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && name !== "csrf_token",
    );
    return { at: Date.now(), fields };
  };
  const store = (value) => {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // no room, or not allowed: the form itself is not touched by it
    }
  };
  const former = (() => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  })();
  const week = 7 * 24 * 60 * 60 * 1000;
  const differs = (copy) =>
    copy.fields.some(([name, value]) => {
      const control = field(name);
      if (!control || control.type === "checkbox" || control.type === "hidden") return false;
      return control.value !== value;
    });
  // A form that came back with what is wrong holds all that was sent.
  const isReturned = "returned" in form.dataset;
  if (!isReturned && former && Date.now() - former.at < week && differs(former)) {
    offer.hidden = false;
    offer.querySelector("time").textContent = new Date(former.at).toLocaleString(
      document.documentElement.lang,
    );
    offer.querySelector("[data-restore]").addEventListener("click", () => {
      for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
      for (const [name, value] of former.fields) {
        const control = field(name);
        if (!control || name === "revision") continue;
        if (control.type === "checkbox") control.checked = true;
        else control.value = value;
      }
      offer.hidden = true;
      soon();
    });
    offer.querySelector("[data-drop]").addEventListener("click", () => {
      store(null);
      offer.hidden = true;
    });
  }
  let saving = 0;
  form.addEventListener("input", () => {
    clearTimeout(saving);
    saving = setTimeout(() => store(told()), 400);
  });
  form.addEventListener("submit", () => {
    clearTimeout(saving);
    if (new URLSearchParams(new FormData(form)).toString() !== begun) store(told());
  });

  const problems = document.getElementById("problems");
  if (problems && problems.hasAttribute("tabindex")) problems.focus();
  for (const link of document.querySelectorAll("#problems a")) {
    link.addEventListener("click", () => {
      const target = document.querySelector(link.getAttribute("href"));
      const part = target && target.closest("details");
      if (part) part.open = true;
    });
  }
})();
