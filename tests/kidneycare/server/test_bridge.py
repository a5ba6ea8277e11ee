"""What stands between the server and Django: who is waited for, how long, and who is refused."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import threading
from typing import TYPE_CHECKING, Any

import pytest

from kidneycare.server import stopping
from kidneycare.server.bridge import Bridge, Limits, refusal, wsgi_environ
from kidneycare.web.logs import Line
from kidneycare.web.request_id import current
from tests.event_loop import run
from tests.kidneycare.server.visitors import LIMITS, Echo, Visitor, sends
from tests.pages import body_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from django.test import Client

    Message = dict[str, Any]

# --- what Django is told ------------------------------------------------------------


def test_django_is_told_what_was_asked_and_nothing_of_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    fields = (("cookie", "a=1"), ("cookie", "b=2"), ("x-a", "1"), ("x-a", "2"))
    told = wsgi_environ(Visitor(*fields, ("content-length", "3"), ("content-type", "b/c")).scope)

    assert told["PATH_INFO"] == "/a b"
    assert told["HTTP_COOKIE"] == "a=1; b=2"
    assert told["HTTP_X_A"] == "1,2"
    assert (told["CONTENT_LENGTH"], told["CONTENT_TYPE"]) == ("3", "b/c")
    assert told["REMOTE_ADDR"] == "127.0.0.2"
    assert not set(told) & set(os.environ)
    assert "hidden" not in told.values()


def test_nobody_passes_for_a_proxy_or_for_another_place_of_the_site() -> None:
    fields = ("x_forwarded_proto", "script_name", "script-name", "remote_addr", "path_info")
    told = wsgi_environ(Visitor(*((name, "evil") for name in fields)).scope)

    assert [key for key, value in told.items() if value == "evil"] == ["HTTP_SCRIPT_NAME"]
    assert told["SCRIPT_NAME"] == ""


# --- refused by the head ------------------------------------------------------------


@pytest.mark.parametrize(
    "changed, fields, status",
    [
        ({}, [], None),
        ({}, [("transfer-encoding", "chunked")], 411),
        ({}, [("transfer-encoding", "chunked"), ("content-length", "3")], 411),
        ({}, [("host", "other")], 400),
        ({}, [("content-length", "3"), ("content-length", "3")], 400),
        ({"headers": [(b"host", b"")]}, [], 400),
        ({"headers": [(b"host", b"")], "http_version": "1"}, [], None),
        ({"headers": []}, [], 400),
        ({}, [("x-many", "y")] * 60, 431),
        ({}, [("x-long", "y" * 4096)], 431),
        ({}, [("x-long", "y" * 4000)] * 9, 431),
        ({"raw_path": b"/" + b"y" * 2048}, [], 414),
        ({"query_string": b"y" * 2048}, [], 414),
    ],
)
def test_what_no_browser_sends_is_refused_by_its_head(
    changed: dict[str, Any], fields: list[tuple[str, str]], status: int | None
) -> None:
    visitor = Visitor(*fields, parts=[b"abc"])
    visitor.scope |= changed
    assert refusal(visitor.scope, LIMITS) == status
    if status is None:
        return
    echo = Echo()
    run(visitor.visit(Bridge(echo, LIMITS)))
    assert visitor.status == status
    assert (echo.asked, visitor.received) == ([], 0)
    assert visitor.fields[b"connection"] == b"close"
    for name in (b"content-security-policy", b"x-content-type-options", b"cache-control"):
        assert visitor.fields[name]


def test_django_refuses_by_the_length_what_is_too_long_and_none_of_it_is_read() -> None:
    echo = Echo()
    visitor = sends([b"x" * 4001])
    run(visitor.visit(Bridge(echo, LIMITS)))

    assert echo.asked[0]["CONTENT_LENGTH"] == "4001"
    assert (visitor.received, visitor.body) == (0, b"")
    assert visitor.fields[b"connection"] == b"close"


# --- waiting for a body -------------------------------------------------------------


@pytest.mark.parametrize("parts", [[b"done=1"], [b"do", b"", b"ne=1"], [b"x" * 1000] * 4])
def test_django_is_asked_once_all_of_a_body_is_there(parts: list[bytes]) -> None:
    visitor = sends(parts)
    whole = b"".join(parts)
    run(visitor.visit(Bridge(Echo(), LIMITS)))
    assert (visitor.status, visitor.body) == (200, whole)
    assert b"connection" not in visitor.fields


@pytest.mark.parametrize("size, status", [(9, 408), (300, 503)], ids=["form", "upload"])
def test_whoever_sends_for_too_long_is_refused(size: int, status: int) -> None:
    """However little stands still between two parts of it."""
    echo = Echo()
    visitor = sends([b"x"] * size, pause=0.05)
    run(visitor.visit(Bridge(echo, LIMITS)))
    assert (visitor.status, echo.asked) == (status, [])


def test_whoever_leaves_amid_a_body_costs_nothing() -> None:
    echo = Echo()
    visitor = Visitor(("content-length", "9"), parts=[])
    run(visitor.visit(Bridge(echo, LIMITS)))
    assert (visitor.sent, echo.asked) == ([], [])


def test_two_uploads_are_taken_at_once_and_forms_beside_them() -> None:
    slow = [sends([b"x" * 200]) for _ in range(2)]
    third, form = sends([b"x" * 200]), sends([b"done=1"])

    async def all_of_them() -> None:
        bridge = Bridge(Echo(), Limits(body=4000, form=100))
        for each in slow:
            each.arrives = asyncio.Event()
        going = [asyncio.create_task(each.visit(bridge)) for each in (*slow, third)]
        await form.visit(bridge)
        assert (form.status, third.received, third.status) == (200, 0, None)
        for each in slow:
            assert each.arrives is not None
            each.arrives.set()
        await asyncio.gather(*going)

    run(all_of_them())
    assert [each.status for each in (*slow, third)] == [200, 200, 200]


def test_whoever_waits_too_long_for_others_is_told_to_come_later() -> None:
    visitor = sends([b"x" * 200])

    async def wait_in_vain() -> None:
        bridge = Bridge(Echo(), LIMITS)
        for _others in range(LIMITS.uploads):
            await bridge.uploads.acquire()
        await visitor.visit(bridge)

    run(wait_in_vain())
    assert (visitor.status, visitor.received) == (503, 0)


def test_whole_records_wait_for_each_other_and_pages_for_none_of_them() -> None:
    """However many are asked for: one at a time is read, and all other threads answer pages."""
    going = threading.Event()
    at_once: list[int] = []
    reading = threading.Semaphore(8)

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        if environ["PATH_INFO"] == "/import/":
            reading.acquire()
            at_once.append(8 - reading._value)
            assert going.wait(60)
            reading.release()
        start_response("200 OK", [])
        return [environ["PATH_INFO"].encode()]

    files, pages = [sends([b"confirm=1"]) for _ in range(8)], [Visitor() for _ in range(4)]
    for each in files:
        each.scope["raw_path"] = b"/import/"

    async def all_of_them() -> None:
        limits = Limits(body=4000, form=100, one_at_a_time=re.compile(r"POST .*/import/"))
        bridge = Bridge(application, limits, threads=2)
        slow = [asyncio.create_task(each.visit(bridge)) for each in files]
        for each in pages:
            await each.visit(bridge)
            assert each.status == 200
        assert [each.status for each in files] == [None] * 8
        going.set()
        await asyncio.gather(*slow)

    run(all_of_them())
    assert [each.status for each in files] == [200] * 8
    assert at_once == [1] * 8


def test_health_is_told_while_every_thread_waits_for_the_database() -> None:
    going = threading.Event()

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        if environ["PATH_INFO"] != "/readyz":
            assert going.wait(60)
        start_response("200 OK", [])
        return [b"ok"]

    pages, health = [Visitor() for _ in range(6)], Visitor()
    health.scope |= {"method": "GET", "raw_path": b"/readyz"}

    async def all_of_them() -> None:
        limits = Limits(body=4000, health=re.compile(r"GET /readyz"))
        bridge = Bridge(application, limits, threads=2)
        waiting = [asyncio.create_task(each.visit(bridge)) for each in pages]
        await asyncio.sleep(0.1)
        await health.visit(bridge)
        assert [each.status for each in pages] == [None] * 6
        going.set()
        await asyncio.gather(*waiting)

    run(all_of_them())
    assert health.body == b"ok"


# --- the answer ---------------------------------------------------------------------


def test_a_long_answer_is_sent_in_parts() -> None:
    visitor = Visitor()
    long = [b"x" * 50_000, b"y" * 50_000, b"z" * 50_000]
    run(visitor.visit(Bridge(Echo(long), Limits(body=0, answer=60_000))))

    assert visitor.body == b"".join(long)
    assert [message["more_body"] for message in visitor.sent[1:]] == [True, True, False]


def test_whoever_does_not_read_is_given_up() -> None:
    visitor = Visitor()
    visitor.reads = False
    run(visitor.visit(Bridge(Echo([b"x" * 200_000]), LIMITS)))
    assert (visitor.status, visitor.body) == (200, b"")


class Closing:
    """An answer that comes bit by bit, and notes in which thread."""

    def __init__(self) -> None:
        self.threads: list[int] = []

    def __iter__(self) -> Iterator[bytes]:
        self.threads.append(threading.get_ident())
        yield current.get().encode()
        self.threads.append(threading.get_ident())

    def close(self) -> None:
        self.threads.append(threading.get_ident())


def test_an_answer_is_made_and_closed_in_one_thread_which_stays() -> None:
    """Its connection to the database belongs to the thread."""
    answers = [Closing(), Closing()]

    async def one_after_the_other() -> None:
        for answer in answers:
            bridge.application = Echo(answer)
            await Visitor().visit(bridge)

    bridge = Bridge(Echo(), LIMITS, threads=1)
    run(one_after_the_other())
    threads = {thread for answer in answers for thread in answer.threads}
    assert len(threads) == 1
    assert threads != {threading.get_ident()}
    assert [len(answer.threads) for answer in answers] == [3, 3]


def test_no_more_are_answered_at_once_than_there_are_threads() -> None:
    at_once: list[int] = []
    together = threading.Barrier(3)

    def application(_environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        at_once.append(together.wait(5))
        start_response("200 OK", [])
        return []

    async def nine_visitors() -> None:
        bridge = Bridge(application, LIMITS, threads=3)
        await asyncio.gather(*(Visitor().visit(bridge) for _ in range(9)))

    run(nine_visitors())
    assert sorted(at_once) == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_fault_that_django_does_not_catch_is_logged_and_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    row = "of somebody"

    def breaks() -> Iterator[bytes]:
        yield b"half of it"
        raise ValueError(row)

    visitor = Visitor()
    with caplog.at_level(logging.ERROR):
        run(visitor.visit(Bridge(Echo(breaks()), LIMITS)))
    assert (visitor.status, visitor.body) == (500, b"500\n\n")
    (record,) = caplog.records
    # By now the filter of the site's own handler has been over it.
    assert row not in Line().format(record)
    assert record.getMessage() == "500 no route ValueError"


# --- on its way out -----------------------------------------------------------------


@pytest.fixture
def leaving() -> Iterator[None]:
    stopping.asked.set()
    yield
    stopping.asked.clear()


@pytest.mark.usefixtures("leaving")
def test_a_process_on_its_way_out_says_so_to_the_proxy(client: Client) -> None:
    response = client.get("/livez")
    assert (response.status_code, body_of(response)) == (503, "stopping\n")


@pytest.mark.usefixtures("leaving")
def test_a_process_on_its_way_out_keeps_no_connection() -> None:
    visitor = Visitor()
    run(visitor.visit(Bridge(Echo(), LIMITS)))
    assert (visitor.status, visitor.fields[b"connection"]) == (200, b"close")
