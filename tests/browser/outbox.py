"""The ticks that a browser keeps until the server has them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_OPEN = """
  const request = indexedDB.open("kidneycare", 1);
  request.onupgradeneeded = () =>
    request.result.createObjectStore("ticks", { keyPath: ["owner", "slot"] });
  const database = await new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
"""
READ = f"""async () => {{{_OPEN}
  const all = database.transaction("ticks").objectStore("ticks").getAll();
  await new Promise((done) => all.onsuccess = done);
  database.close();
  return all.result;
}}"""
_WRITE = f"""async (ticks) => {{{_OPEN}
  const transaction = database.transaction("ticks", "readwrite");
  for (const tick of ticks) transaction.objectStore("ticks").put(tick);
  await new Promise((done) => transaction.oncomplete = done);
  database.close();
}}"""


def queued(page: Page) -> list[dict[str, Any]]:
    """Those of everybody on this phone."""
    found: list[dict[str, Any]] = page.evaluate(READ)
    return found


def let_wait(page: Page, slot: str, owner: str, **more: Any) -> None:
    """Keep a tick that was not sent yet, as ``page``'s phone would."""
    now = page.evaluate("() => Date.now()")
    waiting = {
        "slot": slot,
        "owner": owner,
        "address": f"/day/{slot}/",
        "fields": {"done": "1"},
        "performed": now,
        "started": None,
        **more,
    }
    page.evaluate(_WRITE, [waiting])
