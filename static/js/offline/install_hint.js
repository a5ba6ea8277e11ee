/** Today's offer to put Kidneycare on the home screen: once, until it is answered. */

import { read, write } from "../guided/local_storage.js";

/** @typedef {Event & { prompt(): Promise<unknown> }} InstallPrompt Chromium's alone */

/** WebKit's alone, on iPhones and iPads: there nothing installs but its own menu. */
const isApple = "standalone" in navigator;
const place = document.getElementById("install-hint");

function settle() {
  write("install", "settled");
  place?.replaceChildren();
}

/** @param {InstallPrompt} [prompt] without it, the way is shown in pictures */
async function offer(prompt) {
  const answer = await fetch(place?.dataset.hint ?? "");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Somebody else's network may have answered with a page of its own.
  const found = page.getElementById("install-offer");
  if (!found) return;
  for (const [selector, isMeant] of Object.entries({ install: prompt, pictures: !prompt })) {
    /** @type {HTMLElement | null} */
    const control = found.querySelector(`[data-${selector}]`);
    if (control) control.hidden = !isMeant;
    control?.addEventListener("click", () => {
      void prompt?.prompt();
      settle();
    });
  }
  found.querySelector("[data-no]")?.addEventListener("click", settle);
  place?.replaceChildren(found);
}

const isInstalled = matchMedia("(display-mode: standalone)").matches;
if (place && isSecureContext && !isInstalled && !read("install", "")) {
  const show = (/** @type {InstallPrompt} */ prompt) => void offer(prompt).catch(() => {});
  if (isApple) void offer().catch(() => {});
  addEventListener("beforeinstallprompt", (event) => {
    // The browser's own bar would cover the page's.
    event.preventDefault();
    show(/** @type {InstallPrompt} */ (event));
  });
  addEventListener("appinstalled", settle);
}
