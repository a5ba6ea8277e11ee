"""What every answer carries, what it must not show, and how little it loads."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.middleware.gzip import GZipMiddleware
from django.test import Client

from people.identity import COOKIE
from people.models import Person
from tests.addresses import DAY, PAGES
from tests.addresses.answers import require_strict_headers, subresources
from tests.factories import HTMX, rows_stored, stranger
from tests.pages import Page, body_of, parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


# --- headers --------------------------------------------------------------------

ANSWERS: dict[str, Callable[[Client], Any]] = {
    "200": lambda client: client.get("/"),
    "200 public": lambda client: client.get("/about/"),
    "200 file": lambda client: client.get("/export.json"),
    "200 fragment": lambda client: client.post(
        f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"}, headers=HTMX
    ),
    "303": lambda client: client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"}),
    "304": lambda client: client.get(
        "/about/", headers={"If-None-Match": client.get("/about/")["ETag"]}
    ),
    "400": lambda client: client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "x"}),
    "400 host": lambda client: client.get("/", headers={"Host": "example.com"}),
    "403": lambda _client: stranger(enforce_csrf_checks=True).post("/plan/begin/"),
    "404": lambda client: client.get("/no-such-page/"),
    "405": lambda client: client.put("/"),
}


def test_every_kind_of_answer_carries_the_strict_headers() -> None:
    """tests/addresses asks every address; here is every status."""
    for name, ask in ANSWERS.items():
        require_strict_headers(ask(stranger()), name)


def test_an_answer_to_a_fault_of_ours_carries_them_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_args: Any, **_more: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("practice.views.day.moment_of", break_down)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "'unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "It is not your fault" in parse(response).text


# --- links ----------------------------------------------------------------------


@pytest.mark.parametrize("known", [False, True], ids=["stranger", "person"])
def test_every_link_within_leads_somewhere(client: Client, phone: Client, known: bool) -> None:
    """Rules.md 23: a link is shown only once what it leads to exists."""
    browser = phone if known else client
    places: dict[str, Page | None] = {}

    def place(path: str) -> Page | None:
        if path not in places:
            response = browser.get(path)
            assert response.status_code == 200, path
            is_page = response["Content-Type"].startswith("text/html")
            places[path] = parse(response) if is_page else None
        return places[path]

    for path in PAGES:
        page = place(path)
        assert page is not None
        for link in page.tagged("a"):
            parts = urlsplit(link.attrib["href"])
            if not parts.netloc and parts.scheme != "tel":
                target = place(parts.path) if parts.path else page
                if parts.fragment:
                    assert target is not None
                    assert target.by_id(parts.fragment) is not None, link.attrib["href"]


# --- guests ---------------------------------------------------------------------


CHOICES = {
    "a tick": (f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"}),
    "an undo": (f"/day/{DAY}/evening/sole-rub/1/", {"done": "0"}),
    "a skip": (f"/day/{DAY}/evening/sole-rub/1/", {"skip": "1"}),
    "a period": (f"/day/{DAY}/evening/", {"done": "1"}),
    "a beginning": ("/plan/begin/", {"way": "easy"}),
    "setting aside": ("/plan/set-aside/", {"exercise": "arm-raise"}),
}


@pytest.mark.parametrize(("path", "values"), CHOICES.values(), ids=CHOICES.keys())
def test_a_tick_or_a_choice_makes_one_guest(
    client: Client, path: str, values: dict[str, str]
) -> None:
    response = client.post(path, values)
    assert response.status_code == 303
    assert Person.objects.count() == 1
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 365 * 24 * 3600


NO_CHOICES = {
    "a zone": ("/me/zone/", {"zone": "Europe/Berlin"}),
    "a start of day": ("/me/day-start/", {"start": "05:00"}),
    "an answer about blank days": ("/blank-days/", {"answer": "rested"}),
    "taking up what is planned": ("/plan/take-up/", {"exercise": "arm-raise"}),
    "undoing a period": (f"/day/{DAY}/evening/", {"done": "0", "instant": "1"}),
    "erasing": ("/me/erase/", {"sure": "1"}),
    "a look": ("/look/", {"size": "2"}),
}


@pytest.mark.parametrize(("path", "values"), NO_CHOICES.values(), ids=NO_CHOICES.keys())
def test_nothing_else_makes_anybody(client: Client, path: str, values: dict[str, str]) -> None:
    response = client.post(path, values, headers={"Origin": "http://localhost"})
    assert response.status_code in {303, 400}
    assert not client.cookies.get(COOKIE) or not client.cookies[COOKIE].value
    assert rows_stored() == 0


# --- cross-site requests -----------------------------------------------------------


def token_on(page: Page) -> str:
    """The token of the first form that has one."""
    fields = [e for e in page.tagged("input") if e.get("name") == "csrfmiddlewaretoken"]
    return fields[0].attrib["value"]


def test_the_token_on_the_page_lets_a_tick_in() -> None:
    browser = stranger(enforce_csrf_checks=True)
    token = token_on(parse(browser.get("/")))
    values = {"done": "1", "csrfmiddlewaretoken": token}
    assert browser.post(f"/day/{DAY}/evening/sole-rub/1/", values).status_code == 303
    assert Person.objects.count() == 1


def test_the_swapped_in_row_can_be_posted_too() -> None:
    browser = stranger(enforce_csrf_checks=True)
    path = f"/day/{DAY}/evening/sole-rub/1/"
    values = {"done": "1", "csrfmiddlewaretoken": token_on(parse(browser.get("/")))}
    fragment = parse_fragment(browser.post(path, values, headers=HTMX))
    values = {"done": "0", "csrfmiddlewaretoken": token_on(fragment)}
    assert browser.post(path, values, headers=HTMX).status_code == 200


def test_a_refused_token_is_said_in_one_plain_line_to_htmx() -> None:
    response = stranger(enforce_csrf_checks=True).post(
        f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"}, headers=HTMX
    )
    assert response.status_code == 403
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert body_of(response).startswith("Nothing was saved")


# --- sizes ----------------------------------------------------------------------


def packed(path: Path) -> int:
    """As WhiteNoise packs it."""
    return len(gzip.compress(path.read_bytes(), 9))


FOR_A_HOME_SCREEN = {"/manifest.webmanifest", "/static/icons/apple-touch-180.png"}
"""Fetched when the page is there, or when somebody puts it on the home screen."""


def test_a_first_visit_is_light(client: Client) -> None:
    """Gzip bytes by kind; all together at most 30 kB."""
    response = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    # Figures of one file are told apart behind the #.
    loaded = {address.partition("#")[0] for address in subresources(parse(client.get("/")))}
    sizes = {
        # With what Django adds to hide a page's true length, at the most.
        "html": len(gzip.compress(client.get("/").content, 6)) + GZipMiddleware.max_random_bytes,
        **{address: packed(file_of(address)) for address in loaded - FOR_A_HOME_SCREEN if address},
    }
    limits = {
        "html": 5000,
        "/static/css/kidneycare.css": 6000,
        "/static/js/day.js": 2050,
        "/static/figures/icon.svg": 500,
        "/static/figures/small.svg": 1000,
        "/static/django_htmx/htmx-2.min.js": 16800,
    }
    assert sizes.keys() == limits.keys(), "something new is loaded: give it a limit"
    assert {name: size for name, size in sizes.items() if size > limits[name]} == {}
    assert sum(sizes.values()) <= 30_000


def file_of(address: str) -> Path:
    """Where a static address lies."""
    return Path(finders.find(address.removeprefix("/static/")) or "")
