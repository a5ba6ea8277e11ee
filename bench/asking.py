"""What is asked of a site, before it is known on which port it listens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

TOKEN = "a" * 32
"""The CSRF cookie of every browser here, and what its forms send."""


@dataclass(frozen=True)
class Ask:
    """One request of a browser; with ``values`` it is a post."""

    path: str
    cookie: str
    values: dict[str, str] | None = None
    is_htmx: bool = False
    etag: str = ""

    def by_htmx(self) -> Ask:
        """The same post as the page's script sends it."""
        return replace(self, is_htmx=True)

    def unless_changed(self, etag: str) -> Ask:
        """The same page by a browser that has it already."""
        return replace(self, etag=etag)

    @property
    def body(self) -> str:
        """The form as it is sent."""
        return urlencode({"csrfmiddlewaretoken": TOKEN, **self.values}) if self.values else ""

    @property
    def headers(self) -> dict[str, str]:
        """As Chromium on a phone sends them over http, in its order, with what tells nothing."""
        told = {
            "Connection": "keep-alive",
            "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0",
            "Accept": "*/*" if self.is_htmx else "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en-GB,en;q=0.9",
            "Cookie": f"{self.cookie}; csrftoken={TOKEN}",
        }
        if self.values is not None:
            told["Content-Type"] = "application/x-www-form-urlencoded"
        if self.is_htmx:
            told["HX-Request"] = "true"
        if self.etag:
            told["If-None-Match"] = self.etag
        return told

    def at(self, port: int) -> bytes:
        """The request as it goes over the wire."""
        host = f"127.0.0.1:{port}"
        lines = [f"{'GET' if self.values is None else 'POST'} {self.path} HTTP/1.1"]
        told = {"Host": host, **self.headers}
        if self.values is not None:
            told |= {"Content-Length": str(len(self.body)), "Origin": f"http://{host}"}
        lines += [f"{name}: {value}" for name, value in told.items()]
        return "\r\n".join([*lines, "", self.body]).encode()


Asks = dict[str, list[Ask]]
"""What is asked, by the name under which it is measured."""


def queries(ask: Ask) -> int:
    """How often a site asks its database to answer, in this process.

    Raises:
        RuntimeError: it answered something else than it should.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    headers: Any = dict(ask.headers)
    client.cookies.load(headers.pop("Cookie"))
    form = headers.pop("Content-Type", "")
    with CaptureQueriesContext(connection) as captured:
        if ask.values is None:
            status = client.get(ask.path, headers=headers).status_code
        else:
            status = client.post(ask.path, ask.body, content_type=form, headers=headers).status_code
    if status >= 400:
        raise RuntimeError(f"{ask.path} answered {status}")
    return len(captured)
