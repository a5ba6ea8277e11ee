"""Phones whose push service is made up: pages subscribe, and what comes is handed to the worker."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Worker

from people.models import Person
from reminders.push.vapid import encode
from tests.browser.phone import NewPhone, until
from tests.reminders.browser_keys import BrowserKeys

KEYS = BrowserKeys()
ENDPOINT = "https://push.example.com/phone"
NO_SERVICE = """([endpoint, p256dh, auth]) => {
  let own = null;
  const made = () => ({
    endpoint,
    options: { applicationServerKey: null },
    toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
    unsubscribe: async () => { own = null; return true },
  });
  PushManager.prototype.getSubscription = async () => own;
  PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
    if (applicationServerKey.length !== 65 || !userVisibleOnly) throw new TypeError();
    return own = made();
  };
}"""
"""Chromium without a push service of its own: the page's part is tried without one."""


OBSTACLES = {
    "refused": "",
    "blocked": "Object.defineProperty(Notification, 'permission', { value: 'denied' })",
    "unsupported": "delete globalThis.PushManager",
    "icon": "delete globalThis.PushManager; "
    "Object.defineProperty(navigator, 'standalone', { value: false })",
    "insecure": "Object.defineProperty(globalThis, 'isSecureContext', { value: false })",
}
"""What makes a browser one that can't be told, as a script sees it."""


def phone_with_pushes(
    new_phone: NewPhone, somebody: Person | None, *, permission: str = "ask"
) -> Page:
    page = new_phone(somebody, service_workers="allow")
    arguments = json.dumps([ENDPOINT, encode(KEYS.p256dh), encode(KEYS.auth)])
    page.add_init_script(f"({NO_SERVICE})({arguments})")
    answer = "granted" if permission == "granted" else "denied"
    # A tap is what it takes; the browser's own question is not a page's.
    page.add_init_script(f"""
      globalThis.asked = 0;
      Notification.requestPermission = async () => {{ asked += 1; return "{answer}" }};
    """)
    if permission == "granted":
        page.context.grant_permissions(["notifications"])
    return page


def deliver(page: Page, message: bytes) -> None:
    """Let the browser fire the worker's push handler, as its push service would."""
    devtools = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    until(page, lambda: bool(found))
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": page.evaluate("location.origin"),
            "registrationId": found[0]["registrationId"],
            "data": message.decode(),
        },
    )


SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, lang, tag, actions }) => ({
    title, body, lang, tag, actions: actions.map((each) => each.title) }))"""
TAP = """async (action) => {
  const opened = [];
  clients.openWindow = async (address) => void opened.push(address);
  const [notification] = await registration.getNotifications();
  const event = new NotificationEvent("notificationclick", { notification, action });
  dispatchEvent(event);
  await new Promise((go) => setTimeout(go, 200));
  return [opened, (await registration.getNotifications()).length];
}"""


def the_worker(page: Page) -> Worker:
    return page.context.service_workers[0]
