/**
 * JSON in the browser's local storage: preferences (`choices`), places in
 * unfinished runs (`places`), which cautions were read (`read`), for a record's zone the phone's
 * that it needn't follow (`stay`), whether the offer of a home screen was answered (`install`), and
 * where reminders reach whom here (`push`), the links of others that are kept here (`links`), and
 * those of them that tell this browser in the evening (`evenings`).
 * Everything works without it, too.
 */

/**
 * @typedef {"choices" | "places" | "waits" | "read" | "outbox" | "stay" | "install" | "push" | "links" | "evenings"} Name
 */

/** @param {Name} name */
const key = (name) => `kidneycare.${name}`;

/** Whether anything written here stays. */
export function isStoring() {
  try {
    localStorage.setItem("kidneycare.try", "");
    localStorage.removeItem("kidneycare.try");
    return true;
  } catch {
    return false;
  }
}

/**
 * @template Value
 * @param {Name} name
 * @param {Value} fallback where nothing, or nothing readable, is stored
 * @returns {Value}
 */
export function read(name, fallback) {
  try {
    return JSON.parse(localStorage.getItem(key(name)) ?? "null") ?? fallback;
  } catch {
    return fallback;
  }
}

/**
 * @param {Name} name
 * @param {unknown} value null removes it
 * @returns {boolean} whether it could be written
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
