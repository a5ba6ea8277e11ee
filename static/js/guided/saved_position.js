/** Saves the position in a run on the phone, so that a page that was closed can resume it. */

import { isCounted, whole } from "./state_machine.js";
import { element } from "./screen.js";
import { read, write } from "./local_storage.js";

/**
 * @import { Player } from "./player.js"
 * @import { Snapshot } from "./types.js"
 */

/** @typedef {{ snapshot: Snapshot, until: number, owner: string }} SavedPosition until the practice day is over */

/** @param {Player} player */
export function savePosition({ machine, page }) {
  /** @type {SavedPosition} */
  const position = { snapshot: machine.snapshot(), until: page.until, owner: page.owner };
  write("place", position);
}

export function clearPosition() {
  write("place", null);
}

/**
 * Offer to resume where a run was left.
 * @param {Player} player
 */
export function offerPosition({ machine, page, messages }) {
  const position = read("place", /** @type {SavedPosition | null} */ (null));
  if (!position) return;
  if (!(Date.now() < position.until)) {
    clearPosition();
    return;
  }
  // Another person's position on the same phone stays for them.
  if (position.owner !== page.owner && position.owner !== page.before) return;
  // A set of another page: it is offered there.
  if (!machine.restore(position.snapshot)) return;
  const { part, step, goal, progress, amount } = machine;
  const unit = step.kind === "minutes" ? 60 : 1;
  const values = {
    name: part.name,
    n: whole(progress / unit),
    all: isCounted(step) ? messages.amount(part, Math.round(goal / unit)) : "",
  };
  element("return-words").textContent = messages.text(
    isCounted(step) ? "stopped-at" : "stopped-in",
    values,
  );
  element("return-keep", HTMLButtonElement).hidden = amount === 0;
  element("return").hidden = false;
}
