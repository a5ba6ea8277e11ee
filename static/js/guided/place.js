/** Where somebody is, kept on the phone: a page that was closed or killed goes on from there. */

import { isCounted, whole } from "./machine.js";
import { element } from "./screen.js";
import { read, write } from "./store.js";

/**
 * @import { Player } from "./player.js"
 * @import { Snapshot } from "./types.js"
 */

/** @typedef {{ snapshot: Snapshot, until: number, owner: string }} Place until the practice day is over */

/** @param {Player} player */
export function keepPlace({ machine, given }) {
  /** @type {Place} */
  const place = { snapshot: machine.snapshot(), until: given.until, owner: given.owner };
  write("place", place);
}

export function dropPlace() {
  write("place", null);
}

/**
 * Somebody was here and left off: offer the place.
 * @param {Player} player
 */
export function offerPlace({ machine, given, words }) {
  const place = read("place", /** @type {Place | null} */ (null));
  if (!place) return;
  const isTheirs = place.owner === "" || place.owner === given.owner;
  if (!(Date.now() < place.until) || !isTheirs) {
    dropPlace();
    return;
  }
  // Another page's set: it is offered there.
  if (!machine.restore(place.snapshot)) return;
  const { part, step, goal, progress, amount } = machine;
  const unit = step.kind === "minutes" ? 60 : 1;
  const gaps = {
    name: part.name,
    n: whole(progress / unit),
    all: isCounted(step) ? words.amount(part, Math.round(goal / unit)) : "",
  };
  element("return-words", HTMLElement).textContent = words.of(
    isCounted(step) ? "stopped-at" : "stopped-in",
    gaps,
  );
  element("return-keep", HTMLButtonElement).hidden = amount === 0;
  element("return", HTMLElement).hidden = false;
}
