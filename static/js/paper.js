/** The button that prints; without this file Ctrl+P or the browser's menu does. */
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
