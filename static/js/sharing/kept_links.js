/** The links that this browser keeps for whoever looks on: their tokens, and nothing else. */

import { read, write } from "../guided/local_storage.js";

const MOST = 100;

/** @returns {string[]} */
export const keptLinks = () => read("links", /** @type {string[]} */ ([]));

/**
 * @param {string} token
 * @returns {boolean} whether it is kept now
 */
export function keepLink(token) {
  const others = keptLinks().filter((each) => each !== token);
  return others.length < MOST && write("links", [...others, token]);
}

/** @param {string} token */
export function removeLink(token) {
  const others = keptLinks().filter((each) => each !== token);
  write("links", others.length ? others : null);
}
