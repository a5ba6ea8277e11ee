"""Making a link under Me: its own yes, an address shown once, how often it was opened, its end."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as product
from django.db import IntegrityError, transaction
from django.test import Client

from people.models import Person
from practice.transfer.merge_people import merge_people
from sharing.models import (
    CONSENT_VERSION,
    EVENING_CONSENT_VERSION,
    MOST_LINKS,
    LinkOpening,
    SharedLink,
)
from sharing.tokens import SHOWN_FOR
from tests.conftest import MONDAY, MoveTo
from tests.factories import browser_of, everything_stored, new_link, new_person, stranger
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

NEW = "/me/sharing/new/"
OURS = {"Origin": "http://localhost"}
WANTED = {"name": "Lin", "kind": "looks", "days": "90", "agree": "1"}
AGREED_TO = {1: "d3aa3a73b9f8"}
"""Every version of the yes and the beginning of its wording's hash; never change a line."""
EVENING_AGREED_TO = {1: "d38b7ed1bec1"}


@pytest.mark.parametrize(
    ("name", "version", "agreed_to"),
    [
        ("consent.html", CONSENT_VERSION, AGREED_TO),
        ("evening_consent.html", EVENING_CONSENT_VERSION, EVENING_AGREED_TO),
    ],
)
def test_the_number_of_a_yes_stands_for_its_wording(
    name: str, version: int, agreed_to: dict[int, str]
) -> None:
    template = Path(product.BASE_DIR) / "templates" / "sharing" / name
    text = re.sub(r"{%.*?%}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
    assert agreed_to.get(version) == found, (
        "The wording has changed: raise its version in sharing/models.py, and add the new "
        f"number here with {found!r}."
    )


def made_address(phone: Client, **other: str) -> str:
    """The path of the address that the page shows after a link was made."""
    answer = phone.post(NEW, {**WANTED, **other})
    assert answer.status_code == 303, body_of(answer)
    page = parse(phone.get(answer["Location"]))
    (shown,) = page.having("data-address")
    return urlsplit(page.text_of(shown)).path


def test_a_link_shows_weeks_alone_for_ninety_days_and_only_looks(
    phone: Client, person: Person
) -> None:
    path = made_address(phone)
    link = SharedLink.objects.get()
    assert (link.person, link.name, link.kind) == (person, "Lin", "looks")
    assert [link.shows_notes, link.shows_pain, link.shows_reasons] == [False] * 3
    assert link.until == MONDAY + dt.timedelta(days=90)
    assert (link.consent_version, link.agreed_at) == (
        CONSENT_VERSION,
        dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC),
    )
    assert stranger().get(path).status_code == 200


def test_what_it_shows_is_what_was_chosen(phone: Client) -> None:
    form = parse(phone.get(NEW))
    checked = {e.get("value") for e in form.having("checked")}
    assert checked == {"looks"}, "nothing but the weeks is chosen at first, and the yes is not"
    made_address(phone, notes="1", pain="1", reasons="1", kind="ticks", days="30")
    link = SharedLink.objects.get()
    assert [link.shows_notes, link.shows_pain, link.shows_reasons] == [True] * 3
    assert link.may_tick
    assert link.until == MONDAY + dt.timedelta(days=30)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agree": ""}, "Tick the box to say yes."),
        ({"name": " \N{ZERO WIDTH SPACE}"}, "Write for whom the link is."),
        ({"name": "x" * 41}, "A name of 40 letters at most, please."),
        ({"kind": "owns"}, "Choose what the link allows."),
        ({"days": "9999"}, "This form was changed on its way; nothing was saved."),
    ],
)
def test_without_a_yes_or_a_name_there_is_none(
    phone: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = phone.post(NEW, {**WANTED, **wrong})
    assert answer.status_code == 400
    assert sentence in parse(answer).text
    assert not SharedLink.objects.exists()


def test_the_address_is_shown_ten_minutes_in_that_browser_alone(
    phone: Client, person: Person, at: MoveTo
) -> None:
    page = phone.post(NEW, WANTED)["Location"]
    token = urlsplit(
        parse(phone.get(page)).text_of(parse(phone.get(page)).having("data-address")[0])
    )
    secret = token.path.split("/")[-2]
    assert len(secret) == 22, "128 bits"
    assert secret not in repr(everything_stored()), "the database has its hash alone"
    assert secret not in body_of(browser_of(person).get(page))
    assert secret not in body_of(phone.get("/me/sharing/"))
    at("2026-11-23T21:11")
    assert secret not in body_of(phone.get(page))


def test_two_links_never_have_the_same_address(phone: Client) -> None:
    assert made_address(phone) != made_address(phone)


def test_the_list_tells_how_often_and_when_each_was_opened(
    phone: Client, person: Person, at: MoveTo
) -> None:
    token = new_link(person=person)
    assert "Not opened yet." in parse(phone.get("/me/sharing/")).text
    for when in ("2026-11-23T21:05", "2026-11-23T22:00", "2026-11-24T09:00"):
        at(when)
        assert stranger().post(f"/shared/{token}/opened/", headers=OURS).status_code == 204
    assert "Opened 3 times, last: today." in parse(phone.get("/me/sharing/")).text
    at("2026-11-26T09:00")
    text = parse(phone.get("/me/sharing/")).text
    assert "Opened 3 times, last: Tuesday 24 November 2026." in text
    mine = parse(phone.get(f"/me/sharing/{SharedLink.objects.get().pk}/")).text
    assert "Tuesday 24 November 2026 1× Monday 23 November 2026 2×" in mine
    by_day = LinkOpening.objects.order_by("day").values_list("day", "count")
    assert list(by_day) == [(MONDAY, 2), (MONDAY + dt.timedelta(days=1), 1)]


def test_ended_by_its_person_it_shows_nothing_at_once(phone: Client, person: Person) -> None:
    token = new_link(person=person)
    link = SharedLink.objects.get()
    assert stranger().get(f"/shared/{token}/").status_code == 200
    answer = phone.post(f"/me/sharing/{link.pk}/end/")
    assert (answer.status_code, answer["Location"]) == (303, "/me/sharing/")
    assert stranger().get(f"/shared/{token}/").status_code == 404
    page = parse(phone.get("/me/sharing/"))
    assert "Ended by you on" in page.text
    assert f"/me/sharing/{link.pk}/end/" not in {e.get("action") for e in page.tagged("form")}


def test_nobody_else_ends_or_sees_it(person: Person) -> None:
    token = new_link(person=person)
    link, other = SharedLink.objects.get(), browser_of(new_person())
    assert other.get(f"/me/sharing/{link.pk}/").status_code == 404
    assert other.post(f"/me/sharing/{link.pk}/end/").status_code == 404
    assert stranger().get(f"/shared/{token}/").status_code == 200


def test_there_are_thirty_at_most_and_the_oldest_ended_gives_way(
    phone: Client, person: Person
) -> None:
    for number in range(MOST_LINKS):
        new_link(person=person, name=f"Nr {number}")
    refused = phone.post(NEW, WANTED)
    assert refused.status_code == 400
    assert "End one of them first" in parse(refused).text
    ended = SharedLink.objects.get(name="Nr 7")
    phone.post(f"/me/sharing/{ended.pk}/end/")
    assert phone.post(NEW, WANTED).status_code == 303
    assert SharedLink.objects.count() == MOST_LINKS
    assert not SharedLink.objects.filter(pk=ended.pk).exists()


def test_too_many_at_once_are_told_to_wait(phone: Client) -> None:
    answers = [phone.post(NEW, {**WANTED, "agree": ""}).status_code for _ in range(21)]
    assert answers == [400] * 20 + [429]


def test_the_export_names_links_but_not_their_addresses(phone: Client, person: Person) -> None:
    token = new_link(person=person, shown_name="Anna", opened_on=MONDAY)
    text = body_of(phone.get("/export.json"))
    assert token not in text
    assert json.loads(text)["more"] == {
        "shared_links": [
            {
                "name": "Lin",
                "shown_name": "Anna",
                "kind": "looks",
                "shows_notes": False,
                "shows_pain": False,
                "shows_reasons": False,
                "made": "2026-11-23T21:00:00+00:00",
                "until": "2027-02-21",
                "revoked": None,
                "opened": 1,
                "last_opened": "2026-11-23",
                "evening": None,
            }
        ]
    }


def test_put_together_the_links_of_the_one_that_came_end(person: Person) -> None:
    """Whoever has it would else see the other record too."""
    guest = new_person()
    stays, came = new_link(person=person), new_link(person=guest, opened_on=MONDAY)
    merge_people(person, guest, MONDAY)
    statuses = [stranger().get(f"/shared/{token}/").status_code for token in (stays, came)]
    assert statuses == [200, 404]


def test_the_page_says_how_long_the_address_is_shown() -> None:
    said = {dt.timedelta(minutes=10): "ten minutes"}[SHOWN_FOR]
    template = Path(product.BASE_DIR) / "templates" / "sharing" / "my_link.html"
    assert said in template.read_text(encoding="utf-8")


def test_links_die_with_the_record(phone: Client, person: Person) -> None:
    token = new_link(person=person, opened_on=MONDAY)
    phone.post("/me/erase/", {"sure": "1"})
    assert stranger().get(f"/shared/{token}/").status_code == 404
    assert not SharedLink.objects.exists()
    assert not LinkOpening.objects.exists()


@pytest.mark.parametrize("wrong", [{"kind": "owns"}, {"name": ""}])
def test_the_database_refuses_what_no_form_makes(person: Person, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        new_link(person=person, **wrong)


def test_me_leads_to_it(phone: Client) -> None:
    links = [e.get("href") for e in parse(phone.get("/me/")).tagged("a")]
    assert "/me/sharing/" in links
