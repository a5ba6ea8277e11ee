"""Everything I recorded, as one file (docs/export.md)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.test import Client

from people.models import CONSENT_VERSION, Person
from practice.models import Source, Tick
from practice.rules.adherence import State
from tests.conftest import MONDAY
from tests.factories import (
    browser_of,
    many_full_days,
    new_pause,
    new_person,
    new_plan,
    new_tick,
)
from tests.pages import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def export(browser: Client) -> dict[str, Any]:
    response = browser.get("/export.json")
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(body_of(response))
    return found


def test_a_strangers_export_is_an_empty_record(client: Client) -> None:
    assert export(client) == {
        "format": "kidneycare-export",
        "version": 4,
        "exported": "2026-11-23T21:00:00+00:00",
        "person": None,
        "plans": [],
        "pauses": [],
        "notes": [],
        "ticks": [],
        "more": {},
        "complete": True,
    }


def test_it_holds_everything_that_is_kept_of_a_person(phone: Client, person: Person) -> None:
    person.begin_days_at(360, MONDAY + dt.timedelta(days=1), today=MONDAY)
    new_pause(person=person, first_day=MONDAY, last_day=None, reason="“A cold”, 感冒")
    new_pause(person=person, first_day=dt.date(2026, 1, 1), last_day=dt.date(2026, 1, 2))
    for values in (
        {
            "done": "1",
            "amount": "7.5",
            "source": "guided",
            "started": "2026-11-23T20:52:00+00:00",
            "performed": "2026-11-23T21:00:00+00:00",
            "sent": "2026-11-23T21:00:00+00:00",
        },
        {"done": "1", "amount": "120", "felt": "1"},
    ):
        place = "waist-knead" if "source" in values else "waist-rub"
        phone.post(f"/day/2026-11-23/evening/{place}/1/", values)
    phone.post("/day/2026-11-20/morning/arm-throw/3/", {"skip": "1"})
    found = export(phone)
    assert found["person"] == {
        "zone": "UTC",
        "day_starts": [{"from": None, "minutes": 240}, {"from": "2026-11-24", "minutes": 360}],
        "consent": {"version": CONSENT_VERSION, "given": "2026-11-23T21:00:00+00:00"},
        "blanks_settled_to": None,
        "growth_asked_on": None,
        "keeps_notes": False,
        "nickname": "",
        "reminders": None,
    }
    assert [(plan["starts"], plan["kind"]) for plan in found["plans"]] == [("2026-11-23", "full")]
    assert found["plans"][0]["sets"]["waist-knead"] == [1, 1, 1]
    assert found["pauses"] == [
        {"first_day": "2026-01-01", "last_day": "2026-01-02", "reason": ""},
        {"first_day": "2026-11-23", "last_day": None, "reason": "“A cold”, 感冒"},
    ]
    common = {"period": "evening", "set": 1, "late": False, "state": "done"}
    common |= {"seconds": None, "by": ""}
    now = "2026-11-23T21:00:00.000000+00:00"
    assert found["ticks"] == [
        {
            **common,
            "day": "2026-11-20",
            "period": "morning",
            "exercise": "arm-throw",
            "set": 3,
            "state": "skipped",
            "source": "tick",
            "amount": None,
            "unit": "throws",
            "felt": False,
            "late": True,
            "instant": now,
        },
        {
            **common,
            "day": "2026-11-23",
            "exercise": "waist-rub",
            "source": "tick",
            "amount": 120.0,
            "unit": "strokes",
            "felt": True,
            "instant": now,
        },
        {
            **common,
            "day": "2026-11-23",
            "exercise": "waist-knead",
            "source": "guided",
            "amount": 7.5,
            "unit": "minutes",
            "felt": False,
            "instant": now,
            "seconds": 480,
        },
    ]


def test_with_two_people_each_gets_only_their_own(phone: Client, person: Person) -> None:
    other = new_person(zone="Asia/Kathmandu")
    new_plan(person=other, starts=MONDAY, kind="easy")
    new_pause(person=other, first_day=MONDAY)
    new_tick(person=other, day=MONDAY, tenths=4000)
    new_tick(person=person, day=MONDAY, tenths=1000)
    mine, theirs = export(phone), export(browser_of(other))
    assert [tick["amount"] for tick in mine["ticks"]] == [100.0]
    assert [tick["amount"] for tick in theirs["ticks"]] == [400.0]
    assert (mine["pauses"], len(theirs["pauses"])) == ([], 1)
    assert (mine["plans"][0]["kind"], theirs["plans"][0]["kind"]) == ("full", "easy")
    assert (mine["person"]["zone"], theirs["person"]["zone"]) == ("UTC", "Asia/Kathmandu")


def test_every_row_is_in_it_and_every_state_and_source_has_its_word(
    phone: Client, person: Person
) -> None:
    many_full_days(person=person, last=MONDAY - dt.timedelta(days=1), days=300)
    for number, state in enumerate(State, start=1):
        for period, source in enumerate(Source, start=1):
            Tick.objects.create(
                person=person,
                day=MONDAY,
                period=period,
                exercise=2,
                set=number,
                state=state,
                source=source,
                instant=-1,
            )
    ticks = export(phone)["ticks"]
    assert len(ticks) == 3006
    assert {tick["state"] for tick in ticks} == {"undone", "done", "skipped"}
    assert {tick["source"] for tick in ticks} == {"tick", "guided"}
    assert ticks == sorted(
        ticks,
        key=lambda tick: (
            tick["day"],
            ("morning", "afternoon", "evening").index(tick["period"]),
        ),
    )


def test_it_is_a_download_that_no_cache_keeps(phone: Client) -> None:
    response = phone.get("/export.json")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="kidneycare.json"'
    assert "no-store" in response["Cache-Control"]
    assert response.streaming


# --- the table ------------------------------------------------------------------


SPREADSHEET = "/export.csv?form=spreadsheet"


def table(browser: Client, address: str = "/export.csv") -> list[dict[str, str]]:
    """The rows, by column."""
    response = browser.get(address)
    assert response.status_code == 200
    text = body_of(response)
    assert text.startswith("\ufeff"), "spreadsheets know UTF-8 by this mark"
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.DictReader(lines, delimiter=";" if address == SPREADSHEET else ","))


def test_the_table_has_a_row_a_tick_with_the_words_of_the_file(
    phone: Client, person: Person
) -> None:
    new_tick(person=person, day=MONDAY, exercise="waist-knead", tenths=75, source=Source.GUIDED)
    new_tick(person=person, day=MONDAY, exercise="waist-rub", tenths=1200, felt=True, late=True)
    new_tick(person=person, day=MONDAY, exercise="arm-raise", number=5, state=State.SKIPPED)
    rows = table(phone)
    assert rows == [
        {
            name: ""
            if value is None
            else str(value).lower()
            if isinstance(value, bool)
            else str(value)
            for name, value in tick.items()
        }
        for tick in export(phone)["ticks"]
    ]
    assert rows[-1] == {
        "day": "2026-11-23",
        "period": "evening",
        "exercise": "waist-knead",
        "set": "1",
        "state": "done",
        "source": "guided",
        "amount": "7.5",
        "unit": "minutes",
        "felt": "false",
        "late": "false",
        "instant": "2026-11-23T12:00:00.000000+00:00",
        "seconds": "",
        "by": "",
    }


def test_the_table_of_a_stranger_has_its_head_alone(client: Client) -> None:
    assert body_of(client.get("/export.csv")) == (
        "\ufeffday,period,exercise,set,state,source,amount,unit,felt,late,instant,seconds,by\r\n"
    )


def test_the_table_holds_nobody_elses_ticks(phone: Client, person: Person) -> None:
    new_tick(person=new_person(), day=MONDAY)
    assert table(phone) == []


def test_a_second_table_opens_where_numbers_have_a_decimal_comma(
    phone: Client, person: Person
) -> None:
    """As Excel in German or French reads it: cells between semicolons, nothing else changed."""
    new_tick(person=person, day=MONDAY, exercise="waist-knead", tenths=75)
    new_tick(person=person, day=MONDAY, exercise="waist-rub", tenths=1200)
    new_tick(person=person, day=MONDAY, exercise="arm-raise", number=5, state=State.SKIPPED)
    rows = table(phone, SPREADSHEET)
    assert [row["amount"] for row in rows] == ["", "120,0", "7,5"]
    assert [{**row, "amount": row["amount"].replace(",", ".")} for row in rows] == table(phone)
    response = phone.get(SPREADSHEET)
    assert response["Content-Disposition"] == 'attachment; filename="kidneycare-spreadsheet.csv"'


def test_headings_in_chinese_are_read_as_such(phone: Client) -> None:
    response = phone.get(SPREADSHEET, headers={"Accept-Language": "zh-CN"})
    assert body_of(response).startswith("\ufeff日期;")


@pytest.mark.parametrize("address", ["/export.csv", SPREADSHEET])
def test_no_cell_of_the_table_is_taken_for_a_formula(
    phone: Client, person: Person, address: str
) -> None:
    """The only words that somebody wrote are a helper's name."""
    new_tick(person=person, day=MONDAY, tenths=10, by="=1+1")
    new_pause(person=person, first_day=MONDAY, reason="=1+1")
    assert table(phone, address)[0]["by"] == "'=1+1"
    for row in table(phone, address):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row.values())


def test_the_table_is_a_download_that_no_cache_keeps(phone: Client) -> None:
    response = phone.get("/export.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="kidneycare.csv"'
    assert "no-store" in response["Cache-Control"]
    assert response.streaming
