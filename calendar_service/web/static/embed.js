/* Tells the page around us how high we are. Without it the frame scrolls. */
"use strict";
if (window.parent !== window) {
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    window.parent.postMessage({ calendarHeight: height }, "*");
  };
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
}
