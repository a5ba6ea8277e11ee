/**
 * A record is erased, or this browser signed out of it: it keeps nothing more of
 * it. What is of others who use it stays.
 */

import { read, write } from "./store.js";

/** @import { Letter } from "./outbox.js" */
/** @import { Place } from "./place.js" */

const others = (document.getElementById("main")?.dataset.others ?? "").split(" ").filter(Boolean);

const letters = read("outbox", /** @type {Letter[]} */ ([])).filter(({ owner }) =>
  others.includes(owner)
);
write("outbox", letters.length ? letters : null);
const place = read("place", /** @type {Place | null} */ (null));
if (place && !others.includes(place.owner)) write("place", null);
// How the phone is liked is everybody's.
if (!others.length) write("choices", null);
