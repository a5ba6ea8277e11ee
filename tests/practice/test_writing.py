"""Writing while the record is erased, mended or changed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from practice.forms import TickForm
from tests.conftest import MONDAY
from tests.factories import HTMX, browser_of, everything_stored, new_person, new_plan
from tests.pages import parse

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import MoveTo

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


def test_mending_an_on_time_tick_does_not_move_the_start(client: Client, at: MoveTo) -> None:
    """Rules.md 8: first tick Monday evening, full day: due 4 that day, whatever is mended."""
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1"})
    at("2026-11-24T12:00")
    due = parse(client.get("/history/")).day("2026-11-23").get("data-due")
    client.post("/day/2026-11-23/evening/sole-rub/1/", {"done": "1", "amount": "150"})
    assert due == parse(client.get("/history/")).day("2026-11-23").get("data-due") == "4"
