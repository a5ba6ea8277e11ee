"""Consent: its wording, where it stands, and what is stored of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings as product
from django.test import Client

from people.models import CONSENT_VERSION, Person
from tests.addresses import DAY
from tests.conftest import MoveTo
from tests.pages import parse

WORDING = ("consent.html", "whole_consent.html")
"""In short, and whole where it is unfolded."""

AGREED_TO = {1: "5a6b139c86f6", 2: "a3c6598b5bb6"}
"""Every version of the consent and the beginning of its wording's hash; never change a line."""

MAKES_A_GUEST = re.compile(r"^/day/.*|^/plan/(begin|set-aside)/$")


def wording() -> str:
    """The words of the consent, without the template's tags and white space."""
    folder = Path(product.BASE_DIR) / "templates" / "people"
    text = " ".join((folder / name).read_text(encoding="utf-8") for name in WORDING)
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<.*?>", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", text).strip()


def test_the_number_of_the_consent_stands_for_its_wording() -> None:
    found = hashlib.sha256(wording().encode()).hexdigest()[:12]
    assert AGREED_TO.get(CONSENT_VERSION) == found, (
        "The wording of the consent has changed. People agreed to the old one, so: raise "
        "CONSENT_VERSION in people/models.py, and add the new number here with "
        f"{found!r}. (Only before the first release may the line of version 1 change.)"
    )


def test_it_says_what_is_kept_where_who_reads_it_and_how_to_be_rid_of_it() -> None:
    words = wording().lower()
    for part in ("health", "this server", "could read", "download", "erase", "agree"):
        assert part in words


@pytest.mark.django_db
@pytest.mark.usefixtures("evening")
@pytest.mark.parametrize(
    "path", ["/", f"/day/{DAY}/", "/day/2026-11-20/", "/plan/", "/when-it-hurts/"]
)
def test_it_stands_once_beside_the_choices_and_above_every_tick(client: Client, path: str) -> None:
    """rules.md, "Beginning": visible without a tap, the whole of it unfolded with one."""
    page = parse(client.get(path))
    places = [
        place
        for place, element in enumerate(page.elements)
        if "consent" in (element.get("class") or "").split()
    ]
    assert len(places) == 1
    actions = {
        place: element.get("action") or ""
        for place, element in enumerate(page.elements)
        if element.tag == "form" and MAKES_A_GUEST.match(element.get("action") or "")
    }
    assert actions
    assert not [
        action
        for place, action in actions.items()
        if place < places[0] and action != "/plan/begin/"
    ]
    consent = page.elements[places[0]]
    (short,) = consent.iter("summary")
    assert "By choosing or ticking you agree." in page.text_of(short)
    assert [link.get("href") for link in consent.iter("a")] == ["/me/"]


@pytest.mark.django_db
def test_it_is_stored_with_its_time_and_the_wordings_version(client: Client, at: MoveTo) -> None:
    at("2026-11-23T21:07")
    client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    person = Person.objects.get()
    assert person.consent_version == CONSENT_VERSION
    assert person.consented_at == dt.datetime(2026, 11, 23, 21, 7, tzinfo=dt.UTC)
    at("2026-11-24T21:07")
    client.post("/day/2026-11-24/evening/sole-rub/1/", {"done": "1"})
    assert Person.objects.get().consented_at == person.consented_at


@pytest.mark.django_db
@pytest.mark.usefixtures("evening")
def test_a_person_who_agreed_is_not_asked_again(phone: Client) -> None:
    for path in ("/", "/day/2026-11-20/", "/plan/", "/when-it-hurts/"):
        page = parse(phone.get(path))
        assert not [e for e in page.elements if "consent" in (e.get("class") or "").split()]
