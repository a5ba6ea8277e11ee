"""What every test may ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from kidneycare.translations import compile_all
from people.models import Person
from tests import factories

MONDAY = dt.date(2026, 11, 23)
"""The day on which these tests take place."""

MoveTo = Callable[[str], None]


def pytest_configure() -> None:
    """Pages are read in every language, so the translations are compiled first."""
    compile_all(Path(__file__).resolve().parents[1] / "locale")


@pytest.fixture(autouse=True)
def visitor_zone(settings: Settings) -> None:
    """Visitors nobody knows live in UTC, whatever the tester's computer says."""
    settings.VISITOR_TIME_ZONE = "UTC"


HOME = "192.168.178.20"
"""The address of the computer in the home network where these tests take place."""


@pytest.fixture(autouse=True)
def home_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer at home, whatever network the tester's is in."""
    monkeypatch.setattr("people.reaching.lan_address", lambda: HOME)


@pytest.fixture
def at(time_machine: TimeMachineFixture) -> MoveTo:
    """Stop the clock: ``at("2026-11-23T21:00")``, in UTC unless an offset stands there."""

    def move(when: str) -> None:
        moment = dt.datetime.fromisoformat(when)
        time_machine.move_to(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC), tick=False)

    return move


@pytest.fixture
def evening(at: MoveTo) -> None:
    """Monday, 23 November 2026, nine in the evening."""
    at("2026-11-23T21:00")


@pytest.fixture
def client() -> Client:
    """A stranger's browser."""
    return factories.stranger()


@pytest.fixture
def person(db: None, evening: None) -> Person:
    """Somebody who begins the document's full day on Monday."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY)
    return somebody


@pytest.fixture
def phone(person: Person) -> Client:
    """The browser of ``person``, whose cookie needs no renewal."""
    return factories.browser_of(person)
