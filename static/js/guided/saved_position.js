/**
 * Saves on the phone where runs were left, one place for each set, so that a page that
 * was closed, or a foot that is not counted yet, can be gone on with. Today shows those that would
 * cost something to begin again.
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
 * @property {string} text what it is, in words; "" where Today need not tell it
 * @property {string} address where it is practised
 */

/** @returns {SavedPosition[]} of everybody on this phone; those of other days are dropped */
const places = () =>
  read("places", /** @type {SavedPosition[]} */ ([])).filter(({ until }) => Date.now() < until);

/** @param {SavedPosition[]} all */
const store = (all) => write("places", all.length ? all : null);

/**
 * Whether a place is one of whoever has this page: other people's on the same phone stay theirs.
 * @param {PageData} page
 * @returns {(place: SavedPosition) => boolean}
 */
const isOf = ({ owner, before }) => (place) => place.owner === owner || place.owner === before;

/**
 * Store where the present set stands, or that there is nothing to come back to.
 * @param {Session} session
 * @param {PageData} page
 */
export function savePosition(session, page) {
  const { place: snapshot, machine } = session;
  clearPosition(machine.part, page);
  if (!snapshot) return;
  const { until, owner } = page;
  const text = machine.isWorthResuming ? session.waitingText : "";
  store([...places(), { snapshot, until, owner, text, address: machine.part.practice }]);
}

/**
 * @param {Part} part
 * @param {PageData} page
 */
export function clearPosition({ slot }, page) {
  const isMine = isOf(page);
  store(places().filter((place) => !(isMine(place) && place.snapshot.slot === slot)));
}

/**
 * Find a place of this page and put the machine there.
 * @param {Session} session
 * @param {PageData} page
 * @returns {boolean} whether there was one
 */
export function restorePosition({ machine }, page) {
  store(places());
  const mine = places().filter(isOf(page));
  return page.parts.some(({ slot }) => {
    const place = mine.find(({ snapshot }) => snapshot.slot === slot);
    return place !== undefined && machine.restore(place.snapshot);
  });
}
