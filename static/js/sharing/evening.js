/**
 * Being told in the evening by a link: asked for by a tap, kept in this browser with the link's
 * token, because the server, which has only its hash, can't say in a notice where it leads.
 */

import { installed, obstacle, onTap, show } from "../reminders/push_section.js";
import { subscribed } from "../reminders/subscription.js";
import { forgetEvening, keepEvening, keptEvening } from "./kept_evenings.js";

const place = /** @type {HTMLElement} */ (document.getElementById("evening"));
const { key = "", name = "", on = "", off = "", answer, worker } = place.dataset;
const { token = "" } = /** @type {HTMLElement} */ (document.getElementById("main")).dataset;

/**
 * @param {string} address
 * @param {Record<string, string>} fields
 */
const post = (address, fields) =>
  fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    credentials: "omit",
    // The page names itself to nobody; this request must say where it comes from.
    referrerPolicy: "same-origin",
  });

/** Ask, or say again how this browser is reached and which language is read here. */
async function tell() {
  try {
    const registration = await installed(worker);
    const { endpoint, keys = {} } = (await subscribed(registration, key)).toJSON();
    const fields = { endpoint: endpoint ?? "", p256dh: keys.p256dh, auth: keys.auth };
    const response = await post(on, fields);
    /** @type {{ state: string }} */
    const { state } = await response.json();
    if (response.ok) keepEvening(name, { token, endpoint: fields.endpoint });
    else forgetEvening(name);
    return state;
  } catch {
    return "failed";
  }
}

async function accept() {
  return await Notification.requestPermission() === "granted" ? await tell() : "refused";
}

async function stop() {
  try {
    const { endpoint = "" } = keptEvening(name) ?? {};
    const response = await post(off, { endpoint });
    if (response.status !== 204) return "failed";
    forgetEvening(name);
    return "ask";
  } catch {
    return "failed";
  }
}

/** Whoever has the page open sees what a notice would tell. */
async function clear() {
  const registration = await navigator.serviceWorker.getRegistration();
  for (const each of await registration?.getNotifications({ tag: name }) ?? []) each.close();
}

onTap(place, "on", accept);
onTap(place, "off", stop);
const standing = obstacle(worker);
// Where nothing can be done about it, nothing is offered.
place.hidden = ["insecure", "unsupported"].includes(standing);
if (answer === "no") {
  forgetEvening(name);
  show(place, "no");
} else if (!keptEvening(name)) show(place, standing || "ask");
else if (standing || Notification.permission !== "granted") {
  await stop();
  show(place, standing || "ask");
} else {
  show(place, await tell());
  await clear();
}
