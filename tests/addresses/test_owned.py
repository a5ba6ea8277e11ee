"""A stranger with every other person's ids and tokens finds nothing, wherever they try them."""

from __future__ import annotations

import base64
import datetime as dt
import re
import secrets
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from people.access.codes import hash_of
from people.identity import COOKIE
from people.models import Person, RateLimitCounter
from practice.models import PendingImport
from tests.addresses import OWNED, Address, all_addresses
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    browser_of,
    everything_stored,
    new_feed,
    new_invitation,
    new_link,
    new_note,
    new_passkey,
    new_pause,
    new_pending_import,
    new_person,
    new_plan,
    new_push_subscription,
    new_reminders,
    new_sheet,
    new_tick,
    stranger,
)
from tests.pages import parse
from tests.sharing.evenings import new_evening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

OURS = {"Origin": "http://localhost"}
OF_SOMEBODY = [address for address in all_addresses() if address.gap in OWNED]


@pytest.fixture
def known(at: MoveTo) -> list[str]:
    """Everything by which two other people's things could be named: ids, tokens, codes, hashes.

    Their invitations are used up or too old, their links have ended: an open one is meant for
    whoever holds it.
    """
    at("2026-11-23T20:00")
    tokens: list[str] = []
    for number in range(2):
        somebody = new_person(nickname=f"Other {number}", keeps_notes=True)
        new_plan(person=somebody, starts=MONDAY)
        new_tick(person=somebody, day=MONDAY)
        new_note(person=somebody, day=MONDAY)
        new_pause(person=somebody, first_day=MONDAY)
        new_passkey(person=somebody)
        new_pending_import(person=somebody)
        choice = new_reminders(person=somebody)
        tokens.append(new_feed(choice))
        new_feed(choice)  # so that the first one leads nowhere any more
        sunday = MONDAY - dt.timedelta(days=1)
        tokens.append(new_link(person=somebody, until=sunday, opened_on=sunday))
        new_evening(person=somebody, until=sunday)
        tokens += new_sheet(person=somebody)[:1]
        browser = browser_of(somebody)
        new_push_subscription(device=somebody.devices.latest("pk"))
        tokens.append(browser.cookies[COOKIE].value)
        invitation = new_invitation(person=somebody)
        tokens += [invitation.token, invitation.short_code]
        if number:
            stranger().post(f"/join/{invitation.token}/")
    at("2026-11-23T21:00")
    return [*tokens, *map(hash_as_text, tokens), *stored_keys()]


def hash_as_text(token: str) -> str:
    return base64.urlsafe_b64encode(hash_of(token)).rstrip(b"=").decode()


def stored_keys() -> list[str]:
    """Every id in every table, and every hash as it could stand in an address."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            kind = field.get_internal_type() if field.column else ""
            if kind in {"BigAutoField", "ForeignKey", "BinaryField"}:
                values = model._default_manager.values_list(field.attname, flat=True)
                found |= {as_text(value) for value in values if value not in {None, b""}}
    return sorted(found)


def as_text(value: Any) -> str:
    return str(value) if isinstance(value, int) else bytes(value).hex()


def test_there_are_such_addresses() -> None:
    named = {"join", "switch", "sign_out", "remove_passkey", "calendar"}
    named |= {"shared", "help_tick", "end_link", "evening_on", "answer_evening"}
    assert named <= {a.name for a in OF_SOMEBODY}


@pytest.mark.parametrize("address", OF_SOMEBODY, ids=str)
def test_nothing_of_anybody_elses_is_found_at_an_address(
    known: list[str], address: Address
) -> None:
    tries_every_key(known, address, stranger(), set())
    somebody = new_person()
    browser = browser_of(somebody)
    tries_every_key(known, address, browser, {str(each.pk) for each in somebody.devices.all()})


def tries_every_key(known: list[str], address: Address, browser: Client, own: set[str]) -> None:
    before = everything_stored()
    tried = 0
    for key in known:
        path = address.filled_with(key)
        if path is None or key in own:
            continue
        tried += 1
        answers = [
            browser.get(path).status_code,
            browser.post(path, headers=OURS).status_code,
            browser.post(path, {"how": "together", "sure": "1"}, headers=OURS).status_code,
        ]
        assert {*answers} <= {404, 405}, path
        assert 404 in answers, path
    assert tried >= 2
    assert everything_stored() == before
    assert browser.cookies.get(COOKIE) is None or own


def test_the_database_opens_nothing(known: list[str], client: Client) -> None:
    """Whoever steals it has hashes: none of them is taken for a token."""
    for key in stored_keys():
        client.cookies[COOKIE] = key
        assert b"There is no record in this browser yet" in client.get("/me/").content
    assert Person.objects.count() == 2


def test_every_table_with_something_of_a_person_is_among_what_is_tried(known: list[str]) -> None:
    for table in set(apps.get_models()) - {RateLimitCounter, PendingImport}:
        made = table._default_manager.exists()
        assert made, f"{table._meta.label}: make one in `known`"


def test_a_token_made_up_is_like_one_that_was_used(client: Client, known: list[str]) -> None:
    made_up = [secrets.token_urlsafe(16) for _ in range(3)]
    used = [token for token in known if re.fullmatch(r"[-\w]{22}", token)]
    assert len(used) >= 2
    answers = [client.get(f"/join/{token}/") for token in (*made_up, *used)]
    assert {answer.status_code for answer in answers} == {404}
    texts = [parse(answer).text for answer in answers]
    assert set(texts) == {texts[0]}
