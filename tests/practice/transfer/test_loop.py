"""Ticks from Loop Habit Tracker: chosen, counted, then written once, each on its own date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import signing
from django.test import Client

from content.types import Period
from people.identity import COOKIE
from people.models import Person
from practice.models import PendingImport, PlanVersion, Tick
from practice.rules.adherence import State
from practice.store.waiting_file import SALT
from practice.transfer.loop import read_loop
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_person,
    new_plan,
    new_tick,
    rows_stored,
    stranger,
)
from tests.pages import body_of, parse
from tests.practice.transfer.loop_files import (
    NEWER,
    OLDEST,
    bring_loop,
    choose,
    newer,
    older,
    packed,
    say_yes,
)
from tests.practice.transfer.sent_files import show, without_pending

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

SOLE, WAIST, RAISE = "evening/sole-rub", "morning/waist-rub", "evening/arm-raise"
OF_WORDS = newer(
    [
        "2026-11-23,UNKNOWN,120000",
        "2026-11-22,YES_MANUAL,NO",
        "2026-11-21,YES_AUTO,SKIP",
        "2026-11-20,SKIP,180000",
        "2026-11-19,NO,UNKNOWN",
        "2024-02-29,YES_MANUAL,UNKNOWN",
    ],
    "Feet",
    "Waist",
)
OF_NUMBERS = older(
    [
        "2026-11-23,-1,120000",
        "2026-11-22,2,0",
        "2026-11-21,1,3",
        "2026-11-20,3,180000",
        "2026-11-19,0,-1",
        "2024-02-29,2,-1",
    ],
    "Feet",
    "Waist",
)


def written() -> list[tuple[str, str, int | None]]:
    """Day, place and amount of every tick; all are late, done and by hand."""
    rows = Tick.objects.order_by("exercise", "day")
    assert all((row.state, row.late, row.source, row.set) == (1, True, 1, 1) for row in rows)
    return [(str(row.day), Period(row.period).slug, row.tenths) for row in rows]


# --- what is read -----------------------------------------------------------------


@pytest.mark.parametrize("file", [OF_WORDS, OF_NUMBERS], ids=["newer", "older"])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Asia/Shanghai", "Pacific/Honolulu"])
def test_of_either_form_and_in_any_zone_each_tick_keeps_its_date(file: bytes, zone: str) -> None:
    """Only what was done by hand and numbers: nothing that Loop itself had added."""
    person = new_person(zone=zone)
    new_plan(person=person, starts=MONDAY)
    bring_loop(browser_of(person), file, SOLE, WAIST)
    assert written() == [
        ("2024-02-29", "evening", None),
        ("2026-11-22", "evening", None),
        ("2026-11-20", "morning", 1800),
        ("2026-11-23", "morning", 1200),
    ]


def test_files_of_single_habits_go_before_the_table_of_all() -> None:
    """Names with commas break its heading, and releases have left days out of it."""
    names = "Feet, before bed", 'The "waist"'
    files = {
        "Habits.csv": NEWER + '001,"Feet, before bed",YES_NO\n002,"The ""waist""",NUMERICAL\n',
        "Checkmarks.csv": f"Date,{names[0]},{names[1]},\n2026-11-20,UNKNOWN,5000,\n",
        "001 Feet before bed/Checkmarks.csv": "Date,Value,Notes\n"
        '2026-11-19,YES_MANUAL,"warm, and\n2026-11-01,YES_MANUAL"\n',
        "001 Feet before bed/Scores.csv": "Date,Score\n2026-11-19,0.5\n",
        "002 The waist/Checkmarks.csv": "2026-11-18,2\n",
    }
    feet, waist = read_loop(packed(files)).habits
    assert (feet.name, feet.days) == (names[0], [("2026-11-19", 0)])
    assert (waist.name, waist.days) == (names[1], [("2026-11-18", 0), ("2026-11-20", 5000)])


def test_the_oldest_form_and_a_file_that_was_packed_anew_are_read() -> None:
    files = {
        "Loop Habits CSV/Habits.csv": f"\ufeff{OLDEST}Feet,,1,1,#FF8F00\nWaist,,1,1,#FF8F00\n",
        "Loop Habits CSV/Checkmarks.csv": "Date,Waist,\r\n2026-11-20,2,\r\n",
        "__MACOSX/Habits.csv": "\0\0",
    }
    (waist,) = read_loop(packed(files)).habits
    assert (waist.name, waist.days) == ("Waist", [("2026-11-20", 0)])


# --- shown, chosen, counted -------------------------------------------------------


def test_first_it_is_shown_and_nothing_is_kept_but_the_file(client: Client) -> None:
    page = parse(show(client, OF_WORDS))
    assert "2 days done, from 29 February 2024 to 22 November 2026" in page.text
    assert "2 days done, from 20 November 2026 to 23 November 2026" in page.text
    assert rows_stored() == PendingImport.objects.count() == 1
    page = parse(choose(client, SOLE, WAIST))
    assert "2 with numbers: 120–180 rubs" in page.text
    assert "If you choose, tick or import a file, you agree." in page.text
    assert COOKIE not in client.cookies
    assert rows_stored() == PendingImport.objects.count() == 1


def test_only_what_was_chosen_comes(phone: Client) -> None:
    bring_loop(phone, OF_WORDS, "", SOLE)
    assert written() == [("2026-11-20", "evening", 1800), ("2026-11-23", "evening", 1200)]


def test_without_the_numbers_a_day_is_just_done(phone: Client) -> None:
    bring_loop(phone, OF_WORDS, "", SOLE, numbers="")
    assert written() == [("2026-11-20", "evening", None), ("2026-11-23", "evening", None)]


def test_what_cannot_be_is_counted_and_left_out(phone: Client) -> None:
    """Half a raise, a hundred raises, and the day after tomorrow."""
    file = newer(
        ["2026-11-25,3000", "2026-11-22,3500", "2026-11-21,100000", "2026-11-20,4000"], "Arms"
    )
    show(phone, file)
    shown = choose(phone, RAISE)
    text = parse(shown).text
    assert "1 day is added, on 20 November 2026" in text
    assert "1 with a number: 4 raises" in text
    assert "2 days are left out: this exercise cannot have their numbers" in text
    assert "1 day is left out: it is still to come" in text
    say_yes(phone, shown)
    assert written() == [("2026-11-20", "evening", 40)]


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (("", ""), "Choose an exercise for at least one habit."),
        ((SOLE, SOLE), "Two habits are the same exercise at the same time of day."),
        (("morning/sole-rub", ""), "This form was changed on its way"),
    ],
    ids=["none", "one twice", "a slot the document never has"],
)
def test_a_choice_that_cannot_be_comes_back(
    phone: Client, chosen: tuple[str, str], sentence: str
) -> None:
    show(phone, OF_WORDS)
    response = choose(phone, *chosen)
    assert response.status_code == 400
    assert sentence in parse(response).text
    assert not Tick.objects.exists()


def test_more_habits_than_one_page_can_ask_about_are_told() -> None:
    names = [f"Habit {number}" for number in range(60)]
    record = read_loop(newer([f"2026-11-20{',YES_MANUAL' * 60}"], *names))
    assert (len(record.habits), record.left_out) == (50, 10)
    browser = browser_of(new_person())
    assert (
        "10 more habits are in the file."
        in parse(show(browser, newer([f"2026-11-20{',YES_MANUAL' * 60}"], *names))).text
    )
    assert choose(browser, SOLE, *[""] * 49).status_code == 200


# --- written ----------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(phone: Client, at: MoveTo) -> None:
    bring_loop(phone, OF_WORDS, SOLE, WAIST)
    before = without_pending(everything_stored())
    at("2026-11-23T21:30")
    show(phone, OF_NUMBERS)
    page = parse(choose(phone, SOLE, WAIST))
    assert "2 days are here already and stay as they are" in page.text
    assert "There is nothing new in this file." in page.text
    assert without_pending(everything_stored()) == before


def test_a_second_yes_is_taken_once(phone: Client) -> None:
    show(phone, OF_WORDS)
    shown = choose(phone, SOLE)
    for _time in range(2):
        assert say_yes(phone, shown)["Location"].startswith("/history/")
    assert Tick.objects.count() == 2


def test_what_is_ticked_here_stays_and_so_does_what_was_undone(
    phone: Client, person: Person
) -> None:
    new_tick(person=person, day=dt.date(2026, 11, 20), tenths=1500)
    new_tick(person=person, day=MONDAY, state=State.UNDONE)
    before = everything_stored()["practice.Tick"]
    show(phone, OF_WORDS)
    assert "2 days are here already and stay as they are" in parse(choose(phone, "", SOLE)).text
    bring_loop(phone, OF_WORDS, RAISE, SOLE)
    soles = [row for row in everything_stored()["practice.Tick"] if row in before]
    assert soles == before


def test_what_is_undone_after_it_stays_undone(phone: Client) -> None:
    bring_loop(phone, OF_WORDS, SOLE)
    phone.post("/day/2026-11-22/evening/sole-rub/1/", {"done": "0"})
    show(phone, OF_WORDS)
    assert "There is nothing new in this file." in parse(choose(phone, SOLE)).text
    assert Tick.objects.get(day="2026-11-22").state == State.UNDONE


def test_a_record_doesnt_begin_earlier_by_it(phone: Client) -> None:
    """Nothing is due for days that were only written down later (rules.md 8)."""
    bring_loop(phone, OF_WORDS, SOLE)
    page = parse(phone.get("/day/2026-11-22/"))
    assert [slot.place for slot in page.slots if slot.done == "true"] == ["evening/sole-rub/1"]
    week = parse(phone.get("/history/2026-W47/"))
    assert {each.get("data-due") for each in week.having("data-day")} <= {"0", "1"}


def test_a_stranger_begins_with_what_they_chose(client: Client) -> None:
    bring_loop(client, OF_WORDS, SOLE, WAIST)
    (plan,) = PlanVersion.objects.plans_of(Person.objects.get())
    assert (plan.starts, plan.kind) == (MONDAY, "own")
    assert plan.sets == {"sole-rub": (0, 0, 1), "waist-rub": (1, 0, 0)}
    assert "2 of 2" not in body_of(client.get("/"))
    assert client.cookies[COOKIE].value


def test_nobody_else_sees_or_takes_it(phone: Client, client: Client) -> None:
    show(phone, OF_WORDS)
    token = phone.cookies["loop"].value
    for other in (client, browser_of(new_person())):
        other.cookies["loop"] = token
        for path in ("/import/loop/", "/import/loop/?chosen=1"):
            page = parse(other.get(path))
            assert "no longer waiting" in page.text
            assert "Feet" not in page.text
        assert choose(other, SOLE).status_code == 400
    assert not Tick.objects.exists()


def test_without_a_file_it_is_asked_for(client: Client) -> None:
    for browser in (client, stranger()):
        assert "no longer waiting" in parse(browser.get("/import/loop/")).text
        assert browser.post("/import/loop/", {"confirm": "x"}).status_code == 400
    assert rows_stored() == 0


def test_a_yes_to_nothing_makes_nobody(client: Client) -> None:
    """Before a choice, or where nothing of it could be taken."""
    show(client, newer(["2026-11-20,100000"], "Arms"))
    token = signing.loads(client.cookies["loop"].value, salt=SALT)[0]
    for chosen in ("", RAISE):
        choose(client, chosen)
        response = client.post("/import/loop/", {"confirm": token})
        assert (response.status_code, response["Location"]) == (303, "/import/loop/")
    assert rows_stored() == PendingImport.objects.count() == 1


def test_it_waits_for_an_hour(phone: Client, at: MoveTo) -> None:
    show(phone, OF_WORDS)
    shown = choose(phone, SOLE)
    at("2026-11-23T22:01")
    assert say_yes(phone, shown).status_code == 400
    assert not Tick.objects.exists()
    assert not PendingImport.objects.exists()
