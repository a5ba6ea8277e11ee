"""What is told about copies is true of where the record lies."""

from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

FIVE = "Copies made before an update, the newest five, may hold it until newer ones replace them."


@pytest.mark.parametrize(
    ("vendor", "days", "words"),
    [
        ("sqlite", 14, FIVE),
        ("postgresql", 14, "Copies kept for emergencies may hold it for 14 days more at most."),
        ("postgresql", 1, "Copies kept for emergencies may hold it for 1 day more at most."),
    ],
)
def test_each_page_that_speaks_of_erasing_says_how_long_copies_may_hold_it(
    phone: Client,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    vendor: str,
    days: int,
    words: str,
) -> None:
    monkeypatch.setattr("kidneycare.backup.days_kept.connection", SimpleNamespace(vendor=vendor))
    settings.COPIES_KEPT_DAYS = days
    for path in ("/about/", "/me/erase/", "/me/erased/"):
        text = parse(phone.get(path)).text
        assert f"{words} Who runs the server may keep further copies of their own" in text
        assert text.count("Copies ") == 1
