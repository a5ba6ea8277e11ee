/** The part "On this phone" of the page of reminders: it asks only when it is tapped. */

import { read, write } from "../guided/local_storage.js";
import { installed, obstacle, onTap, show } from "./push_section.js";
import { ask, turnOff, turnOn } from "./subscription.js";

/** @import { Endpoints } from "./check.js" */

const place = /** @type {HTMLElement} */ (document.getElementById("push"));
const { worker } = place.dataset;

/** @param {(endpoints: Endpoints) => void} change */
function remember(change) {
  const endpoints = read("push", /** @type {Endpoints} */ ({}));
  change(endpoints);
  write("push", Object.keys(endpoints).length ? endpoints : null);
}

async function accept() {
  if (await Notification.requestPermission() !== "granted") return "refused";
  try {
    const known = await ask();
    const endpoint = await turnOn(await installed(worker), known);
    remember((endpoints) => endpoints[known.owner] = endpoint);
    return "on";
  } catch {
    return "failed";
  }
}

async function stop() {
  try {
    const known = await ask();
    await turnOff(known);
    remember((endpoints) => delete endpoints[known.owner]);
    return "ask";
  } catch {
    return "failed";
  }
}

onTap(place, "on", accept);
onTap(place, "off", stop);
const standing = obstacle(worker);
if (standing) show(place, standing);
else {
  const known = await ask().catch(() => null);
  const isOn = known?.endpoint && Notification.permission === "granted";
  show(place, known ? isOn ? "on" : "ask" : "failed");
}
