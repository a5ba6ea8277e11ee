"""What every test may ask for."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from content.views import compressed_pages
from kidneycare.db import secure_erase
from kidneycare.rendering import jinja
from kidneycare.server import authority
from kidneycare.server.translations import compile_all
from people.models import Person
from tests import factories
from tests.libraries import add_ear_rub, forget_library, write_other_document

MONDAY = dt.date(2026, 11, 23)
"""The day on which these tests take place."""

MoveTo = Callable[[str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what the longer and the shorter runs ask for."""
    parser.addoption("--all-looks", action="store_true", help="every look of every page")
    parser.addoption(
        "--renew-reading", action="store_true", help="keep what screen readers are told now"
    )
    parser.addoption(
        "--only-database", action="store_true", help="only tests that ask a database for something"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database, what asks none for anything would only be tried a second time."""
    if config.getoption("--only-database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_database(item)])
        items[:] = filter(asks_database, items)


def asks_database(item: pytest.Item) -> bool:
    """Whether pytest-django makes it a database, or it makes one of the same kind itself."""
    asked_for = {mark.name for mark in item.iter_markers()} | {*getattr(item, "fixturenames", ())}
    return bool({"django_db", "db", "transactional_db", "own_database"} & asked_for)


# A computer that is busy with other things is no fault of what is tried.
hypothesis_settings.register_profile(
    "busy", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("busy")


def pytest_configure() -> None:
    """Pages are read in every language, so the translations are compiled first."""
    compile_all(Path(__file__).resolve().parents[1] / "locale")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A file, as on a site, instead of SQLite's memory, where who comes second is refused at once.

    It is gone with the tests, so nothing waits for the disk.
    """
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous = OFF;"


@pytest.fixture(autouse=True, scope="session")
def figures() -> None:
    """The files that are drawn at set-up."""
    call_command("draw_figures", verbosity=0)


@pytest.fixture(autouse=True)
def visitor_zone(settings: Settings) -> None:
    """Visitors nobody knows live in UTC, whatever the tester's computer says."""
    settings.VISITOR_TIME_ZONE = "UTC"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Pages and their parts are rendered anew: a test may change what never changes on a site."""
    compressed_pages.cache_clear()
    jinja.clear_caches()


@pytest.fixture(autouse=True)
def nothing_to_wipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test before this one erased anything."""
    monkeypatch.setattr(secure_erase, "_requested", threading.Event())


@pytest.fixture(autouse=True)
def english(settings: Settings) -> None:
    """Whatever language the test before was answered in."""
    translation.activate(settings.LANGUAGE_CODE)


HOME = "192.168.178.20"
"""The address of the computer in the home network where these tests take place."""


@pytest.fixture(autouse=True)
def home_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer at home, whatever network the tester's is in."""
    monkeypatch.setattr("people.access.phone_address.lan_address", lambda: HOME)


@pytest.fixture
def household(tmp_path: Path, settings: Settings) -> Path:
    """The data folder of a site that serves https too, by a certificate of its own making."""
    settings.DATA = tmp_path
    settings.HTTPS_PORT = 8443
    names = {"localhost", "127.0.0.1", "box.local", HOME}
    authority.renew(tmp_path, names, dt.datetime.now(dt.UTC))
    return tmp_path


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


@pytest.fixture
def larger_library(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """The document's exercises, and an ear rub."""
    add_ear_rub(tmp_path / "library", settings)
    yield
    forget_library()


@pytest.fixture
def other_document(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """The library, and the document of the example in docs/content.md behind it."""
    settings.CONTENT_EXTRA = write_other_document(tmp_path / "leaflet")
    forget_library()
    yield settings.CONTENT_EXTRA
    forget_library()
