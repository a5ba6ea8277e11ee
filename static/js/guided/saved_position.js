/**
 * Saves on the phone where runs were left, one place for each set, so that a page that
 * was closed, or a foot that is not counted yet, can be gone on with. Today shows them.
 */

import { read, write } from "./local_storage.js";

/**
 * @import { Session } from "./session.js"
 * @import { PageData, Part, Snapshot } from "./types.js"
 */

/**
 * @typedef {object} SavedPosition
 * @property {Snapshot} snapshot
 * @property {number} until when the practice day is over, in milliseconds
 * @property {string} owner
 * @property {string} text what it is, in words
 * @property {string} address where it is practised
 */

/** @returns {Record<string, SavedPosition>} by set; those of other days are dropped */
function places() {
  const all = Object.entries(read("places", /** @type {Record<string, SavedPosition>} */ ({})));
  return Object.fromEntries(all.filter(([, { until }]) => Date.now() < until));
}

/** @param {Record<string, SavedPosition>} all */
const store = (all) => write("places", Object.keys(all).length ? all : null);

/**
 * Store where the present set stands, or that there is nothing to come back to.
 * @param {Session} session
 * @param {PageData} page
 */
export function savePosition(session, page) {
  const { place, machine } = session;
  const { slot, practice } = machine.part;
  const all = places();
  if (place) {
    const { until, owner } = page;
    all[slot] = { snapshot: place, until, owner, text: session.waitingText, address: practice };
  } else delete all[slot];
  store(all);
}

/** @param {Part} part */
export function clearPosition({ slot }) {
  const all = places();
  delete all[slot];
  store(all);
}

/**
 * Find a place of this page and put the machine there.
 * @param {Session} session
 * @param {PageData} page
 * @returns {boolean} whether there was one
 */
export function restorePosition({ machine }, page) {
  const all = places();
  store(all);
  return page.parts.some(({ slot }) => {
    const place = all[slot];
    // Another person's place on the same phone stays for them.
    if (!place || (place.owner !== page.owner && place.owner !== page.before)) return false;
    return machine.restore(place.snapshot);
  });
}
