/* For sites that show the calendar in a frame: makes the frame as high as what is in it. */
"use strict";
(() => {
  const origin = new URL(document.currentScript.src).origin;
  window.addEventListener("message", (event) => {
    const height = event.data && event.data.calendarHeight;
    if (event.origin !== origin || !Number.isFinite(height)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source) {
        frame.style.height = `${Math.min(Math.max(height, 100), 20000)}px`;
      }
    }
  });
})();
