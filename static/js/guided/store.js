/**
 * What the phone keeps by itself: how somebody likes it, where they were, what
 * waits to be sent. Where the browser keeps nothing, all works without it.
 */

/** @typedef {"choices" | "place" | "outbox"} Name */

/** @param {Name} name */
const key = (name) => `kidneycare.${name}`;

/**
 * @template Kept
 * @param {Name} name
 * @param {Kept} without what to take where nothing, or nothing readable, is kept
 * @returns {Kept}
 */
export function read(name, without) {
  try {
    return JSON.parse(localStorage.getItem(key(name)) ?? "null") ?? without;
  } catch {
    return without;
  }
}

/**
 * @param {Name} name
 * @param {unknown} value null: keep it no longer
 * @returns {boolean} whether it is kept
 */
export function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(key(name));
    else localStorage.setItem(key(name), JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
