"""What whoever holds a link sees, and that everybody else, and every other way in, sees nothing."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from content.types import Period
from people.identity import COOKIE
from people.models import Person
from practice.models import Feeling
from tests.addresses import DAY, Address, all_addresses
from tests.addresses.answers import (
    require_kept_by_no_cache,
    require_no_code_inside,
    require_nothing_from_elsewhere,
    require_sound_html,
)
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_link,
    new_note,
    new_pause,
    new_person,
    new_plan,
    new_preferences,
    new_tick,
    stranger,
)
from tests.pages import body_of, parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

OURS = {"Origin": "http://localhost"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SHARED = [each for each in all_addresses() if each.pattern.startswith("/shared/<slug:token>/")]
POSTS = {"shared_opened", "help_tick", "evening_on", "evening_off"}
READ = [each for each in SHARED if each.name not in POSTS]
SUNDAY = MONDAY - dt.timedelta(days=1)
LAST_WEEK = "2026-W47"


@pytest.fixture
def kept(person: Person) -> Person:
    """``person`` with a note, a pain and a reason for rest, from the week before on."""
    new_plan(person=person, starts=MONDAY - dt.timedelta(days=7), kind="easy")
    new_preferences(person=person, keeps_notes=True)
    new_tick(person=person, day=MONDAY - dt.timedelta(days=5))
    new_tick(person=person, day=MONDAY, exercise="waist-rub", tenths=1800, felt=True)
    for day in (SUNDAY, MONDAY):
        new_note(person=person, day=day, feeling=Feeling.HURT, words=f"My-words {day}")
    new_pause(
        person=person,
        first_day=SUNDAY - dt.timedelta(days=1),
        last_day=SUNDAY,
        reason="My-reason",
    )
    return person


def at_token(address: Address, token: str) -> str:
    path = address.pattern.replace("<slug:token>", token)
    for gap, sample in {
        "<week:week>": LAST_WEEK,
        "<day:day>": DAY,
        "<period:period>": "evening",
        "<exercise:exercise>": "sole-rub",
        "<int:number>": "1",
    }.items():
        path = path.replace(gap, sample)
    return path


@pytest.mark.parametrize("address", SHARED, ids=str)
def test_reading_by_any_method_writes_nothing_and_makes_no_cookie(
    kept: Person, address: Address
) -> None:
    """By a stranger, by another person and by the person; what writes is a form of the page."""
    path = at_token(address, new_link(person=kept, kind="ticks"))
    answers: list[list[Any]] = []
    for browser in (stranger(), browser_of(new_person()), browser_of(kept)):
        before = everything_stored()
        answers.append([])
        for method in METHODS:
            # A post that doesn't say where it comes from is nobody's of ours.
            response = browser.generic(method, path)
            assert not response.cookies, method
            assert "Kidneycare-Record" not in response, "nobody's"
            require_kept_by_no_cache(response, method)
            assert response["X-Robots-Tag"] == "noindex, nofollow", method
            content = b"" if response.status_code >= 400 else body_of(response).encode()
            answers[-1].append((response.status_code, content))
        assert everything_stored() == before
    assert answers[0] == answers[1] == answers[2], "the same for everybody"
    assert {status for status, _content in answers[0]} <= {200, 403, 405}


def test_another_sites_post_is_refused(kept: Person) -> None:
    token = new_link(person=kept, kind="ticks")
    before = everything_stored()
    for headers in (
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ):
        for path in ("opened/", f"{DAY}/evening/sole-rub/1/", "evening/on/", "evening/off/"):
            answer = stranger().post(f"/shared/{token}/{path}", {"done": "1"}, headers=headers)
            assert answer.status_code == 403
    assert everything_stored() == before


@pytest.mark.parametrize("address", SHARED, ids=str)
def test_unknown_ended_and_taken_back_are_answered_alike(kept: Person, address: Address) -> None:
    now = dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
    tokens = [
        "A" * 22,
        new_link(person=kept, kind="ticks", until=SUNDAY),
        new_link(person=kept, kind="ticks", revoked_at=now),
    ]
    before = everything_stored()
    for method in METHODS:
        answers = [
            stranger().generic(method, at_token(address, token), headers=OURS) for token in tokens
        ]
        statuses = {answer.status_code for answer in answers}
        assert statuses in ({404}, {405}), method
        texts = {
            body_of(answer).replace(token, "TOKEN")
            for answer, token in zip(answers, tokens, strict=True)
        }
        assert len(texts) == 1, method
        headers = [
            {
                name: value
                for name, value in answer.items()
                if name not in {"X-Request-ID", "Expires"}
            }
            for answer in answers
        ]
        assert headers[0] == headers[1] == headers[2], method
    assert everything_stored() == before


@pytest.mark.parametrize(("shown_name", "is_told"), [("", True), ("Anna", False)])
def test_without_a_name_the_page_tells_for_whom_it_was_made(
    kept: Person, shown_name: str, is_told: bool
) -> None:
    page = stranger().get(f"/shared/{new_link(person=kept, name='Lin', shown_name=shown_name)}/")
    assert ("Made for Lin by somebody who gave no name here." in body_of(page)) is is_told


def test_whose_time_it_is_and_that_their_evening_lasts_is_told(kept: Person, at: MoveTo) -> None:
    at("2026-11-24T01:30")
    page = parse(stranger().get(f"/shared/{new_link(person=kept)}/"))
    assert "still Monday evening, until 4 Times here are in UTC." in page.text


def test_of_a_week_with_one_day_no_fraction_is_told(person: Person) -> None:
    new_plan(person=person, starts=MONDAY)
    new_tick(person=person, day=MONDAY)
    page = parse(stranger().get(f"/shared/{new_link(person=person)}/"))
    assert "Practised on the one day that counts here." in page.text


def test_it_opens_to_the_end_of_its_last_day(kept: Person, at: MoveTo) -> None:
    token = new_link(person=kept, until=MONDAY)
    for when, status in (("2026-11-24T03:59", 200), ("2026-11-24T04:00", 404)):
        at(when)
        assert stranger().get(f"/shared/{token}/").status_code == status


@pytest.mark.parametrize("language", ["", "/zh-hans", "/zh-hant"])
def test_a_page_is_sound_in_the_readers_language_and_leads_to_the_others(
    kept: Person, language: str
) -> None:
    token = new_link(person=kept, shows_notes=True, shows_pain=True, shows_reasons=True)
    browser = browser_of(new_person())
    browser.cookies["look"] = "3-dark-zh-hant"
    for path in ("", f"{LAST_WEEK}/", "paper/"):
        response = browser.get(f"{language}/shared/{token}/{path}")
        assert response.status_code == 200
        assert response["Referrer-Policy"] == "no-referrer"
        page = parse(response)
        require_sound_html(page, path)
        require_nothing_from_elsewhere(page, path)
        require_no_code_inside(page, path)
        (root,) = page.tagged("html")
        assert root.get("data-theme") == "auto", "no cookie is read"
        others = [e.get("href") for e in page.tagged("a") if e.get("hreflang")]
        assert others == [f"{each}/shared/{token}/{path}" for each in ("", "/zh-hans", "/zh-hant")]
        inside = {e.get("href") or "" for e in page.tagged("a") if not e.get("hreflang")}
        strays = {
            each for each in inside if not each.startswith((f"{language}/shared/{token}/", "#"))
        }
        assert strays <= {f"{language}/looking-on/"}, "no way into a record"
        manifests = [e.get("href") for e in page.tagged("link") if e.get("rel") == "manifest"]
        assert manifests == [f"{language}/shared/{token}/manifest.webmanifest"]


def test_a_link_that_only_looks_offers_no_form(kept: Person) -> None:
    token = new_link(person=kept)
    for path in ("", f"{LAST_WEEK}/", "paper/", "row/"):
        assert "<form" not in body_of(stranger().get(f"/shared/{token}/{path}"))
    answer = stranger().post(
        f"/shared/{token}/{DAY}/evening/sole-rub/1/", {"done": "1"}, headers=OURS
    )
    assert answer.status_code == 403


PRIVATE = {
    "shows_notes": ("My-words",),
    "shows_pain": ("It hurt",),
    "shows_reasons": ("My-reason",),
}


@pytest.mark.parametrize("chosen", [(), *((name,) for name in PRIVATE)])
@pytest.mark.parametrize("address", READ, ids=str)
def test_notes_pain_and_reasons_are_shown_only_where_chosen(
    kept: Person, address: Address, chosen: tuple[str, ...]
) -> None:
    shown: dict[str, Any] = dict.fromkeys(chosen, True)
    token = new_link(person=kept, **shown)
    text = body_of(stranger().get(at_token(address, token)))
    for name, words in PRIVATE.items():
        for each in words:
            is_page = address.name in {"shared_week", "shared_paper"}
            if name not in chosen:
                assert each not in text, name
            elif is_page:
                assert each in text, name


def test_notes_are_not_shown_once_they_are_turned_off(kept: Person, phone: Client) -> None:
    token = new_link(person=kept, shows_notes=True)
    phone.post("/me/notes/", {"keep": "0"})
    assert "My-words" not in body_of(stranger().get(f"/shared/{token}/"))


def test_the_daughter_sees_first_what_is_left_for_tonight(kept: Person, at: MoveTo) -> None:
    token = new_link(person=kept, shown_name="Anna")
    page = parse(stranger().get(f"/shared/{token}/"))
    text = page.text
    assert text.index("Anna") < text.index("For tonight") < text.index("This week")
    left = [e.get("data-slot") for e in page.having("data-slot")]
    assert left == [f"{DAY}/evening/{each}/1" for each in ("arm-raise", "sole-rub")]
    assert "Waist rub, Evening Done, 180 rubs" in text
    assert "warm" not in text.partition("Today so far")[2], "what was felt is not told"
    assert "Today so far: 1 done, 2 to go." in text
    assert "You" not in text.partition("This week")[2].partition("A word in the evening")[0]
    at("2026-11-23T09:00")
    assert "Still to do today" in parse(stranger().get(f"/shared/{token}/")).text


def test_nothing_left_and_a_day_of_rest_are_told_kindly(kept: Person) -> None:
    token = new_link(person=kept)
    for exercise in ("arm-raise", "sole-rub"):
        new_tick(person=kept, day=MONDAY, exercise=exercise)
    assert "Nothing is left for today." in parse(stranger().get(f"/shared/{token}/")).text
    new_pause(person=kept, first_day=MONDAY)
    assert "A day of rest." in parse(stranger().get(f"/shared/{token}/")).text


def test_the_week_is_the_persons_own(kept: Person, phone: Client) -> None:
    """The same figures, by the same rules; without links to the person's days."""
    token = new_link(person=kept)
    own, shown = (
        parse(browser.get(path))
        for browser, path in (
            (phone, f"/history/{LAST_WEEK}/"),
            (stranger(), f"/shared/{token}/{LAST_WEEK}/"),
        )
    )
    for hook in ("data-adherence", "data-due", "data-credited"):
        mine, theirs = ([e.get(hook) for e in page.having(hook)] for page in (own, shown))
        assert mine == theirs
    assert "Practised on 1 of 5 days." in shown.text


def test_earlier_weeks_go_back_to_the_beginning(kept: Person) -> None:
    token = new_link(person=kept)
    first = parse(stranger().get(f"/shared/{token}/"))
    assert f"/shared/{token}/{LAST_WEEK}/" in [e.get("href") for e in first.tagged("a")]
    earlier = [
        e.get("href") for e in parse(stranger().get(f"/shared/{token}/{LAST_WEEK}/")).tagged("a")
    ]
    assert f"/shared/{token}/" in earlier
    assert f"/shared/{token}/2026-W46/" not in earlier
    assert stranger().get(f"/shared/{token}/2026-W49/").status_code == 404


def test_its_days_are_those_of_the_persons_clock(at: MoveTo) -> None:
    somebody = new_person(zone="Asia/Shanghai")
    new_plan(person=somebody, starts=MONDAY)
    token = new_link(person=somebody)
    at("2026-11-23T21:00")
    assert "Tuesday 24 November" in parse(stranger().get(f"/shared/{token}/")).text


def test_the_table_has_amounts_but_neither_times_nor_feelings(kept: Person) -> None:
    token = new_link(person=kept)
    response = stranger().get(f"/shared/{token}/ticks.csv")
    head, *rows = body_of(response).splitlines()
    assert head == "\ufeffday,period,exercise,set,state,amount,unit"
    assert rows[-1] == f"{DAY},evening,waist-rub,1,done,180.0,strokes"
    assert response["Content-Disposition"] == 'attachment; filename="kidneycare.csv"'
    answers = [stranger().get(f"/shared/{token}/ticks.csv").status_code for _ in range(10)]
    assert answers == [200] * 9 + [429]


def test_on_a_home_screen_it_opens_the_link_and_names_no_record(kept: Person) -> None:
    token = new_link(person=kept, shown_name="Anna")
    here = f"/zh-hant/shared/{token}/"
    response = stranger().get(f"{here}manifest.webmanifest")
    content = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (content["start_url"], content["id"]) == (here, here)
    # What a notice opens stands in the same window.
    assert content["scope"] == "/zh-hant/shared/"
    assert (content["short_name"], content["lang"]) == ("Anna", "zh-Hant")
    assert content.keys().isdisjoint({"shortcuts", "screenshots"})


def test_openings_are_counted_up_to_a_bound(kept: Person) -> None:
    token = new_link(person=kept)
    answers = [
        stranger().post(f"/shared/{token}/opened/", headers=OURS).status_code for _ in range(62)
    ]
    assert answers == [204] * 60 + [429] * 2


def test_no_log_has_the_address_of_a_link(
    kept: Person, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    token = new_link(person=kept, kind="ticks")
    with caplog.at_level(logging.INFO, "kidneycare"):
        for address in SHARED:
            for method in ("GET", "POST", "DELETE"):
                stranger().generic(method, at_token(address, token))
    assert any("shared/<slug:token>/" in line for line in caplog.messages)
    assert token not in caplog.text


def test_who_practised_least_of_late_comes_first_by_a_sentence(kept: Person, at: MoveTo) -> None:
    busy = new_person()
    new_plan(person=busy, starts=SUNDAY, kind="easy")
    for back in range(1, 4):
        new_tick(person=busy, day=MONDAY - dt.timedelta(days=back), period=Period.EVENING)
    for somebody in (busy, kept):
        new_tick(person=somebody, day=MONDAY - dt.timedelta(days=10), period=Period.EVENING)
    nobody = new_person()
    rows = []
    for somebody in (busy, kept, nobody):
        token = new_link(person=somebody)
        page = parse_fragment(stranger().get(f"/shared/{token}/row/"))
        (row,) = page.having("data-order")
        rows.append((row.get("data-order") or "", page.text_of(row)))
    assert "Practised on 3 of the last 7 days. Last time: Sunday 22 November 2026." in rows[0][1]
    assert "Practised on 1 of the last 7 days. Practised today." in rows[1][1]
    assert "Nothing is ticked yet." in rows[2][1]
    assert sorted(rows) == [rows[2], rows[1], rows[0]]


def test_who_has_begun_lately_is_told_of_by_the_days_since(kept: Person, at: MoveTo) -> None:
    told = []
    for back in (0, 1, 2):
        somebody = new_person()
        new_plan(person=somebody, starts=SUNDAY, kind="easy")
        new_tick(person=somebody, day=MONDAY - dt.timedelta(days=back), period=Period.EVENING)
        row = stranger().get(f"/shared/{new_link(person=somebody)}/row/")
        told.append(parse_fragment(row).text)
    assert "Practised today." in told[0]
    assert "Practised on" not in told[0]
    assert "Practised on 1 of 1 day since the first. Last time: Sunday 22" in told[1]
    assert "Practised on 1 of 2 days since the first. Last time: Saturday 21" in told[2]


def test_a_record_in_the_same_browser_is_left_alone(kept: Person) -> None:
    token, other = new_link(person=kept), new_person()
    browser = browser_of(other)
    browser.get(f"/shared/{token}/")
    assert browser.cookies[COOKIE].value
    assert "There is no record" not in parse(browser.get("/me/")).text
