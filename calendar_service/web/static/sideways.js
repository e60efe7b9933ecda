// A row that scrolls sideways on a phone shows the link that is current or has the focus.
"use strict";
for (const row of document.querySelectorAll(".tabs, .filter ul")) {
  // Not scrollIntoView: that would move the page as well.
  const show = (link) => {
    const [inside, around] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += inside.left + inside.width / 2 - around.left - around.width / 2;
  };
  const current = row.querySelector("[aria-current]");
  if (current) show(current);
  row.addEventListener("focusin", (event) => show(event.target));
}
