/** The button that prints; without this file Ctrl+P or the browser's menu does. */

for (const button of document.querySelectorAll("button[data-print]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => globalThis.print());
}
