"""Coroutines in tests, also where a browser test of the same process came before."""

import asyncio
from collections.abc import Coroutine
from typing import Any


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """As ``asyncio.run``, which refuses while Playwright's loop waits in this thread."""
    waiting = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(coroutine)
    finally:
        asyncio._set_running_loop(waiting)
