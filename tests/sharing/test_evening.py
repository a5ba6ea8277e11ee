"""Whoever looks on asks to be told in the evening; whose record it is says yes or no, any time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from people.models import Person
from reminders.push.vapid import encode, site_signer
from sharing.evening import answer, evening_key
from sharing.models import (
    EVENING_CONSENT_VERSION,
    MOST_PHONES,
    NINE_IN_THE_EVENING,
    Answer,
    EveningNotice,
    EveningPhone,
    SharedLink,
)
from tests.addresses.answers import (
    require_kept_by_no_cache,
    require_no_code_inside,
    require_sound_html,
)
from tests.conftest import MONDAY, MoveTo
from tests.factories import browser_of, everything_stored, new_link, new_person, stranger
from tests.pages import body_of, parse
from tests.sharing.evenings import ENDPOINT, KEYS, add_phone, new_evening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

OURS = {"Origin": "http://localhost"}
HERS = {"endpoint": ENDPOINT, "p256dh": encode(KEYS.p256dh), "auth": encode(KEYS.auth)}


@pytest.fixture
def token(person: Person) -> str:
    return new_link(person=person, shown_name="Anna")


def turn(token: str, what: str = "on", language: str = "", **changed: str) -> Any:
    path = f"{language}/shared/{token}/evening/{what}/"
    return stranger().post(path, {**HERS, **changed}, headers=OURS)


def state(response: Any) -> tuple[int, str]:
    return response.status_code, json.loads(body_of(response))["state"]


def say(browser: Client, answer: str, link: int | None = None) -> int:
    link = link or SharedLink.objects.get().pk
    return browser.post(f"/me/sharing/{link}/evening/", {"answer": answer}).status_code


def test_she_asks_by_a_tap_and_nothing_is_sent_before_he_says_yes(
    token: str, phone: Client, at: MoveTo
) -> None:
    assert state(turn(token, language="/zh-hant")) == (200, "waiting")
    notice = EveningNotice.objects.get()
    assert (notice.answer, notice.consent_version) == (Answer.WAITING, None)
    hers = EveningPhone.objects.get()
    assert (hers.endpoint, bytes(hers.p256dh), bytes(hers.auth)) == (
        ENDPOINT,
        KEYS.p256dh,
        KEYS.auth,
    )
    assert (hers.language, hers.origin) == ("zh-hant", "http://localhost")
    asked = "Lin would like to be told when nothing was ticked by the evening."
    assert asked in parse(phone.get("/me/sharing/")).text
    assert asked in parse(phone.get(f"/me/sharing/{notice.pk}/")).text
    at("2026-11-24T09:00")
    assert say(phone, "yes") == 303
    notice.refresh_from_db()
    assert (notice.answer, notice.consent_version) == (Answer.YES, EVENING_CONSENT_VERSION)
    assert notice.answered_at == dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    assert notice.next_at == dt.datetime(2026, 11, 24, 21, tzinfo=dt.UTC)
    text = parse(phone.get("/me/sharing/")).text
    assert asked not in text
    assert "Is told in the evening when nothing was ticked; you said yes on 24 November" in text
    assert state(turn(token)) == (200, "on")


def test_asking_again_changes_nothing_but_the_language_that_is_read_now(token: str) -> None:
    turn(token)
    before = everything_stored()
    assert state(turn(token)) == (200, "waiting")
    assert everything_stored() == before
    turn(token, language="/zh-hans")
    assert EveningPhone.objects.get().language == "zh-hans"


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/hers"},
        {"endpoint": "https://push.example:8443/hers"},
        {"endpoint": ""},
        {"p256dh": "AAAA"},
        {"auth": "AAAA"},
    ],
)
def test_what_is_no_address_of_a_browser_is_refused(token: str, wrong: dict[str, str]) -> None:
    before = everything_stored()
    assert turn(token, **wrong).status_code == 400
    assert everything_stored() == before


def test_one_link_tells_three_phones_at_most(token: str) -> None:
    answers = [state(turn(token, endpoint=f"{ENDPOINT}/{number}")) for number in range(4)]
    assert answers == [(200, "waiting")] * MOST_PHONES + [(409, "full")]
    assert state(turn(token, endpoint=f"{ENDPOINT}/0")) == (200, "waiting"), "one of them"


def test_the_pages_say_how_many_phones_and_when() -> None:
    said = {3: "three phones"}[MOST_PHONES], {21 * 60: "nine in the evening"}[NINE_IN_THE_EVENING]
    templates = Path(product.BASE_DIR) / "templates" / "sharing"
    for name in ("evening.html", "evening_consent.html"):
        text = " ".join((templates / name).read_text(encoding="utf-8").split())
        assert all(each in text for each in said), name


def test_a_no_forgets_her_phones_and_is_not_asked_again(token: str, phone: Client) -> None:
    turn(token)
    assert say(phone, "no") == 303
    assert not EveningPhone.objects.exists()
    before = everything_stored()
    assert state(turn(token)) == (409, "no")
    assert everything_stored() == before
    assert (
        parse(stranger().get(f"/shared/{token}/")).having("data-answer")[0].get("data-answer")
        == "no"
    )
    text = parse(phone.get("/me/sharing/")).text
    assert "Asked to be told in the evening; you said no on 23 November 2026." in text


def test_yes_and_no_follow_one_another_at_any_moment(token: str, phone: Client) -> None:
    turn(token)
    for given, asked in (("yes", "on"), ("no", "no"), ("yes", "on")):
        assert say(phone, given) == 303
        assert state(turn(token))[1] == asked
        notice = EveningNotice.objects.get()
        assert (notice.consent_version is not None) is (given == "yes")


def test_an_answer_leaves_what_the_sender_writes_meanwhile(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else who answers at nine would be told twice, by what was read before."""
    notice = new_evening(person=person)

    def nine(_person: Person, now: dt.datetime) -> dt.datetime:
        EveningNotice.objects.update(sent_at=now)
        return now

    monkeypatch.setattr("sharing.evening._next_evening", nine)
    now = timezone.now()
    answer(notice.link, Answer.NO, now, MONDAY)
    assert EveningNotice.objects.get().sent_at == now


def test_she_turns_it_off_herself_and_with_the_last_phone_goes_the_question(
    token: str, phone: Client
) -> None:
    turn(token)
    turn(token, endpoint=f"{ENDPOINT}/tablet")
    say(phone, "yes")
    assert turn(token, "off").status_code == 204
    assert EveningPhone.objects.get().endpoint == f"{ENDPOINT}/tablet"
    assert turn(token, "off").status_code == 204, "sent twice"
    assert EveningNotice.objects.get().answer == Answer.YES
    assert turn(token, "off", endpoint=f"{ENDPOINT}/tablet").status_code == 204
    assert not EveningNotice.objects.exists()
    assert state(turn(token)) == (200, "waiting"), "she asks anew, and he is asked anew"


def test_a_no_is_not_asked_away(token: str, phone: Client) -> None:
    turn(token)
    say(phone, "no")
    turn(token, "off")
    assert EveningNotice.objects.get().answer == Answer.NO


def test_nobody_else_answers_for_him(token: str, person: Person) -> None:
    turn(token)
    before = everything_stored()
    assert say(browser_of(new_person()), "yes") == 404
    assert say(stranger(), "yes") == 404
    assert everything_stored()["sharing.EveningNotice"] == before["sharing.EveningNotice"]
    assert say(browser_of(person), "maybe") == 400
    other = new_link(person=person, name="Wu")
    assert other
    assert say(browser_of(person), "yes", SharedLink.objects.latest("pk").pk) == 404, "not asked"
    assert EveningNotice.objects.get().answer == Answer.WAITING


def ends(person: Person, phone: Client) -> None:
    phone.post(f"/me/sharing/{SharedLink.objects.get().pk}/end/")


def erases(person: Person, phone: Client) -> None:
    phone.post("/me/erase/", {"sure": "1"})


@pytest.mark.parametrize("end", [ends, erases])
def test_with_the_link_goes_whom_it_told(
    token: str, person: Person, phone: Client, end: Callable[[Person, Client], None]
) -> None:
    turn(token)
    link = SharedLink.objects.get().pk
    say(phone, "yes")
    end(person, phone)
    assert not EveningNotice.objects.exists()
    assert not EveningPhone.objects.exists()
    assert turn(token).status_code == 404
    assert say(phone, "yes", link) == 404


def test_an_answer_to_a_link_that_has_run_out_is_none(person: Person, phone: Client) -> None:
    notice = new_evening(person=person, answer=Answer.WAITING, until=MONDAY - dt.timedelta(days=1))
    assert say(phone, "yes", notice.pk) == 404


def test_the_page_offers_it_for_this_week_and_gives_the_key(token: str) -> None:
    (place,) = parse(stranger().get(f"/shared/{token}/")).having("data-key")
    assert place.get("data-key") == site_signer().public_key
    name = place.get("data-name")
    assert name == evening_key(SharedLink.objects.get())
    assert place.get("hidden") is not None, "without its script it can't be asked for"
    assert not parse(stranger().get(f"/shared/{token}/2026-W47/")).having("data-key")
    other = new_link(person=SharedLink.objects.get().person)
    (place,) = parse(stranger().get(f"/shared/{other}/")).having("data-key")
    assert place.get("data-name") != name


def test_what_a_notice_opens_knows_no_link(token: str) -> None:
    """The browser does; nothing of it stands in an address that reaches the server."""
    turn(token)
    assert token not in repr(everything_stored())
    for prefix in ("", "/zh-hans", "/zh-hant"):
        response = browser_of(new_person()).get(f"{prefix}/shared/")
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "Kidneycare-Record" not in response, "nobody's"
        assert not response.cookies
        require_kept_by_no_cache(response, prefix)
        page = parse(response)
        require_sound_html(page, prefix)
        require_no_code_inside(page, prefix)
        (main,) = page.having("data-shared")
        assert main.get("data-shared") == f"{prefix}/shared/TOKEN/"
        assert "<form" not in body_of(response)


def test_the_export_tells_what_was_asked_and_answered_but_not_where_it_goes(
    token: str, phone: Client
) -> None:
    turn(token)
    say(phone, "yes")
    text = body_of(phone.get("/export.json"))
    assert ENDPOINT not in text
    assert json.loads(text)["more"]["shared_links"][0]["evening"] == {
        "asked": "2026-11-23T21:00:00+00:00",
        "answer": "yes",
        "answered": "2026-11-23T21:00:00+00:00",
        "consent": EVENING_CONSENT_VERSION,
    }


def test_it_is_bounded(token: str) -> None:
    answers = [turn(token, auth="").status_code for _ in range(61)]
    assert answers == [400] * 60 + [429]
    assert turn(token, "off").status_code == 429


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "maybe"},
        {"answer": Answer.YES},
        {"answer": Answer.NO},
        {"consent_version": 1},
        {"answered_at": dt.datetime(2026, 11, 23, tzinfo=dt.UTC)},
    ],
)
def test_the_database_refuses_what_no_page_makes(person: Person, wrong: dict[str, Any]) -> None:
    new_evening(person=person, answer=Answer.WAITING)
    with pytest.raises(IntegrityError), transaction.atomic():
        EveningNotice.objects.update(**wrong)


def test_a_phone_stands_once_under_a_link(person: Person) -> None:
    notice = new_evening(person=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_phone(notice, ENDPOINT)
