/**
 * The service worker's part in reminders: it shows what the server sends, and opens what is tapped.
 * The messages are Declarative Web Push, which some browsers show without asking any worker.
 */

import { ask, turnOn } from "./subscription.js";

/** @import { ExtendableEvent } from "../offline/types.js" */

/**
 * @typedef {object} Message
 * @property {string} title
 * @property {string} navigate
 * @property {string} [tag] by what another of its kind takes its place
 * @property {string} [body]
 * @property {string} [lang]
 * @property {{ action: string, title: string, navigate: string }[]} [actions]
 *
 * @typedef {object} Shown
 * @property {string} tag
 * @property {string} icon
 *
 * @typedef {ExtendableEvent & { data: { json(): unknown } | null }} Pushed
 * @typedef {ExtendableEvent & { action: string, notification: Notification }} Tapped
 */

const worker =
  /** @type {EventTarget & { clients: { openWindow(address: string): Promise<unknown> }, registration: ServiceWorkerRegistration }} */ (
    /** @type {unknown} */ (self)
  );

/** @param {Shown & { title: string, page: string }} usual what is shown of a message nobody can read */
export function listen({ title: usualTitle, page, ...usual }) {
  /** @param {Pushed} event */
  async function show({ data }) {
    /** @type {Message} */
    let message = { title: usualTitle, navigate: page };
    try {
      const { notification } = /** @type {{ notification: Message }} */ (data?.json());
      if (notification.title && notification.navigate) message = notification;
    } catch {
      // A browser takes the permission away where a message shows nothing.
    }
    const { title, tag = usual.tag, body, lang, actions = [] } = message;
    const ways = Object.fromEntries(actions.map(({ action, navigate }) => [action, navigate]));
    await worker.registration.showNotification(title, {
      ...usual,
      tag,
      body,
      lang,
      data: { ...ways, "": message.navigate },
      // @ts-ignore the types know no actions
      actions: actions.map(({ action, title }) => ({ action, title })),
    });
  }

  /** @param {Tapped} event */
  async function open({ action, notification }) {
    const address = new URL(notification.data[action] ?? notification.data[""], location.origin);
    notification.close();
    // By whichever name this browser knows the site.
    await worker.clients.openWindow(location.origin + address.pathname + address.hash);
  }

  /** Whoever opens a page sees what is to be done, or has done it on another phone. */
  async function clear() {
    for (const each of await worker.registration.getNotifications({ tag: usual.tag })) each.close();
  }

  async function renew() {
    const known = await ask();
    // Nobody who is here now asked to be reached.
    if (known.endpoint) await turnOn(worker.registration, known);
  }

  const on = /** @type {(name: string, listener: (event: any) => void) => void} */ (
    worker.addEventListener.bind(worker)
  );
  on("push", (/** @type {Pushed} */ event) => event.waitUntil(show(event)));
  on("notificationclick", (/** @type {Tapped} */ event) => event.waitUntil(open(event)));
  on("pushsubscriptionchange", (/** @type {ExtendableEvent} */ event) => event.waitUntil(renew()));
  on("fetch", (/** @type {ExtendableEvent & { request: Request }} */ event) => {
    if (event.request.mode === "navigate") event.waitUntil(clear().catch(() => {}));
  });
}
