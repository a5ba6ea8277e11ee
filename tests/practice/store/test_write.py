"""Writing while the record is erased, mended or changed elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from people.identity import COOKIE, HttpRequest, Identity
from people.models import Person
from practice.forms.tick import TickForm
from practice.store.moment import Moment, moment_of
from tests.conftest import MONDAY, MoveTo
from tests.factories import (
    HTMX,
    browser_of,
    everything_stored,
    new_invitation,
    new_person,
    new_plan,
    stranger,
)
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


@pytest.mark.django_db(transaction=True)
def test_a_tick_that_meets_an_erasing_is_told_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The record goes after the browser was recognised and before the tick is written."""
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    browser = browser_of(somebody)
    is_valid = TickForm.is_valid

    def erased_meanwhile(form: TickForm) -> bool:
        somebody.delete()
        return is_valid(form)

    monkeypatch.setattr(TickForm, "is_valid", erased_meanwhile)
    response = browser.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"}, headers=HTMX)
    assert response.status_code == 409
    assert "erased a moment ago" in response.content.decode()
    assert not any(everything_stored().values())


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/me/zone/", {"zone": "Asia/Tokyo"}),
        ("/me/day-start/", {"start": "05:00"}),
        ("/plan/withdraw/", {}),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_setting_that_meets_an_erasing_is_told_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, path: str, values: dict[str, str]
) -> None:
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    browser = browser_of(somebody)

    def erased_meanwhile(request: HttpRequest) -> Moment:
        found = moment_of(request)
        somebody.delete()
        return found

    for view in ("me", "plan"):
        monkeypatch.setattr(f"practice.views.{view}.moment_of", erased_meanwhile)
    response = browser.post(path, values)
    assert response.status_code == 409
    assert "erased a moment ago" in parse(response).text
    assert not any(everything_stored().values())


@pytest.mark.parametrize("by", ["square", "code"])
@pytest.mark.django_db(transaction=True)
def test_a_phone_that_joins_while_the_record_is_erased_is_told(
    monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    somebody = new_person()
    new_plan(person=somebody, starts=MONDAY)
    fresh = new_invitation(person=somebody)
    is_room = Identity.require_room

    def erased_meanwhile(identity: Identity) -> None:
        is_room(identity)
        Person.objects.all().delete()

    monkeypatch.setattr(Identity, "require_room", erased_meanwhile)
    path, values = f"/join/{fresh.token}/", {}
    if by == "code":
        path, values = "/back/", {"code": fresh.short_code}
    response = stranger().post(path, values)
    assert response.status_code == 409
    assert "erased a moment ago" in parse(response).text
    assert COOKIE not in response.cookies


def test_mending_an_on_time_tick_does_not_move_the_start(client: Client, at: MoveTo) -> None:
    """Rules.md 8: first tick Monday evening, full day: due 4 that day, whatever is mended."""
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    at("2026-11-24T12:00")
    due = parse(client.get("/history/")).day("2026-11-23").get("data-due")
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1", "amount": "150"})
    assert due == parse(client.get("/history/")).day("2026-11-23").get("data-due") == "4"
