/** Tells on Today what was begun on this phone and isn't finished, each with its way back. */

import { read } from "./local_storage.js";

/** @import { SavedPosition } from "./saved_position.js" */

/** An address of this site: what a browser would take for another host's is none. */
const ADDRESS = /^\/(?![/\\])/;

/**
 * @param {HTMLElement} place holds the template of a notice
 * @param {string[]} owners who is here
 */
export function showUnfinished(place, owners) {
  // A tick on this page may finish one.
  document.addEventListener("htmx:afterSettle", () => fill(place, owners));
  fill(place, owners);
}

/**
 * @param {HTMLElement} place
 * @param {string[]} owners
 */
function fill(place, owners) {
  const notice = place.querySelector("template")?.content.firstElementChild;
  if (!notice) return;
  const done = new Set(
    [...document.querySelectorAll("[data-slot]:is([data-done=true], [data-skipped])")].map((row) =>
      row.getAttribute("data-slot")
    ),
  );
  const stored = read("places", /** @type {SavedPosition[]} */ ([]));
  const notices = stored
    .filter(({ owner, until, text, address, snapshot }) =>
      text && owners.includes(owner) && Date.now() < until && ADDRESS.test(address) &&
      !done.has(snapshot.slot)
    )
    .map(({ text, address }) => {
      const item = /** @type {Element} */ (notice.cloneNode(true));
      const [label] = item.getElementsByTagName("p");
      const [link] = item.getElementsByTagName("a");
      label.textContent = text;
      link.href = address;
      link.setAttribute("aria-label", (link.dataset.label ?? "").replace("{name}", text));
      return item;
    });
  for (const shown of place.querySelectorAll(".notice")) shown.remove();
  place.append(...notices);
}
