"""The record can't be written, or not even reached: a tick never looks kept that isn't."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import InternalError, OperationalError, connection
from django.test import Client

from people.identity import COOKIE
from people.models import Device, Person
from tests.factories import HTMX, browser_of, everything_stored
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

TICK = "/day/2026-11-23/evening/sole-rub/1/"
PAGES = ("/", "/history/", "/plan/", "/me/", "/techniques/foot-massage/", "/export.json")


@contextmanager
def only_reading() -> Iterator[None]:
    """As on a disk that was mounted read-only, or a PostgreSQL that stands by."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What was written before is checked now: later even that would be a change.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET transaction_read_only = on")
            yield
            # The test's transaction ends with it, and so does this.
        else:
            cursor.execute("PRAGMA query_only=ON")
            try:
                yield
            finally:
                cursor.execute("PRAGMA query_only=OFF")


@pytest.fixture
def read_only(phone: Client) -> Iterator[None]:
    """For the whole of a test."""
    with only_reading():
        yield


@pytest.mark.usefixtures("read_only")
def test_what_may_only_be_read_can_be_read(phone: Client) -> None:
    for path in PAGES:
        assert phone.get(path).status_code == 200


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite: the file's rights, below")
@pytest.mark.usefixtures("read_only")
def test_readyz_is_503_on_a_postgresql_that_stands_by(phone: Client) -> None:
    response = phone.get("/readyz")
    assert (response.status_code, body_of(response)) == (503, "database read-only\n")


def test_readyz_is_503_on_a_file_that_may_only_be_read(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The tests' own database is none: it lives in memory. An administrator may write any file."""
    monkeypatch.setattr("kidneycare.db.condition.database_file", lambda: tmp_path)
    monkeypatch.setattr("kidneycare.web.health.known_damage", lambda: None)
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr("os.access", lambda *_args: False)
    response = client.get("/readyz")
    assert (response.status_code, body_of(response)) == (503, "database read-only\n")


def test_a_cookie_that_is_due_for_renewal_keeps_nobody_from_reading(person: Person) -> None:
    browser = browser_of(person, seen_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    seen = Device.objects.latest("pk").seen_at
    with only_reading():
        response = browser.get("/")
    assert response.status_code == 200
    assert COOKIE not in response.cookies
    assert Device.objects.latest("pk").seen_at == seen


@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="its test is one transaction, which ends"
)
@pytest.mark.usefixtures("read_only")
def test_a_tick_that_cannot_be_kept_is_told(phone: Client) -> None:
    before = everything_stored()
    response = phone.post(TICK, {"done": "1"})
    assert response.status_code == 503
    assert "could not be saved just now" in parse(response).text
    assert response["Retry-After"] == "5"
    assert "no-store" in response["Cache-Control"]
    line = phone.post(TICK, {"done": "1"}, headers=HTMX)
    assert (line.status_code, line["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert "could not be saved" in body_of(line)
    assert everything_stored() == before


@pytest.mark.parametrize("kind", [OperationalError, InternalError])
def test_a_record_that_cannot_be_reached_is_told(
    phone: Client, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def unreachable(*_args: Any, **_more: Any) -> None:
        raise kind

    monkeypatch.setattr("practice.views.day.moment_of", unreachable)
    response = phone.get("/")
    assert response.status_code == 503
    text = parse(response).text
    assert "can’t be read just now" in text
    assert "Nothing is lost" in text
