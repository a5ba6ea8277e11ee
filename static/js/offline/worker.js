/**
 * The service worker: what this phone keeps to work without a network.
 * Assets and pages are kept by release; pages of a record apart, under the id that a header names,
 * until another record or nobody answers. Only what our server answered with 200 is kept.
 */

import { Outbox } from "../outbox/outbox.js";

/** @import { Coming, Config, ExtendableEvent, Fetching, Messaging } from "./types.js" */

const worker =
  /** @type {EventTarget & { clients: { claim(): Promise<void> }, skipWaiting(): void }} */ (
    /** @type {unknown} */ (self)
  );

/** Milliseconds that a page waits for the network, or for ticks to be sent, if the phone has it. */
const PATIENCE = 4e3;
const STAMP = "/offline/stamp";
const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

/** @type {Outbox | undefined} */
let outbox;
/** The page that comes up shows what was sent before it. */
const send = () => (outbox ??= new Outbox({ owner: "", before: "", others: [] })).send();

/** @param {Config} config */
export function start({ version, assets, prefixes }) {
  const [ASSETS, PUBLIC, PRIVATE] = ["assets", "public", "private"].map((kind) =>
    `${kind}-${version}-`
  );
  /** When a record was last deleted here: what was asked for before may be of that one. */
  let deleted = 0;

  /** @param {string} pathname */
  const prefixOf = (pathname) => prefixes.find((prefix) => pathname.startsWith(prefix)) ?? "/";

  /** @param {string} pathname */
  const kept = (pathname) => caches.match(pathname, { ignoreVary: true });

  /**
   * The cache for an answer, once those of other records are deleted.
   * @param {Response} answer
   * @param {number} asked when it was asked for
   * @returns {Promise<Cache | null>} null where it may be of a record that is gone
   */
  async function cacheFor({ headers }, asked) {
    const owner = headers.get("Kidneycare-Record");
    if (owner === null) return await caches.open(PUBLIC);
    if (asked < deleted) return null;
    for (const name of await caches.keys()) {
      if (!name.startsWith("private-") || name === PRIVATE + owner) continue;
      deleted = performance.now();
      await caches.delete(name);
    }
    return await caches.open(PRIVATE + owner);
  }

  /**
   * Ask the server; keep its answer, or replace one that is kept.
   * @param {Request} request
   * @param {boolean} [isNew] whether to keep one that isn't yet
   */
  async function ask(request, isNew = false) {
    const asked = performance.now();
    const answer = await fetch(request);
    // Nothing is told of a redirect: the browser follows it.
    if (answer.type === "opaqueredirect") return answer;
    const { pathname } = new URL(request.url);
    // Every answer of ours has an id; the page of a hotel's network has none.
    if (!answer.headers.has("X-Request-ID")) throw new TypeError("not our server");
    const cache = await cacheFor(answer, asked);
    const isSound = answer.status === 200 && !answer.redirected && answer.type === "basic";
    if (isSound && cache && (isNew || await kept(pathname))) {
      await cache.put(pathname, answer.clone());
    }
    return answer;
  }

  /**
   * Keep the pages of a language as the server has them now.
   * @param {string} prefix
   * @param {string} stamp
   */
  async function keep(prefix, stamp) {
    if (await (await kept(STAMP))?.text() === stamp) return;
    /** @type {{ pages: string[], periods: Coming[] }} */
    const list = await (await ask(new Request(`${prefix}offline/pages.json`), true)).json();
    for (const address of new Set([...list.pages, ...list.periods.map(({ page }) => page)])) {
      await ask(new Request(address), true);
    }
    await (await caches.open(PUBLIC)).put(STAMP, new Response(stamp));
  }

  /**
   * What stands in for a page: Today's of the day that has begun meanwhile, a form for any amount.
   * @param {string} pathname
   */
  async function standIn(pathname) {
    const own = prefixOf(pathname);
    // Without a prefix, the server would redirect to the language that was chosen.
    const found = await Promise.all(
      [own, ...prefixes].map(async (each) => await kept(each) && each),
    );
    const prefix = found.find(Boolean) || own;
    const path = pathname.slice(own.length);
    if (!path || path === "practise/now/") {
      /** @type {{ periods: Coming[] } | undefined} */
      const coming = await (await kept(`${prefix}offline/pages.json`))?.json();
      const present = coming?.periods.findLast(({ starts }) => starts <= Date.now());
      if (path && present) return `${prefix}practise/${present.period}/`;
      if (!path) return present?.page ?? prefix;
    }
    const [, exercise] = /^day\/[\d-]+\/\w+\/([\w-]+)\/\d+\/$/.exec(path) ?? [];
    return prefix + (exercise ? `offline/amount/${exercise}/` : path);
  }

  /**
   * A page as the phone has it; it is told that it is kept.
   * @param {string} pathname
   */
  async function keptPage(pathname) {
    const found = await kept(await standIn(pathname)) ??
      await kept(await standIn(`${prefixOf(pathname)}offline/`));
    if (!found) return Response.error();
    const headers = new Headers(found.headers);
    for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
    return new Response((await found.text()).replace("<html", "<html data-offline"), { headers });
  }

  /** @param {Request} request */
  async function page(request) {
    const { pathname } = new URL(request.url);
    await Promise.race([send(), late()]).catch(() => {});
    const asking = ask(request, pathname === prefixOf(pathname));
    try {
      return await (await kept(pathname) ? Promise.race([asking, late()]) : asking);
    } catch {
      asking.catch(() => {});
      return await keptPage(pathname);
    }
  }

  /**
   * A form that is sent: what it changes, pages that are kept may show.
   * @param {Request} request
   */
  async function form(request) {
    try {
      const answer = await fetch(request);
      await (await caches.open(PUBLIC)).delete(STAMP);
      return answer;
    } catch {
      return await keptPage(`${prefixOf(new URL(request.url).pathname)}offline/`);
    }
  }

  /** @param {Request} request */
  async function asset(request) {
    const found = await kept(request.url);
    if (found) return found;
    const answer = await fetch(request);
    if (answer.status === 200) await (await caches.open(ASSETS)).put(request, answer.clone());
    return answer;
  }

  async function removeOthers() {
    for (const name of await caches.keys()) {
      if (!name.includes(`-${version}-`)) await caches.delete(name);
    }
    await worker.clients.claim();
  }

  const on = /** @type {(name: string, listener: (event: any) => void) => void} */ (
    worker.addEventListener.bind(worker)
  );
  on("install", (/** @type {ExtendableEvent} */ event) => {
    event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll(assets)));
  });
  on("activate", (/** @type {ExtendableEvent} */ event) => event.waitUntil(removeOthers()));
  on("fetch", (/** @type {Fetching} */ event) => {
    const { request } = event;
    const { pathname, origin } = new URL(request.url);
    const isPage = request.mode === "navigate";
    // What somebody else shares is no page of this record: neither kept nor stood in for.
    if (origin !== location.origin || pathname.startsWith(`${prefixOf(pathname)}shared/`)) return;
    if (request.method === "POST" && isPage) event.respondWith(form(request));
    if (request.method !== "GET") return;
    if (pathname.startsWith("/static/")) event.respondWith(asset(request));
    else if (pathname.endsWith("/offline/pages.json")) {
      event.respondWith(ask(request).catch(async () => await kept(pathname) ?? Response.error()));
    } else if (isPage && !/\/export\.|\.ics$/.test(pathname)) event.respondWith(page(request));
  });
  on("message", (/** @type {Messaging} */ event) => {
    const { keep: prefix, stamp = "", refresh, activate } = event.data;
    if (prefix) event.waitUntil(keep(prefix, stamp));
    if (refresh) event.waitUntil(ask(new Request(refresh)));
    if (activate) worker.skipWaiting();
  });
  on("sync", (/** @type {ExtendableEvent} */ event) => event.waitUntil(send()));
}
