/** Today's part in working without a network: it installs the worker and says what to keep. */

import { read } from "../guided/local_storage.js";

/** @import { Coming, Message } from "./types.js" */

const main = /** @type {HTMLElement} */ (document.getElementById("main"));
const root = document.documentElement;
/** Milliseconds after the last tick, so that several are one change. */
const SETTLED_AFTER = 3e3;

/** @type {ServiceWorkerRegistration | undefined} */
let registration;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {Message} message */
const tell = (message) => registration?.active?.postMessage(message);

/** The kept page is no longer what the server would show. */
export function refreshSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => tell({ refresh: location.pathname }), SETTLED_AFTER);
}

/** What waits is sent by the browser itself once it is connected, where it can do that. */
export function syncLater() {
  // @ts-ignore Chromium's alone
  registration?.sync?.register("outbox").catch(() => {});
}

function offerUpdate() {
  const template = document.getElementById("new-version");
  const next = registration?.waiting;
  if (!(template instanceof HTMLTemplateElement) || !next) return;
  if (!navigator.serviceWorker.controller) return;
  const notice = /** @type {Element} */ (template.content.firstElementChild);
  template.remove();
  main.prepend(notice);
  notice.querySelector("button")?.addEventListener("click", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    next.postMessage({ activate: true });
  });
}

/** Of a kept Today: show what is to be done now, not when it was kept. */
export async function showPresent() {
  const { prefix, period } = main.dataset;
  if (!period || !("offline" in root.dataset)) return;
  /** @type {{ periods: Coming[] }} */
  const { periods } = await (await fetch(`${prefix}offline/pages.json`)).json();
  const present = periods.findLast(({ starts }) => starts <= Date.now());
  const next = document.getElementById("next");
  if (!present || !next) return;
  const section = document.getElementById(`period-${present.period}`);
  if (section instanceof HTMLDetailsElement) section.open = true;
  next.outerHTML = present.next;
}

/** Install the worker, and let it keep what it should. */
export async function install() {
  const { worker, day, owner } = main.dataset;
  if (!worker || !("serviceWorker" in navigator)) return;
  registration = await navigator.serviceWorker.register(worker, { type: "module" })
    .catch(() => undefined);
  if (!registration) return;
  const ready = await navigator.serviceWorker.ready;
  if (read("push", null)) {
    void import("../reminders/check.js").then(({ check }) => check(ready)).catch(() => {});
  }
  offerUpdate();
  registration.addEventListener("updatefound", () => {
    const { installing } = /** @type {ServiceWorkerRegistration} */ (registration);
    installing?.addEventListener("statechange", offerUpdate);
  });
  if ("offline" in root.dataset) return;
  const { lang, dataset: { size, theme } } = root;
  tell({ keep: main.dataset.prefix, stamp: [day, owner, lang, size, theme].join() });
}
