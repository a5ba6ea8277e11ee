"""Bringing a record from a file: shown first, taken over after a yes, once."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from content.types import Period
from people.identity import COOKIE
from people.models import CONSENT_VERSION, Person
from practice.models import DayNote, Feeling, Pause, PendingImport, PlanVersion, Preferences, Tick
from practice.rules.adherence import State
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    many_full_days,
    new_note,
    new_pause,
    new_person,
    new_plan,
    new_tick,
    rows_stored,
    stranger,
)
from tests.pages import body_of, parse
from tests.practice.transfer.files import (
    PERSON,
    note_entry,
    pause_entry,
    plan_entry,
    record_file,
    tick_entry,
)
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

FRIDAY = dt.date(2026, 11, 20)


# --- asking and showing -----------------------------------------------------------


@pytest.mark.parametrize("known", [False, True], ids=["stranger", "person"])
def test_the_page_asks_for_one_file(client: Client, phone: Client, known: bool) -> None:
    page = parse((phone if known else client).get("/import/"))
    (field,) = [each for each in page.tagged("input") if each.get("type") == "file"]
    assert field.get("name") == "file"
    form = next(each for each in page.tagged("form") if field in list(each.iter()))
    assert (form.get("method"), form.get("action")) == ("post", "/import/")
    assert form.get("enctype") == "multipart/form-data"


def test_the_way_there_is_on_me_for_everybody(client: Client, phone: Client) -> None:
    for browser in (client, phone):
        links = {link.get("href") for link in parse(browser.get("/me/")).tagged("a")}
        assert "/import/" in links


def test_a_stranger_is_shown_what_is_in_it_and_what_a_yes_means(client: Client) -> None:
    page = parse(show(client, AS_USUAL))
    for words in (
        "1 tick, on 20 November 2026",
        "1 plan",
        "1 time of rest",
        "1 note",
        "your day follows the clock of Berlin",
        "Your practice log is about your health.",
        "If you choose, tick or import a file, you agree.",
    ):
        assert words in page.text
    assert COOKIE not in client.cookies
    assert rows_stored() == PendingImport.objects.count() == 1


def test_the_address_of_what_is_shown_tells_nothing_of_the_record(client: Client) -> None:
    """Proxies log addresses, and browsers keep them."""
    answer = client.post("/import/", {"file": sent(AS_USUAL)})
    assert answer["Location"] == "/import/?file=waits"
    (cookie,) = [each for name, each in answer.cookies.items() if name != "csrftoken"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)
    assert "1 tick, on 20 November 2026" in parse(client.get(answer["Location"])).text
    page = parse(stranger().get(answer["Location"]))
    assert "This file is no longer waiting." in page.text


def test_somebody_with_a_record_is_told_how_both_become_one(phone: Client, person: Person) -> None:
    new_tick(person=person, day=MONDAY)
    before = everything_stored()
    page = parse(show(phone, AS_USUAL))
    assert "There is a record in this browser already." in page.text
    assert "clock of Berlin" not in page.text
    assert "If you choose, tick or import a file, you agree." not in page.text
    assert without_pending(everything_stored()) == without_pending(before)


# --- the yes ----------------------------------------------------------------------


def test_after_a_yes_the_stranger_is_the_person_of_the_file(client: Client, at: MoveTo) -> None:
    file = record_file(
        person={
            **PERSON,
            "day_starts": [{"from": None, "minutes": 0}, {"from": "2026-11-24", "minutes": 360}],
            "keeps_notes": True,
        },
        pauses=[pause_entry()],
        notes=[note_entry(feeling="sore", words="warm")],
    )
    token = token_in(show(client, file))
    at("2026-11-23T21:10")
    response = confirm(client, token)
    assert (response.status_code, response["Location"]) == (303, "/history/2026-W47/")
    assert response.cookies[COOKIE].value
    somebody = Person.objects.get()
    assert somebody.zone == "Europe/Berlin"
    assert Preferences.objects.of(somebody).keeps_notes
    assert somebody.day_starts == ((dt.date.min, 0), (dt.date(2026, 11, 24), 360))
    # Consent is given anew, now and here.
    assert somebody.consent_version == CONSENT_VERSION
    assert somebody.consented_at == dt.datetime(2026, 11, 23, 21, 10, tzinfo=dt.UTC)
    assert (Tick.objects.count(), PlanVersion.objects.count(), Pause.objects.count()) == (1, 1, 1)
    assert DayNote.objects.get().feeling == Feeling.SORE
    day = parse(client.get("/day/2026-11-20/"))
    assert day.slot("evening/sole-rub/1").done == "true"
    assert len(day.required) == 1
    assert parse(client.get("/history/2026-W47/")).week_summary.get("data-adherence") == "33"


def test_a_file_without_ticks_leads_to_the_present_week(client: Client) -> None:
    response = confirm(client, token_in(show(client, record_file(ticks=[]))))
    assert response["Location"] == "/history/"


@pytest.mark.parametrize("known", [False, True], ids=["stranger", "person"])
def test_two_taps_are_one_yes(client: Client, phone: Client, known: bool) -> None:
    browser = phone if known else client
    browser.get("/")
    token = token_in(show(browser, AS_USUAL))
    assert confirm(browser, token).status_code == 303
    if not known:
        # Both taps were on their way before the first answer brought the cookie.
        del browser.cookies[COOKIE]
    people = Person.objects.count()
    before = everything_stored()
    response = confirm(browser, token)
    assert (response.status_code, response["Location"]) == (303, "/history/")
    assert everything_stored() == before
    assert Person.objects.count() == people


def test_a_second_yes_brings_nothing_back_that_was_undone_since(client: Client, at: MoveTo) -> None:
    token = token_in(show(client, AS_USUAL))
    confirm(client, token)
    at("2026-11-23T21:05")
    client.post("/day/2026-11-20/evening/sole-rub/1/", {"done": "0"})
    assert confirm(client, token).status_code == 303
    bring(client, AS_USUAL)
    assert Tick.objects.get().state == State.UNDONE


# --- into a record that is there already ----------------------------------------------


def share(browser: Client, day: str) -> tuple[str | None, str | None]:
    """Credited and due of a day."""
    week = dt.date.fromisoformat(day).strftime("%G-W%V")
    row = parse(browser.get(f"/history/{week}/")).day(day)
    return row.get("data-credited"), row.get("data-due")


def own_record(person: Person) -> None:
    """Ticked from Monday the 16th on, in the fixture's full day since then."""
    new_plan(person=person, starts=MONDAY - dt.timedelta(days=7))
    many_full_days(person=person, last=MONDAY - dt.timedelta(days=6), days=2)
    new_tick(person=person, day=MONDAY)


def test_days_that_were_known_keep_their_figures(phone: Client, person: Person) -> None:
    """The file has another plan from the 10th on, and rest without an end since the 12th."""
    own_record(person)
    days = [f"2026-11-{number}" for number in range(16, 24)]
    before = [share(phone, day) for day in days]
    assert before[:3] == [("10", "10"), ("10", "10"), ("0", "10")]
    file = record_file(
        plans=[plan_entry(starts="2026-11-10"), plan_entry(starts="2026-11-18", kind="easy")],
        pauses=[pause_entry(first_day="2026-11-12", last_day=None)],
        ticks=[tick_entry(day="2026-11-10", instant="2026-11-10T20:00:00Z")],
    )
    bring(phone, file)
    assert [share(phone, day) for day in days] == before
    # Days only the file knows are read with the file's plan and rest.
    assert share(phone, "2026-11-10") == ("1", "1")
    assert share(phone, "2026-11-11") == ("0", "1")
    assert share(phone, "2026-11-12") == ("0", "0")
    assert Pause.objects.get().last_day == dt.date(2026, 11, 15)
    person.refresh_from_db()
    assert person.zone == "UTC"


def test_of_each_slot_the_last_performed_wins(phone: Client, person: Person) -> None:
    noon = "T12:00:00.000000+00:00"
    new_tick(person=person, day=FRIDAY, tenths=1000)
    new_tick(person=person, day=FRIDAY, exercise="waist-rub", tenths=2000)
    evening = {"day": "2026-11-20", "amount": 120.0}
    bring(
        phone,
        record_file(
            ticks=[
                tick_entry(**evening, instant="2026-11-20T11:59:59Z"),
                tick_entry(**evening, instant="2026-11-20T12:00:01Z", exercise="waist-rub"),
                tick_entry(**evening, instant=f"2026-11-20{noon}", set=2),
            ]
        ),
    )
    found = {
        (tick["exercise"], tick["set"]): tick["amount"]
        for tick in json.loads(body_of(phone.get("/export.json")))["ticks"]
    }
    assert found == {("sole-rub", 1): 100.0, ("waist-rub", 1): 120.0, ("sole-rub", 2): 120.0}


def test_the_record_begins_where_the_earlier_of_both_began(phone: Client, person: Person) -> None:
    """Rules.md 8: with the earliest tick that was not late, wherever it was made."""
    new_tick(person=person, day=MONDAY)
    bring(
        phone,
        record_file(
            ticks=[
                tick_entry(day="2026-11-18", late=True, instant="2026-11-22T20:00:00Z"),
                tick_entry(day="2026-11-20"),
            ]
        ),
    )
    # Mended: due as far as credited. Begun in the evening: only that. From then on all of it.
    assert share(phone, "2026-11-18") == ("1", "1")
    assert share(phone, "2026-11-19") == ("0", "0")
    assert share(phone, "2026-11-20") == ("1", "1")
    assert share(phone, "2026-11-21") == ("0", "1")


@pytest.mark.parametrize("first", ["on time", "late"])
def test_what_was_ticked_on_time_stays_so_whichever_file_comes_first(
    client: Client, first: str
) -> None:
    """Ticked on Friday evening on one phone, written down again on Sunday on the other."""
    files = {
        "on time": record_file(ticks=[tick_entry(instant="2026-11-20T20:00:00Z")]),
        "late": record_file(
            ticks=[tick_entry(instant="2026-11-22T20:00:00Z", late=True, amount=150.0)]
        ),
    }
    for name in sorted(files, key=lambda name: name != first):
        bring(client, files[name])
    tick = Tick.objects.get()
    assert (tick.late, tick.tenths) == (False, 1500)


def test_a_days_own_note_stays_and_missing_ones_come(phone: Client, person: Person) -> None:
    new_tick(person=person, day=MONDAY)
    new_note(person=person, day=FRIDAY, words="Mine.")
    notes = [
        note_entry(day="2026-11-20", words="Theirs."),
        note_entry(day="2026-11-19", words="B."),
    ]
    bring(phone, record_file(notes=notes))
    assert list(DayNote.objects.order_by("day").values_list("words", flat=True)) == ["B.", "Mine."]


def test_what_was_asked_and_answered_elsewhere_is_not_asked_again(
    phone: Client, person: Person, at: MoveTo
) -> None:
    new_tick(person=person, day=MONDAY)
    at("2026-11-27T21:00")
    assert "Nothing is ticked from" in parse(phone.get("/")).text
    bring(phone, record_file(person={**PERSON, "blanks_settled_to": "2026-11-26"}))
    assert "Nothing is ticked from" not in parse(phone.get("/")).text


def test_where_nothing_is_ticked_yet_the_file_moves_in(phone: Client, person: Person) -> None:
    new_pause(person=person, first_day=dt.date(2026, 12, 24), last_day=dt.date(2026, 12, 26))
    page = parse(show(phone, AS_USUAL))
    assert "There is a record in this browser already." not in page.text
    bring(phone, AS_USUAL)
    person.refresh_from_db()
    assert person.zone == "Europe/Berlin"
    assert len(parse(phone.get("/")).required) == 1
    assert Pause.objects.count() == 2


# --- ten years ------------------------------------------------------------------------


@pytest.mark.long
def test_ten_years_come_and_go_in_few_statements_and_little_memory(
    client: Client, tmp_path: Path
) -> None:
    somebody = new_person()
    new_plan(person=somebody, starts=dt.date(2016, 11, 1))
    many_full_days(person=somebody, last=MONDAY - dt.timedelta(days=1), days=3653)
    Tick.objects.filter(period=Period.EVENING).update(tenths=50)
    browser = browser_of(somebody)
    file = tmp_path / "kidneycare.json"
    with file.open("wb") as kept, mebibytes() as exporting:
        kept.writelines(browser.get("/export.json"))
    assert file.stat().st_size > 7_000_000
    assert exporting[0] < 64
    with file.open("rb") as content:
        shown = client.post("/import/", {"file": content}, follow=True)
    assert "36530 ticks, from 22 November 2016 to 22 November 2026" in parse(shown).text
    # How often the database is asked: what else the machine is doing makes no difference to it.
    with statements() as asked:
        assert confirm(client, token_in(shown)).status_code == 303
    assert len(asked) < 200
    assert Tick.objects.count() == 2 * 36_530


@contextmanager
def statements() -> Iterator[list[str]]:
    """The kinds of statements that were sent."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append(sql.split(maxsplit=1)[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


@contextmanager
def mebibytes() -> Iterator[list[float]]:
    """How much memory was taken at the most, in MiB: known once the block is left."""
    found: list[float] = []
    tracemalloc.start()
    try:
        yield found
        found.append(tracemalloc.get_traced_memory()[1] / 2**20)
    finally:
        tracemalloc.stop()
