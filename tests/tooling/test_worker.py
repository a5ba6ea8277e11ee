"""When a request is there as a whole, and how a process takes leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kidneycare.server import stopping
from kidneycare.server.worker import LARGEST_HEAD, still_missing
from tests.pages import body_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n"


@pytest.mark.parametrize(
    "received, missing",
    [
        (b"", True),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", True),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", False),
        (POST, True),
        (POST + b"done=", True),
        (POST + b"done=1", False),
        (POST + b"done=1GET /next", False),
        (POST.replace(b"Content-Length", b"content-length"), True),
        # A file is read as it comes, and so is what doesn't say how long it is.
        (POST.replace(b": 6", b": 20000"), False),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", False),
        # What only looks like a length is for the parser to refuse.
        (POST.replace(b": 6", b": six"), False),
        (b"x" * (LARGEST_HEAD + 1), None),
        (POST.replace(b": 6", b": 999999999"), None),
    ],
)
def test_a_request_is_waited_for_until_all_of_it_is_there(
    received: bytes, missing: bool | None
) -> None:
    assert still_missing(received) is missing


@pytest.fixture
def leaving() -> Iterator[None]:
    stopping.asked.set()
    yield
    stopping.asked.clear()


@pytest.mark.usefixtures("leaving")
def test_a_process_on_its_way_out_says_so_to_the_proxy(client: Client) -> None:
    response = client.get("/livez")
    assert (response.status_code, body_of(response)) == (503, "stopping\n")
