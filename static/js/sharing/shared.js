/** A link's page: it says that somebody sees it, and can be kept on the page of several. */

import { keepLink, keptLinks } from "./kept_links.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const { opened = "", token = "" } = main.dataset;

function tellOpened() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tellOpened);
  // The page names itself to nobody; this request, to its own server, must say where it comes from.
  fetch(opened, { method: "POST", credentials: "omit", referrerPolicy: "same-origin" })
    .catch(() => {});
}

document.addEventListener("visibilitychange", tellOpened);
tellOpened();

const keep = document.querySelector("[data-keep]");
const kept = document.querySelector("[data-kept]");
if (keep instanceof HTMLButtonElement && kept instanceof HTMLElement) {
  const show = () => {
    const isKept = keptLinks().includes(token);
    keep.hidden = isKept;
    kept.hidden = !isKept;
  };
  keep.addEventListener("click", () => {
    keepLink(token);
    show();
  });
  show();
}
