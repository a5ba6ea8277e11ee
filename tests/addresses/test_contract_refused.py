"""The contract's other half: what is refused, in plain words, and that nothing is written then."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import Person
from tests.addresses import DAY
from tests.conftest import MONDAY
from tests.factories import (
    HTMX,
    browser_of,
    everything_stored,
    new_person,
    new_plan,
    new_tick,
    rows_stored,
    stranger,
)
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

NOT_SLOTS = {
    "an afternoon waist rub": f"/day/{DAY}/afternoon/waist-rub/1/",
    "a morning sole rub": f"/day/{DAY}/morning/sole-rub/1/",
    "an afternoon sole rub": f"/day/{DAY}/afternoon/sole-rub/1/",
    "an unknown period": f"/day/{DAY}/night/sole-rub/1/",
    "a period in capitals": f"/day/{DAY}/EVENING/sole-rub/1/",
    "an unknown exercise": f"/day/{DAY}/evening/head-rub/1/",
    "an exercise by its code": f"/day/{DAY}/evening/1/1/",
    "set 0": f"/day/{DAY}/evening/arm-raise/0/",
    "set 6": f"/day/{DAY}/evening/arm-raise/6/",
    "set -1": f"/day/{DAY}/evening/arm-raise/-1/",
    "a set with a huge number": f"/day/{DAY}/evening/arm-raise/{10**30}/",
    "a set with too many digits": f"/day/{DAY}/evening/arm-raise/{'9' * 5000}/",
    "set 1.0": f"/day/{DAY}/evening/arm-raise/1.0/",
    "tomorrow": "/day/2026-11-24/evening/sole-rub/1/",
    "a far year": "/day/9999-12-31/evening/sole-rub/1/",
    "the first day of all": "/day/0001-01-01/evening/sole-rub/1/",
    "30 February": "/day/2026-02-30/evening/sole-rub/1/",
    "29 February of a usual year": "/day/2026-02-29/evening/sole-rub/1/",
    "0000-00-00": "/day/0000-00-00/evening/sole-rub/1/",
    "a day without zeros": "/day/2026-11-2/evening/sole-rub/1/",
    "a week for a day": "/day/2026-W48/evening/sole-rub/1/",
    "a five-digit year": "/day/12026-11-23/evening/sole-rub/1/",
    "digits of another script": "/day/２０２６-１１-２３/evening/sole-rub/1/",
    "a NUL in the exercise": f"/day/{DAY}/evening/sole-rub%00/1/",
    "a NUL in the day": "/day/2026-11-23%00/evening/sole-rub/1/",
    "bytes that are no text": f"/day/{DAY}/evening/%ff%fe/1/",
    "a way up and out": f"/day/{DAY}/evening/../../../etc/passwd/1/",
}


@pytest.mark.parametrize("path", NOT_SLOTS.values(), ids=NOT_SLOTS.keys())
def test_what_is_no_slot_is_refused_and_nothing_is_written(path: str) -> None:
    for headers in (None, HTMX):
        response = stranger().post(path, {"done": "1"}, headers=headers)
        assert response.status_code in {400, 404}, headers
        assert response.content, headers
        assert rows_stored() == 0, headers
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    phone = browser_of(somebody)
    phone.get("/")
    before = everything_stored()
    assert phone.post(path, {"done": "1"}).status_code in {400, 404}
    assert everything_stored() == before


MALFORMED: dict[str, dict[str, str]] = {
    "nothing": {},
    "done=2": {"done": "2"},
    "done=true": {"done": "true"},
    "done empty": {"done": ""},
    "done with a NUL": {"done": "1\0"},
    "done and skipped": {"done": "1", "skip": "1"},
    "skip=2": {"skip": "2"},
    "felt=yes": {"done": "1", "felt": "yes"},
    "an unknown source": {"done": "1", "source": "watch"},
    "performed alone": {"done": "1", "performed": "2026-11-23T20:00:00+00:00"},
    "sent alone": {"done": "1", "sent": "2026-11-23T20:00:00+00:00"},
    "a time without offset": {
        "done": "1",
        "performed": "2026-11-23T20:00:00",
        "sent": "2026-11-23T20:00:00",
    },
    "no time": {"done": "1", "performed": "yesterday", "sent": "now"},
    "a time beyond the calendar": {
        "done": "1",
        "performed": "0001-01-01T00:00:00+23:59",
        "sent": "2026-11-23T20:00:00+00:00",
    },
    "practised for more than a day": {"done": "1", "seconds": "86401"},
    "seconds in words": {"done": "1", "seconds": "many"},
    "a NUL in a time": {"done": "1", "performed": "\0", "sent": "\0"},
    "an amount in words": {"done": "1", "amount": "many"},
    "a negative amount": {"done": "1", "amount": "-1"},
    "no number": {"done": "1", "amount": "NaN"},
    "infinitely many": {"done": "1", "amount": "Infinity"},
    "a huge amount": {"done": "1", "amount": "9" * 5000},
    "a huge exponent": {"done": "1", "amount": "1e999999999"},
    "a NUL in the amount": {"done": "1", "amount": "1\x0000"},
}


@pytest.mark.parametrize("values", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_value_is_400_in_plain_words_and_nothing_is_written(
    client: Client, values: dict[str, str]
) -> None:
    slot = f"/day/{DAY}/evening/waist-rub/1/"
    response = client.post(slot, values)
    assert response.status_code == 400
    assert "Nothing was saved" in parse(response).text
    by_htmx = client.post(slot, values, headers=HTMX)
    assert by_htmx.status_code == 400
    assert by_htmx["Content-Type"] == "text/plain; charset=utf-8"
    assert body_of(by_htmx)
    assert rows_stored() == 0


BROKEN_BODIES = {
    "bytes that are no text": (b"done=%ff%fe", "application/x-www-form-urlencoded"),
    "raw bytes": (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    "another charset": (b"done=1", "application/x-www-form-urlencoded; charset=utf-16"),
    "JSON": (b'{"done": 1}', "application/json"),
    "broken multipart": (b"--x\r\n", "multipart/form-data"),
    "too large": (b"done=1&amount=" + b"1" * 70_000, "application/x-www-form-urlencoded"),
    "too many fields": (b"done=1" + b"&a=1" * 100, "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize(("body", "kind"), BROKEN_BODIES.values(), ids=BROKEN_BODIES.keys())
def test_a_broken_body_is_400_and_nothing_is_written(
    client: Client, body: bytes, kind: str
) -> None:
    for path in (f"/day/{DAY}/evening/waist-rub/1/", f"/day/{DAY}/evening/", "/plan/begin/"):
        assert client.post(path, body, content_type=kind).status_code == 400, path
        assert rows_stored() == 0, path


ODD_COOKIES = ["", "\0", "x" * 4000, "é", "unknown", '"quoted"', "token-1; other=2"]


@pytest.mark.parametrize("name", ["kidneycare", "tz", "look", "csrftoken"])
def test_an_odd_cookie_makes_a_stranger_and_breaks_nothing(person: Person, name: str) -> None:
    new_tick(person=person, day=person.consented_at.date())
    for cookie in ODD_COOKIES:
        page = parse(stranger().get("/", headers={"Cookie": f"{name}={cookie}"}))
        assert len(page.required) == 10, cookie
        assert all(slot.done == "false" for slot in page.slots), cookie


def test_a_week_that_no_year_has_is_404(client: Client) -> None:
    for week in ("2026-W00", "2026-W54", "2025-W53", "0000-W00", "9999-W60", "2026-48"):
        assert client.get(f"/history/{week}/").status_code == 404
    assert client.get("/history/2026-W53/").status_code == 404, "it is still to come"
    assert client.get("/history/2020-W53/").status_code == 200


def test_a_year_that_no_calendar_has_is_404(client: Client) -> None:
    for year in ("0000", "0001", "9999", "26", "02026", "２０２６", "2027", "weeks"):
        assert client.get(f"/history/year/{year}/").status_code == 404
    for year in ("2026", "1987", "0002"):
        assert client.get(f"/history/year/{year}/").status_code == 200


@pytest.mark.parametrize("day", ["0001-01-08", "0999-12-31", "1582-10-10", "2026-11-22"])
def test_any_day_that_was_has_its_page(client: Client, day: str) -> None:
    """The calendar's early end is no error (its neighbours are linked)."""
    page = parse(client.get(f"/day/{day}/"))
    assert {slot.key.partition("/")[0] for slot in page.slots} == {day}


def test_somebody_new_in_the_same_table_is_still_a_stranger(client: Client) -> None:
    new_person()
    assert len(parse(client.get("/")).required) == 10
