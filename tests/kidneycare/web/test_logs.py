"""Logs tell what went wrong and nothing about anybody's health."""

from __future__ import annotations

import inspect
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings as product
from django.db import OperationalError
from django.test import Client

from content.catalogue import edition, exercise_words, exercises_by_id
from content.types import Period
from people.identity import COOKIE
from tests.factories import browser_of, new_invitation, new_person, new_sheet, stranger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

DAY = "2026-11-20"
PATH = f"/day/{DAY}/evening/sole-rub/1/"


def health_words() -> re.Pattern[str]:
    """Ids and names of exercises and techniques, periods, and any day but the line's own."""
    words = {
        *exercises_by_id(),
        *(exercise.words.name for exercise in exercise_words().values()),
        *(technique.slug for technique in edition().techniques),
        *(technique.words.title for technique in edition().techniques),
        *(period.slug for period in Period),
        DAY,
        "2026-W47",
    }
    return re.compile("|".join(map(re.escape, sorted(words))), re.IGNORECASE)


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """What the product's own handler prints, formatted as it prints it for people and programs."""
    out = io.StringIO()
    config: dict[str, Any] = deepcopy(product.LOGGING)
    config["handlers"]["console"] |= {"stream": out, "formatter": request.param}
    dictConfig(config)
    yield out.getvalue
    dictConfig(product.LOGGING)


def break_down(*_args: Any, **_more: Any) -> None:
    """As a database might complain of a row."""
    try:
        int(f"Failing row contains (1, {DAY}, 3, 1, sole-rub)")
    except ValueError as error:
        message = f"day/{DAY}/evening/sole-rub/1"
        raise RuntimeError(message) from error


ANSWERS: dict[int, list[Callable[[Client], Any]]] = {
    400: [
        lambda client: client.post(PATH, {"done": "x"}),
        lambda client: client.post(PATH, b"\xff", content_type="multipart/form-data"),
        lambda client: client.get(PATH, headers={"Host": "sole-rub.example.com"}),
        lambda client: client.post(PATH, {"done": "1" * 70_000}),
    ],
    403: [
        lambda _client: stranger(enforce_csrf_checks=True).post(PATH, {"done": "1"}),
        lambda client: client.post("/look/", {"next": PATH}),
    ],
    404: [
        lambda client: client.post(f"/day/{DAY}/morning/sole-rub/1/", {"done": "1"}),
        lambda client: client.get(f"/day/{DAY}/evening/sole-rub/1/x"),
        lambda client: client.get("/techniques/foot-massages/?sole-rub"),
    ],
    405: [lambda client: client.delete(PATH), lambda client: client.put(PATH, "sole-rub")],
}


@pytest.mark.parametrize(
    ("status", "ask"), [(status, ask) for status, asks in ANSWERS.items() for ask in asks]
)
def test_a_refusal_is_logged_without_a_word_about_health(
    client: Client, log: Callable[[], str], status: int, ask: Callable[[Client], Any]
) -> None:
    assert ask(client).status_code == status
    printed = log()
    # A name that isn't ours is refused before there is anything to tell.
    assert str(status) in printed or "Host" in inspect.getsource(ask)
    assert not health_words().search(printed), printed


def test_a_fault_of_ours_is_logged_with_where_it_was_and_without_what_it_said(
    client: Client, log: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Messages of exceptions hold values: a database quotes the row it refused."""
    monkeypatch.setattr("practice.views.tick.moment_of", break_down)
    client.raise_request_exception = False
    assert client.post(PATH, {"done": "1", "amount": "4321"}).status_code == 500
    printed = log()
    assert "ERROR" in printed
    assert "RuntimeError" in printed
    assert "ValueError" in printed, "what caused it is told too"
    assert "break_down" in printed
    assert "day/<day:day>/<period:period>/<exercise:exercise>/<int:number>/" in printed
    assert "4321" not in printed
    told = without_code(in_lines(printed))
    assert not health_words().search(told), printed
    assert "Failing row" not in told


def in_lines(printed: str) -> str:
    """A log with each value of an object, and each line of a fault, in a line of its own."""
    if not printed.startswith("{"):
        return printed
    objects = [json.loads(line) for line in printed.splitlines()]
    return "\n".join(str(value) for each in objects for value in each.values())


def without_code(printed: str) -> str:
    """A log without the lines of code in its tracebacks, which hold no values."""
    lines = printed.splitlines()
    follows = {place + 1 for place, line in enumerate(lines) if line.startswith("  File ")}
    return "\n".join(
        line
        for place, line in enumerate(lines)
        if place not in follows
        and not line.startswith("  File ")
        and not re.fullmatch(r"\s*[\^~]+\s*", line)
    )


def test_the_status_and_the_route_are_logged(client: Client, log: Callable[[], str]) -> None:
    client.post(f"/day/{DAY}/morning/sole-rub/1/", {"done": "1"})
    client.get("/no-such-page/")
    first, second = log().splitlines()
    assert "404 day/<day:day>/<period:period>/<exercise:exercise>/<int:number>/" in first
    assert "404 no route" in second


def test_what_is_said_elsewhere_is_kept_as_it_is(log: Callable[[], str]) -> None:
    logging.getLogger("kidneycare.backup.archive").warning("%d copies kept", 5)
    assert "5 copies kept" in log()


def test_a_tick_itself_is_not_logged(client: Client, log: Callable[[], str]) -> None:
    assert client.post(PATH, {"done": "1"}).status_code == 303
    assert client.get("/export.json").status_code == 200
    assert log() == ""


def test_no_token_and_no_code_is_logged_whatever_becomes_of_it(
    client: Client,
    log: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Used, refused, or met by a fault of ours: neither the address nor the form is printed."""
    somebody = new_person(nickname="Nick-of-mine")
    cookie = browser_of(somebody).cookies[COOKIE].value
    sheet = new_sheet(person=somebody)
    invitation = new_invitation(person=somebody)
    secrets = [cookie, *sheet, invitation.token, invitation.short_code, "Nick-of-mine"]
    for _used in range(2):
        stranger().get(f"/join/{invitation.token}/")
        stranger().post(f"/join/{invitation.token}/")
        stranger().post("/back/", {"code": sheet[0]})
        stranger().get(f"/back/?code={sheet[1]}x", headers={"Host": "example.com"})
        stranger().post("/back/", {"code": invitation.short_code})
        stranger(enforce_csrf_checks=True).post(f"/join/{invitation.token}/")
        stranger().put(f"/join/{invitation.token}/")
        stranger().get(f"/join/{invitation.token}/x")
    client.cookies[COOKIE] = cookie
    client.raise_request_exception = False
    for place in ("people.forms.normalize_code", "practice.views.join.find"):
        monkeypatch.setattr(place, lambda told: int(f"{told} is no number"))
    assert client.post("/back/", {"code": sheet[2]}).status_code == 500
    assert client.get(f"/join/{invitation.token}/").status_code == 500
    printed = log()
    assert "404 join/<slug:token>/" in printed
    assert "404 back/" in printed
    assert "ValueError" in printed
    for secret in secrets:
        assert secret not in printed
    assert not health_words().search(without_code(printed))


def test_trouble_of_the_machine_is_told_in_its_own_words(
    client: Client, log: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or nobody could tell a full disk from a locked database."""

    def lock(*_args: Any, **_more: Any) -> None:
        message = "database is locked"
        raise OperationalError(message)

    monkeypatch.setattr("practice.views.tick.moment_of", lock)
    client.raise_request_exception = False
    assert client.post(PATH, {"done": "1"}).status_code == 503
    assert "OperationalError: database is locked" in log()
