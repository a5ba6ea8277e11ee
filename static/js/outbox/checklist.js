/**
 * Today and other days: each tick is kept on this phone before htmx sends it, shown as waiting
 * where no answer of ours comes, and sent later.
 */

import { showUnfinished } from "../guided/unfinished.js";
import { install, refreshSoon, showPresent, syncLater } from "../offline/client.js";
import { reloadIfAnswered } from "../offline/reload.js";
import { fieldsOf, Outbox, reasonOf } from "./outbox.js";
import { rowOf, showWaiting } from "./rows.js";
import { slotOf } from "./store.js";

/** @import { QueuedTick } from "./store.js" */

/**
 * htmx's own, as far as it is used here.
 *
 * @typedef {{ ticks?: QueuedTick[], finish?: () => void, timer?: ReturnType<typeof setTimeout> }} Sending
 * @typedef {object} Confirmation
 * @property {HTMLFormElement} elt
 * @property {Sending} etc ours to note in: it comes back with the answer
 * @property {SubmitEvent & { submitter: HTMLButtonElement }} triggeringEvent
 * @property {(confirmed: boolean) => void} issueRequest
 */

/** Milliseconds after which the person is told that it is still tried. */
const SLOW = 3e3;
/** Milliseconds after which a kept page asks whether the server is back. */
const ASK_AFTER = 15e3;

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const problem = /** @type {HTMLElement} */ (document.getElementById("problem"));
const { owner = "", before = "", others = "" } = main.dataset;
const outbox = new Outbox({ owner, before, others: others.split(" ") });

/** @param {string | undefined} message */
function tell(message) {
  if (!message) return;
  problem.textContent = message;
  problem.hidden = false;
}

/** What is said while ticks wait. */
const messages = document.getElementById("messages")?.dataset ?? {};

function showAll() {
  const { waiting, refused: [refused] } = outbox;
  for (const tick of waiting) showWaiting(tick);
  document.documentElement.toggleAttribute("data-waits", waiting.length > 0);
  const wasShown = "waiting" in problem.dataset;
  if (waiting.length) {
    problem.dataset.waiting = String(waiting.length);
    const message = messages[outbox.isStored ? "kept" : "open"]?.replace(
      "{n}",
      problem.dataset.waiting,
    );
    tell(outbox.reason || message);
  } else {
    delete problem.dataset.waiting;
    if (refused) tell(`${refused.refused} ${messages.refused}`);
    else if (wasShown) problem.hidden = true;
  }
}

outbox.onChange = showAll;
outbox.onSentElsewhere = (/** @type {string} */ slot) => {
  if (rowOf(slot)) void reloadIfAnswered();
};
outbox.onAccepted = () => {
  // One that is on its way brings the page up to date by itself.
  if (!outbox.held.length) void reloadIfAnswered();
};

/**
 * Keep the ticks of a form until the server has answered them.
 * @param {Confirmation} confirmation
 */
export async function hold({ elt, etc, triggeringEvent: { submitter } }) {
  etc.timer = setTimeout(() => tell(messages.trying), SLOW);
  etc.ticks = await ticksOf(elt, submitter);
  // Whoever has no record begins with the first tick that arrives: no other goes beside it.
  if (!outbox.hasRecord) {
    await new Promise((start) =>
      void outbox.alone(() =>
        new Promise((finish) => {
          etc.finish = () => finish(undefined);
          start(undefined);
        })
      )
    );
  }
}

/**
 * @param {HTMLFormElement} form of one row, or of a part of the day
 * @param {HTMLButtonElement} button
 * @returns {Promise<QueuedTick[]>} which the outbox holds
 */
function ticksOf(form, button) {
  const fields = fieldsOf(form, button);
  const address = new URL(form.action).pathname;
  const addresses = button.dataset.slots?.split(" ").map((place) => `${address}${place}/`);
  const performed = Date.now();
  return Promise.all(
    (addresses ?? (rowOf(slotOf(address)) ? [address] : [])).map((address) =>
      outbox.hold({ address, fields, performed, started: null })
    ),
  );
}

/**
 * What our server answered about these very ticks, if it was ours and came whole.
 * @param {XMLHttpRequest} xhr
 * @param {QueuedTick[]} ticks
 */
function outcome(xhr, [tick, ...more]) {
  const slot = more.length ? tick.slot.split("/", 2).join("/") : tick?.slot;
  const isAbout = !tick || xhr.getResponseHeader("Kidneycare-Slot") === slot;
  const isWhole = xhr.status !== 200 || xhr.responseText.trimEnd().endsWith("<!--whole-->");
  return isAbout && isWhole ? xhr.getResponseHeader("Kidneycare-Outcome") : null;
}

/** @param {Event} event */
const detailOf = (event) =>
  /** @type {CustomEvent<{ xhr: XMLHttpRequest, etc: Sending }>} */ (event).detail;

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, etc: { ticks = [] } } = detailOf(event);
  // A page of somebody else's network, say, that asks to sign in first.
  if (outcome(xhr, ticks) === null) event.preventDefault();
});
document.addEventListener("htmx:afterRequest", async (event) => {
  const { xhr, etc: { ticks = [], finish, timer } } = detailOf(event);
  clearTimeout(timer);
  finish?.();
  const became = outcome(xhr, ticks);
  const headers = { get: (/** @type {string} */ name) => xhr.getResponseHeader(name) };
  outbox.reason = reasonOf(headers, xhr.responseText);
  if (became === "refused") tell(xhr.responseText);
  else if (became !== null) problem.hidden = true;
  else if (!ticks.length) tell(xhr.status ? messages.failed : problem.dataset.offline);
  for (const tick of ticks) {
    // What is refused was told where it was tapped.
    if (became === null) outbox.release(tick);
    else await outbox.settle(tick, "", "");
  }
  if (became !== null) refreshSoon();
  else if (ticks.length) {
    outbox.sendLater();
    syncLater();
  }
});
document.addEventListener("htmx:afterSettle", showAll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  void showPresent();
  void outbox.send();
});
const unfinished = document.getElementById("unfinished");
if (unfinished) showUnfinished(unfinished, [owner, before]);
if ("offline" in document.documentElement.dataset) {
  // What the phone has kept is not the newest. Of a server that is back no event tells.
  const replaceKept = async () => {
    await outbox.send();
    if (!document.hidden && !outbox.held.length) await reloadIfAnswered();
  };
  addEventListener("online", replaceKept);
  setInterval(replaceKept, ASK_AFTER);
}
void showPresent();
void install();
void outbox.send();
