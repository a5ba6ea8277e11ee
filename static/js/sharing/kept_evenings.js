/** Which links tell this browser in the evening: by the name that a notice has for each. */

import { read, write } from "../guided/local_storage.js";

/** @typedef {{ token: string, endpoint: string }} Evening */

const all = () => read("evenings", /** @type {Record<string, Evening>} */ ({}));

/**
 * @param {string} name
 * @returns {Evening | undefined}
 */
export const keptEvening = (name) => all()[name];

/**
 * @param {string} name
 * @param {Evening} evening
 */
export const keepEvening = (name, evening) => write("evenings", { ...all(), [name]: evening });

/** @param {string} name */
export function forgetEvening(name) {
  const { [name]: _gone, ...others } = all();
  write("evenings", Object.keys(others).length ? others : null);
}
