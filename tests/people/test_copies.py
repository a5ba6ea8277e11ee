"""What is told about copies is what `manage.py upkeep` and the backup job do."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (14, "Copies kept for emergencies may hold it for 14 days more at most."),
        (1, "Copies kept for emergencies may hold it for 1 day more at most."),
    ],
)
def test_each_page_that_speaks_of_erasing_says_how_long_copies_may_hold_it(
    phone: Client, settings: Settings, days: int, words: str
) -> None:
    settings.COPIES_KEPT_DAYS = days
    for path in ("/about/", "/me/erase/", "/me/erased/"):
        text = parse(phone.get(path)).text
        assert f"{words} Who runs the server may keep further copies of their own" in text
        assert text.count("Copies ") == 1
