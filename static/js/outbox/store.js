/**
 * The ticks that this phone keeps until the server has them, in IndexedDB: they survive a reload,
 * a browser that is killed and a phone that restarts. A slot has one tick for each record.
 */

/**
 * @typedef {object} QueuedTick
 * @property {string} slot its day, part of the day, exercise and set, as in its address
 * @property {string} owner whose record it is for, as in the page's data
 * @property {string} address
 * @property {Record<string, string>} fields
 * @property {number} performed
 * @property {number | null} started
 * @property {number} [seconds] practised without the pauses
 * @property {string} [refused] what the server said when it refused it for good
 */

import { read, write } from "../guided/local_storage.js";

const NAME = "kidneycare";
/** Of the format; raise it with a step in `upgrade`. */
const VERSION = 1;
const TICKS = "ticks";

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
const resultOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransaction} transaction */
const completion = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** @param {string} address */
export const slotOf = (address) => address.split("/day/")[1]?.replace(/\/$/, "") ?? "";

/** @returns {Promise<IDBDatabase>} */
function open() {
  opened ??= (async () => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(TICKS, { keyPath: ["owner", "slot"] });
      // Version 0.2 kept them in local storage.
      for (const tick of read("outbox", /** @type {QueuedTick[]} */ ([]))) {
        store.put({ ...tick, slot: slotOf(tick.address) });
      }
    };
    const database = await resultOf(request);
    write("outbox", null);
    // Another page may bring a newer format.
    database.onversionchange = () => database.close();
    database.onclose = () => opened = undefined;
    return database;
  })();
  opened.catch(() => opened = undefined);
  return opened;
}

/** @returns {Promise<QueuedTick[]>} those of everybody on this phone, the oldest first */
export async function readTicks() {
  const store = (await open()).transaction(TICKS).objectStore(TICKS);
  /** @type {QueuedTick[]} */
  const all = await resultOf(store.getAll());
  return all.sort((one, other) => one.performed - other.performed);
}

/**
 * Store a tick in place of an earlier one of its slot and record.
 * @param {QueuedTick} tick
 */
export async function storeTick(tick) {
  const transaction = (await open()).transaction(TICKS, "readwrite", { durability: "strict" });
  transaction.objectStore(TICKS).put(tick);
  await completion(transaction);
}

/**
 * Change or remove a tick, unless a later one has taken its place meanwhile.
 * @param {QueuedTick} tick
 * @param {QueuedTick | null} to
 */
export async function replaceTick(tick, to) {
  const transaction = (await open()).transaction(TICKS, "readwrite");
  const store = transaction.objectStore(TICKS);
  const request = store.get([tick.owner, tick.slot]);
  request.onsuccess = () => {
    /** @type {QueuedTick | undefined} */
    const stored = request.result;
    if (stored?.performed !== tick.performed) return;
    store.delete([tick.owner, tick.slot]);
    if (to) store.put(to);
  };
  await completion(transaction);
}
