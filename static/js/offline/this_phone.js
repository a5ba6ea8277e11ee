/** The page "On this phone": what is kept here, what waits, what was refused, and clearing it. */

import { write } from "../guided/local_storage.js";
import { Outbox } from "../outbox/outbox.js";

/** @import { QueuedTick } from "../outbox/store.js" */

const MEGABYTE = 1e6;

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const template = /** @type {HTMLTemplateElement} */ (element("words"));
const words = template.dataset;
/** @type {Record<string, string>} */
const exercises = JSON.parse(element("exercises").textContent ?? "{}");
const { lang } = document.documentElement;
const locale = lang === "en" ? "en-GB" : lang;
const longDay = new Intl.DateTimeFormat(locale, {
  weekday: "long",
  day: "numeric",
  month: "long",
  timeZone: "UTC",
});
const megabytes = new Intl.NumberFormat(locale, {
  style: "unit",
  unit: "megabyte",
  maximumFractionDigits: 1,
});

const { owner = "", before = "", others = "" } = element("main").dataset;
const outbox = new Outbox({ owner, before, others: others.split(" ") });

/** @param {QueuedTick} tick */
function stateOf({ fields: { done, skip, amount } }) {
  const state = skip === "1" ? words.skipped : done === "1" ? words.done : words.undone;
  return amount ? `${state} · ${amount}` : state;
}

/**
 * Let a tick be saved as a file.
 * @param {QueuedTick} tick
 */
function save(tick) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(
    new Blob([JSON.stringify(tick, null, 2)], { type: "application/json" }),
  );
  link.download = `kidneycare-${tick.slot.replaceAll("/", "-")}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @param {QueuedTick} tick */
function itemOf(tick) {
  const item = /** @type {HTMLElement} */ (template.content.cloneNode(true)).querySelector("li");
  const [day, period, exercise] = tick.slot.split("/");
  const when = [longDay.format(new Date(day)), words[period]].join(" · ");
  const texts = {
    what: exercises[exercise] ?? exercise,
    state: stateOf(tick),
    when,
    why: tick.refused,
  };
  for (const [name, text] of Object.entries(texts)) {
    const part = item?.querySelector(`[data-${name}]`);
    if (text) part?.replaceChildren(text);
    else part?.remove();
  }
  /** @param {string} name @param {() => void} act */
  const on = (name, act) => item?.querySelector(`[data-${name}]`)?.addEventListener("click", act);
  if (tick.refused === undefined) item?.querySelector("[data-again]")?.remove();
  on("again", () => void outbox.retry([tick]));
  on("save", () => save(tick));
  on("remove", () => void outbox.remove(tick));
  return /** @type {HTMLElement} */ (item);
}

function showTicks() {
  const { queued, refused } = outbox;
  element("none").hidden = queued.length + refused.length > 0;
  element("some").hidden = !queued.length;
  element("waiting").replaceChildren(...queued.map(itemOf));
  element("not-taken").hidden = !refused.length;
  element("refused").replaceChildren(...refused.map(itemOf));
}

/** How many pages are kept: what they are made of, and what stands in for others, left out. */
async function countPages() {
  let count = 0;
  for (const name of "caches" in globalThis ? await caches.keys() : []) {
    if (name.startsWith("assets-")) continue;
    const requests = await (await caches.open(name)).keys();
    count += requests.filter(({ url }) => !url.includes("/offline/")).length;
  }
  return count;
}

async function showPages() {
  const pages = await countPages();
  element("no-pages").hidden = pages > 0;
  element("some-pages").hidden = !pages;
  if (!pages) return;
  element("pages").textContent = String(pages);
  const { usage = 0 } = await navigator.storage.estimate();
  element("size").textContent = megabytes.format(usage / MEGABYTE);
}

element("clear").addEventListener("submit", async (event) => {
  event.preventDefault();
  for (const name of await caches.keys()) await caches.delete(name);
  // It would keep nothing anew; Today installs another.
  const registrations = await navigator.serviceWorker.getRegistrations();
  for (const registration of registrations) await registration.unregister();
  for (const name of /** @type {const} */ (["choices", "read", "stay", "install"])) {
    write(name, null);
  }
  await showPages();
  element("cleared").textContent = words.cleared ?? "";
});
outbox.onChange = showTicks;
element("unscripted").hidden = true;
await outbox.loaded;
// Private windows of some browsers refuse to tell.
await showPages().catch(() => element("no-pages").hidden = false);
element("kept").hidden = false;
void outbox.send();
