"""A file that is not taken over: it is said why, nobody is made, and what waits goes in time."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from people.identity import COOKIE
from people.models import Person
from people.rate_limit import IMPORTS
from practice.models import PendingImport
from practice.transfer.parse import parse_export
from practice.transfer.schema import LARGEST, ParsedRecord
from tests.conftest import MoveTo
from tests.factories import browser_of, everything_stored, new_person, rows_stored, stranger
from tests.pages import parse
from tests.practice.transfer.files import PERSON, pause_entry, plan_entry, record_file, tick_entry
from tests.practice.transfer.sent_files import (
    AS_USUAL,
    bring,
    confirm,
    sent,
    show,
    token_in,
    without_pending,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

SIZE = len(zlib.compress(AS_USUAL))
"""What one such file takes while it waits."""

GONE = "This file is no longer waiting. Choose it once more, please."


def message(response: Any, status: int = 400) -> str:
    """The sentence of a refusal."""
    assert response.status_code == status
    page = parse(response)
    told = page.by_id("file-wrong")
    assert told is not None
    assert told.get("role") == "alert"
    return page.text_of(told)


def test_a_broken_file_is_told_in_a_sentence_that_names_the_entry_and_writes_nothing(
    client: Client, phone: Client
) -> None:
    before = everything_stored()
    broken = record_file(ticks=[tick_entry(), tick_entry(period="morning")])
    for browser in (client, phone):
        assert message(show(browser, broken)).endswith(
            "Nothing was imported: the document does not have tick 2"
            " (2026-11-20, morning, sole-rub) at that time of day."
        )
    assert without_pending(everything_stored())["practice.Tick"] == before["practice.Tick"] == []
    assert PendingImport.objects.count() == 0
    assert COOKIE not in client.cookies


def test_a_script_in_a_file_stays_words(phone: Client) -> None:
    attack = "<script>alert(1)</script>"
    for file in (
        record_file(ticks=[tick_entry(exercise=attack)]),
        record_file(person={**PERSON, "zone": attack}),
        record_file(plans=[plan_entry(sets={attack: [1, 0, 0]})]),
    ):
        response = show(phone, file)
        assert attack in parse(response).text
        assert b"<script>alert" not in response.content
    bring(phone, record_file(pauses=[pause_entry(reason=attack)]))
    response = phone.get("/rest/")
    assert attack in parse(response).text
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"file": ""},
        {"file": "kidneycare.json"},
        {"record": sent(AS_USUAL)},
        {"confirm_": "x"},
    ],
    ids=["nothing", "an empty word", "only a name", "under another name", "something else"],
)
def test_without_a_file_it_is_asked_for(client: Client, values: dict[str, Any]) -> None:
    sentence = message(client.post("/import/", values))
    assert sentence.endswith("Choose the file first: it is called kidneycare.json.")
    assert rows_stored() == 0


def test_two_files_at_once_are_refused(client: Client) -> None:
    response = client.post("/import/", {"file": sent(AS_USUAL), "other": sent(AS_USUAL)})
    assert response.status_code == 400
    assert rows_stored() == 0


def test_more_than_32_megabytes_are_refused_in_words_and_never_kept_whole(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []

    def noted(content: bytes, *exercises: Any, **circumstances: Any) -> ParsedRecord:
        kept.append(len(content))
        return parse_export(content, *exercises, **circumstances)

    monkeypatch.setattr("practice.views.import_record.parse_export", noted)
    response = show(client, b" " * (LARGEST + 1000))
    assert message(response).endswith("Nothing was imported: the file is larger than 32 megabytes.")
    assert kept == [LARGEST + 1]
    # Far more is refused by what it announces, before a byte of it is read.
    assert show(client, b" " * (34 * 1024 * 1024)).status_code == 413
    assert len(kept) == 1
    assert rows_stored() == 0


def test_an_unknown_yes_makes_nobody(client: Client) -> None:
    for token in ("", "x", "\0", "ü" * 5000):
        assert message(confirm(client, token)).endswith(GONE)
    assert COOKIE not in client.cookies
    assert rows_stored() == 0


def test_another_persons_file_is_of_no_use(phone: Client, client: Client) -> None:
    token = token_in(show(phone, AS_USUAL))
    before = everything_stored()
    other = browser_of(new_person())
    for browser in (client, other):
        assert message(confirm(browser, token)).endswith(GONE)
    assert COOKIE not in client.cookies
    assert everything_stored()["practice.Tick"] == before["practice.Tick"] == []
    assert Person.objects.count() == 2
    # Its owner still can.
    assert confirm(phone, token).status_code == 303


def test_another_persons_file_is_not_even_read(
    phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long one takes seconds: whoever says yes over and over would keep others from theirs."""
    token = token_in(show(phone, AS_USUAL))
    monkeypatch.setattr("practice.views.import_record.parse_export", pytest.fail)
    assert message(confirm(browser_of(new_person()), token)).endswith(GONE)


def test_a_file_that_was_taken_over_is_of_no_use_to_another_either(
    phone: Client, client: Client
) -> None:
    token = token_in(show(client, AS_USUAL))
    confirm(client, token)
    assert message(confirm(phone, token)).endswith(GONE)


def test_a_file_waits_for_an_hour_and_no_longer(client: Client, at: MoveTo) -> None:
    token = token_in(show(client, AS_USUAL))
    late = token_in(show(client, AS_USUAL))
    at("2026-11-23T21:59")
    assert confirm(client, token).status_code == 303
    at("2026-11-23T22:01")
    assert message(confirm(client, late)).endswith(GONE)
    assert PendingImport.objects.count() == 0


def test_what_has_waited_too_long_goes_with_the_next_file_and_with_a_start(
    client: Client, at: MoveTo
) -> None:
    for tidy in (lambda: show(client, b"{"), lambda: call_command("expire_imports")):
        at("2026-11-23T21:00")
        show(client, AS_USUAL)
        at("2026-11-23T21:59")
        tidy()
        assert PendingImport.objects.count() == 1
        at("2026-11-23T22:01")
        # A look at the page writes nothing.
        before = everything_stored()
        client.get("/import/")
        assert everything_stored() == before
        tidy()
        assert PendingImport.objects.count() == 0


def test_a_person_has_one_file_waiting_at_most(phone: Client) -> None:
    first = token_in(show(phone, AS_USUAL))
    second = token_in(show(phone, AS_USUAL))
    assert PendingImport.objects.count() == 1
    assert message(confirm(phone, first)).endswith(GONE)
    assert confirm(phone, second).status_code == 303


@pytest.mark.parametrize(("bound", "value"), [("MOST_WAITING", 2), ("MOST_BYTES", 2 * SIZE)])
def test_where_the_disk_has_no_room_the_oldest_file_gives_way(
    monkeypatch: pytest.MonkeyPatch, at: MoveTo, bound: str, value: int
) -> None:
    """Whoever sends many can't keep anybody from their own."""
    monkeypatch.setattr(PendingImport, bound, value)
    browsers = [stranger() for _ in range(4)]
    tokens = []
    for minute, browser in enumerate(browsers):
        at(f"2026-11-23T21:0{minute}")
        tokens.append(token_in(show(browser, AS_USUAL)))
        assert PendingImport.objects.count() <= 2
    assert message(confirm(browsers[1], tokens[1])).endswith(GONE)
    for number in (2, 3):
        assert confirm(browsers[number], tokens[number]).status_code == 303
    # What was taken over waits no more, and makes nobody give way.
    token_in(show(browsers[0], AS_USUAL))
    assert PendingImport.objects.count() == 3


def test_after_sixty_files_from_one_address_within_an_hour_it_is_somebody_elses_turn(
    client: Client,
) -> None:
    for _number in range(IMPORTS.most):
        assert show(client, b"{").status_code == 400
    response = show(client, AS_USUAL)
    assert response.status_code == 429
    assert "Please wait 60 minutes" in parse(response).text
    elsewhere = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.0.9")
    assert show(elsewhere, AS_USUAL).status_code == 200
    assert PendingImport.objects.count() == 1


def test_after_erasing_a_file_shown_before_waits_no_more(phone: Client) -> None:
    token = token_in(show(phone, AS_USUAL))
    phone.post("/me/erase/", {"sure": "1"})
    assert message(confirm(phone, token)).endswith(GONE)
    assert rows_stored() == 0
