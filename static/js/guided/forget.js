/**
 * A record is erased, or this browser signed out of it: it keeps nothing more of
 * it. What is of others who use it stays.
 */

import { read, write } from "./store.js";

/** @import { Letter } from "./outbox.js" */
/** @import { Place } from "./place.js" */

const others = (document.getElementById("main")?.dataset.others ?? "").split(" ").filter(Boolean);

/**
 * @template {{ owner: string }} Kept
 * @param {Kept} kept
 * @returns {Kept[]} none, if it goes
 */
function stays(kept) {
  if (others.includes(kept.owner)) return [kept];
  // Somebody new who practised here after the one who goes is now the first.
  if (!others.length && kept.owner.startsWith("after-")) return [{ ...kept, owner: "" }];
  return [];
}

const letters = read("outbox", /** @type {Letter[]} */ ([])).flatMap(stays);
write("outbox", letters.length ? letters : null);
const place = read("place", /** @type {Place | null} */ (null));
if (place) write("place", stays(place)[0] ?? null);
// How the phone is liked is everybody's.
if (!others.length) write("choices", null);
