// What has been saved needs no copy on this device any more.
"use strict";
for (const saved of document.querySelectorAll("[data-saved]")) {
  try {
    localStorage.removeItem(`kept:${saved.dataset.saved}`);
  } catch {
    // not allowed: then there is no copy either
  }
}
