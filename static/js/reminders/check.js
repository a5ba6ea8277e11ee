/** At every opening: whether reminders still reach this browser, if somebody here turned them on. */

import { read, write } from "../guided/local_storage.js";
import { ask, turnOff, turnOn } from "./subscription.js";

/** @typedef {Record<string, string>} Endpoints by the id of each record that turned them on here */

/** @param {ServiceWorkerRegistration} registration */
export async function check(registration) {
  const endpoints = read("push", /** @type {Endpoints} */ ({}));
  const known = await ask();
  const { owner } = known;
  if (!(owner in endpoints)) return;
  if (Notification.permission !== "granted") {
    await turnOff(known);
    delete endpoints[owner];
  } else {
    // What the server no longer knows was gone at its push service.
    endpoints[owner] = await turnOn(registration, known, known.endpoint === null);
  }
  write("push", Object.keys(endpoints).length ? endpoints : null);
}
