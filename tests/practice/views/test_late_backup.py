"""Me tells the people whose records it holds that the daily backup is late."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from people.models import Person
from tests.factories import stranger
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


@pytest.mark.parametrize(
    ("copies", "day"),
    [
        ([], None),
        # 26 hours before Monday, nine in the evening.
        (["daily-20261122T190100Z.sqlite3"], None),
        (["daily-20261122T185900Z.sqlite3"], "Sunday 22 November"),
        # That day had begun where this person lives.
        (["daily-20261120T230000Z.dump", "daily-20261118T030000Z.dump"], "Saturday 21 November"),
        # What was made by hand says nothing of the job, and without a job there is nothing to tell.
        (["by-hand-20261123T200000Z.dump", "daily-20261119T030000Z.dump"], "Thursday 19 November"),
        (["before-migration-20261001T030000Z.sqlite3"], None),
    ],
)
def test_a_daily_copy_that_is_late_is_told_on_me(
    person: Person,
    phone: Client,
    settings: Settings,
    tmp_path: Path,
    copies: list[str],
    day: str | None,
) -> None:
    person.zone = "Europe/Berlin"
    person.save()
    settings.DATA = tmp_path
    (tmp_path / "backups").mkdir()
    for name in copies:
        (tmp_path / "backups" / name).touch()
    text = parse(phone.get("/me/")).text
    assert ("a copy of all records is made each day" in text) == (day is not None)
    assert day is None or f"The last one is of {day}. Please tell the person" in text
    assert "a copy of all records" not in parse(stranger().get("/me/")).text
