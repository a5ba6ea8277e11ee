"""Bringing a record from a file: shown first, taken over after a yes, once."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from content.types import Period
from people.consent import CONSENT_VERSION
from people.identity import COOKIE
from people.limits import IMPORTS
from people.models import Person
from practice.adherence import State
from practice.models import DayNote, Feeling, Pause, PendingImport, PlanVersion, Tick
from practice.portable import LARGEST, Portable
from practice.reading import read_export
from tests.conftest import MONDAY
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
from tests.practice.files import (
    PERSON,
    note_entry,
    pause_entry,
    plan_entry,
    record_file,
    tick_entry,
)

if TYPE_CHECKING:
    from tests.conftest import MoveTo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

FRIDAY = dt.date(2026, 11, 20)
AS_USUAL = record_file(pauses=[pause_entry()], notes=[note_entry()])
SIZE = len(zlib.compress(AS_USUAL))
"""What one such file takes while it waits."""


def sent(content: bytes, name: str = "kidneycare.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/json")


def show(browser: Client, content: bytes) -> Any:
    return browser.post("/import/", {"file": sent(content)})


def token_in(response: Any) -> str:
    """What the page carries for the yes."""
    found = re.search('name="confirm" value="([^"]+)"', body_of(response))
    assert found is not None
    return found[1]


def confirm(browser: Client, token: str) -> Any:
    return browser.post("/import/", {"confirm": token})


def bring(browser: Client, content: bytes) -> None:
    response = confirm(browser, token_in(show(browser, content)))
    assert response.status_code == 303, body_of(response)


def message(response: Any, status: int = 400) -> str:
    """The sentence of a refusal."""
    assert response.status_code == status
    page = parse(response)
    head = next(each for each in page.tagged("header") if each.get("class") == "head")
    return page.text_of(head).removesuffix(
        " Your browser's Back button brings you to what you typed."
    )


def without_pending(rows: dict[str, Any]) -> dict[str, Any]:
    return {label: stored for label, stored in rows.items() if label != "practice.PendingImport"}


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
        "your day follows the clock of Europe/Berlin",
        "Your practice log is about your health.",
        "By choosing, ticking or taking a file over you agree.",
    ):
        assert words in page.text
    assert COOKIE not in client.cookies
    assert rows_stored() == PendingImport.objects.count() == 1


def test_somebody_with_a_record_is_told_how_both_become_one(phone: Client, person: Person) -> None:
    new_tick(person=person, day=MONDAY)
    before = everything_stored()
    page = parse(show(phone, AS_USUAL))
    assert "There is a record in this browser already." in page.text
    assert "clock of Europe/Berlin" not in page.text
    assert "By choosing, ticking or taking a file over you agree." not in page.text
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
    assert (somebody.zone, somebody.keeps_notes) == ("Europe/Berlin", True)
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


# --- what is refused ----------------------------------------------------------------

GONE = "This file is no longer waiting. Choose it once more, please."


def test_a_broken_file_is_told_in_a_sentence_that_names_the_entry_and_writes_nothing(
    client: Client, phone: Client
) -> None:
    before = everything_stored()
    broken = record_file(ticks=[tick_entry(), tick_entry(period="morning")])
    for browser in (client, phone):
        assert message(show(browser, broken)).endswith(
            "Nothing was taken over: the document does not have tick 2"
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

    def noted(content: bytes, *exercises: Any, **circumstances: Any) -> Portable:
        kept.append(len(content))
        return read_export(content, *exercises, **circumstances)

    monkeypatch.setattr("practice.views.importing.read_export", noted)
    response = show(client, b" " * (LARGEST + 1000))
    assert message(response).endswith(
        "Nothing was taken over: the file is larger than 32 megabytes."
    )
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


def test_what_has_waited_too_long_goes_with_a_look_at_the_page_and_with_a_start(
    client: Client, at: MoveTo
) -> None:
    for tidy in (lambda: client.get("/import/"), lambda: call_command("expire_imports")):
        at("2026-11-23T21:00")
        show(client, AS_USUAL)
        at("2026-11-23T21:59")
        tidy()
        assert PendingImport.objects.count() == 1
        at("2026-11-23T22:01")
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


def test_ten_years_come_and_go_quickly_and_in_little_memory(client: Client, tmp_path: Path) -> None:
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
        shown = client.post("/import/", {"file": content})
    assert "36530 ticks, from 22 November 2016 to 22 November 2026" in parse(shown).text
    # The processor's time: what else the machine is doing makes no difference to it.
    begun = time.process_time()
    assert confirm(client, token_in(shown)).status_code == 303
    assert time.process_time() - begun < 15
    assert Tick.objects.count() == 2 * 36_530


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
