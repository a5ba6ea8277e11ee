/** Today of somebody with a record: its question about the time zone, and its end. */

import { read, write } from "./guided/local_storage.js";
import { renew } from "./offline/reload.js";

const main = /** @type {HTMLElement} */ (document.getElementById("main"));

/** Show the row that the address names. */
function showRow() {
  const row = document.getElementById(location.hash.slice(1));
  if (!row?.matches(".slot")) return;
  const fold = row.closest("details");
  if (fold) fold.open = true;
  row.prepend(...document.querySelectorAll(".saved"));
  row.scrollIntoView({ block: "center" });
  row.querySelector("button")?.focus({ preventScroll: true });
}

/** Ask whether the record follows the phone, unless that was answered on this phone. */
function askForZone() {
  const ask = document.getElementById("zone-ask");
  const own = main.dataset.zone ?? "";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const stays = read("stay", /** @type {Record<string, string>} */ ({}));
  if (stays[own] && stays[own] !== zone) {
    // Somebody who has been elsewhere since is asked again.
    delete stays[own];
    write("stay", stays);
  }
  if (!ask || !zone || zone === own || stays[own]) return;
  if (-new Date().getTimezoneOffset() === Number(main.dataset.offset)) return;
  const [label] = ask.querySelectorAll("[data-their-zone]");
  if (label) label.textContent = zone.replace(/.*\//, "").replaceAll("_", " ");
  const field = ask.querySelector("[name=zone]");
  if (field instanceof HTMLInputElement) field.value = zone;
  ask.querySelector("[data-stay]")?.addEventListener("click", () => {
    write("stay", { ...stays, [own]: zone });
    ask.hidden = true;
  });
  ask.hidden = false;
}

/** Reload when this part of the day is over: on waking, and where the page stays in view. */
function renewInTime() {
  const ends = Date.now() + 1000 * Number(main.dataset.seconds);
  const renewIfOver = async () => {
    const isSending = "sent" in document.body.dataset;
    if (document.hidden || isSending || Date.now() < ends) return;
    await renew();
  };
  document.addEventListener("visibilitychange", renewIfOver);
  for (const event of ["focus", "pageshow", "online"]) addEventListener(event, renewIfOver);
  setInterval(renewIfOver, 60e3);
}

/** Where the head is out of sight, tell in the row that was ticked that the list is of another day. */
function tellStale() {
  const notice = document.querySelector("#stale .notice");
  const row = document.activeElement?.closest(".slot");
  if (!notice || !row) return;
  const all = [notice, ...document.querySelectorAll(".slot > .notice")];
  const isInView = (/** @type {Element} */ each) => {
    const { top, bottom } = each.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  };
  if (all.some(isInView)) return;
  const copy = /** @type {Element} */ (notice.cloneNode(true));
  row.append(copy);
  copy.scrollIntoView({ block: "nearest" });
}

if (!("sent" in document.body.dataset)) showRow();
addEventListener("hashchange", showRow);
askForZone();
renewInTime();
document.addEventListener("htmx:afterSettle", tellStale);
