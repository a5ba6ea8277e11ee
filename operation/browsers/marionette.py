"""Firefox under Selenium without geckodriver, which Debian has not: by Firefox's own Marionette.

Marionette's commands are WebDriver's under other names, as messages on a socket instead of HTTP.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Any

from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.remote_connection import RemoteConnection

NAMES = {
    Command.GET: "Navigate",
    Command.GO_BACK: "Back",
    Command.GO_FORWARD: "Forward",
    Command.REFRESH: "Refresh",
    Command.GET_CURRENT_URL: "GetCurrentURL",
    Command.W3C_EXECUTE_SCRIPT: "ExecuteScript",
    Command.W3C_GET_WINDOW_HANDLES: "GetWindowHandles",
    Command.W3C_GET_CURRENT_WINDOW_HANDLE: "GetWindowHandle",
    Command.CLICK_ELEMENT: "ElementClick",
    Command.CLEAR_ELEMENT: "ElementClear",
    Command.SEND_KEYS_TO_ELEMENT: "ElementSendKeys",
    Command.W3C_ACTIONS: "PerformActions",
    Command.SCREENSHOT: "TakeScreenshot",
    Command.CLOSE: "CloseWindow",
    Command.QUIT: "DeleteSession",
}
"""Marionette's name of a command, where it is not Selenium's with a capital letter."""


class Marionette(RemoteConnection):
    """Carries Selenium's commands to a Firefox that listens on a port."""

    browser_name = "firefox"

    def __init__(self, port: int, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while True:
            try:
                self.line = socket.create_connection(("127.0.0.1", port), timeout=seconds)
            except ConnectionRefusedError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                break
        self.answers = self.line.makefile("rb")
        self.number = 0
        self._receive()

    def _receive(self) -> Any:
        """One message: its length, a colon, and JSON."""
        length = b""
        while (byte := self.answers.read(1)) != b":":
            if not byte:
                raise ConnectionResetError("Firefox has ended")
            length += byte
        return json.loads(self.answers.read(int(length)))

    def execute(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        self.number += 1
        name = NAMES.get(command) or command[0].upper() + command[1:]
        asked = {key: value for key, value in params.items() if key != "sessionId"}
        if command == Command.NEW_SESSION:
            asked = {}
        message = json.dumps([0, self.number, f"WebDriver:{name}", asked]).encode()
        self.line.sendall(b"%d:%s" % (len(message), message))
        _kind, _number, error, result = self._receive()
        if error:
            return {"status": 500, "value": json.dumps({"value": error})}
        if isinstance(result, dict) and set(result) == {"value"}:
            return result
        return {"value": result}

    def close(self) -> None:
        self.answers.close()
        self.line.close()
