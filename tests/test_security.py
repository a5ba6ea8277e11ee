"""What every answer carries, what it must not show, and who gets to see what."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import django_htmx
import pytest
from django.apps import apps
from django.conf import settings as product
from django.test import Client

from people.identity import COOKIE
from people.models import Person, Tally
from practice.models import PendingImport
from tests.addresses import DAY, PAGES, Address, all_addresses
from tests.conftest import MONDAY
from tests.factories import (
    HTMX,
    browser_of,
    everything_stored,
    new_invitation,
    new_note,
    new_passkey,
    new_pause,
    new_pending_import,
    new_person,
    new_plan,
    new_sheet,
    new_tick,
    rows_stored,
    stranger,
)
from tests.pages import Page, body_of, parse, parse_fragment

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from tests.conftest import MoveTo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

PUBLIC = {path for path in PAGES if path.startswith(("/techniques/", "/about/"))}
PRIVATE = sorted(set(PAGES) - PUBLIC)


# --- headers --------------------------------------------------------------------

ANSWERS: dict[str, Callable[[Client], Any]] = {
    "200": lambda client: client.get("/"),
    "200 public": lambda client: client.get("/about/"),
    "200 file": lambda client: client.get("/export.json"),
    "200 script": lambda client: client.get("/static/js/day.js"),
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


@pytest.mark.parametrize("ask", ANSWERS.values(), ids=ANSWERS.keys())
def test_every_answer_carries_the_strict_headers(
    client: Client, ask: Callable[[Client], Any]
) -> None:
    response = ask(client)
    policy = response["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


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
    assert "It is not your doing" in parse(response).text


@pytest.mark.parametrize("path", PRIVATE)
def test_private_pages_are_kept_by_no_cache(client: Client, phone: Client, path: str) -> None:
    for browser in (client, phone):
        said = browser.get(path)["Cache-Control"]
        assert "no-store" in said
        assert "private" in said


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_whatever_knows_a_person_is_kept_by_no_cache(phone: Client, address: Address) -> None:
    """All but pages that are the same for everybody."""
    if address.path in PUBLIC or address.name == "look":
        return
    for method in (phone.get, phone.post):
        response = method(address.path)
        if response.status_code < 400:
            assert "no-store" in response["Cache-Control"]


# --- pages load nothing from elsewhere --------------------------------------------


def subresources(page: Page) -> list[str]:
    """Every address that a browser would load by itself."""
    found = [element.attrib["src"] for element in page.having("src")]
    found += [
        element.attrib["href"]
        for element in page.tagged("link")
        # These name pages, for search engines.
        if element.get("rel") not in {"canonical", "alternate"}
    ]
    for element in page.elements:
        if element.tag not in {"a", "link"}:
            found += [v for k, v in element.items() if str(k).endswith(("href", "srcset", "data"))]
    return found


@pytest.mark.parametrize("path", [*PAGES, "/no-such-page/"])
def test_no_page_loads_anything_from_elsewhere(client: Client, phone: Client, path: str) -> None:
    for browser in (client, phone):
        page = parse(browser.get(path))
        assert subresources(page)
        for address in subresources(page):
            assert address.startswith("/"), address
            assert not address.startswith("//"), address


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_or_a_style_inside_itself(client: Client, path: str) -> None:
    """The policy would block it, so it could only be a mistake."""
    page = parse(client.get(path))
    assert not page.having("style")
    assert not page.tagged("style")
    assert all(script.get("src") for script in page.tagged("script"))
    handlers = [k for e in page.elements for k in e.keys() if str(k).startswith(("on", "hx-on"))]  # noqa: SIM118
    assert not handlers


@pytest.mark.parametrize("path", PAGES)
def test_links_to_elsewhere_tell_nobody_where_from(client: Client, path: str) -> None:
    for link in parse(client.get(path)).tagged("a"):
        parts = urlsplit(link.attrib["href"])
        if parts.netloc:
            assert parts.scheme in {"https", "http"}
            assert link.get("rel") == "noreferrer"


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
            if not parts.netloc:
                target = place(parts.path) if parts.path else page
                if parts.fragment:
                    assert target is not None
                    assert target.by_id(parts.fragment) is not None, link.attrib["href"]


# --- guests ---------------------------------------------------------------------


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_reading_makes_nobody(client: Client, address: Address) -> None:
    response = client.get(address.path)
    assert COOKIE not in response.cookies
    assert rows_stored() == 0


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


# --- one person and another --------------------------------------------------------


@pytest.fixture
def other(person: Person) -> Person:
    """Somebody whose whole record carries marks that nobody else's has."""
    somebody = new_person(zone="Asia/Kathmandu", nickname="Nick-of-the-other")
    new_plan(person=somebody, starts=MONDAY, sets={"arm-raise": (5, 0, 0)})
    new_tick(person=somebody, day=MONDAY, tenths=43210, felt=True)
    new_tick(person=somebody, day=MONDAY, exercise="arm-raise", number=5)
    new_pause(person=somebody, first_day=MONDAY, reason="Reason-of-the-other")
    new_note(person=somebody, day=MONDAY, words="Words-of-the-other")
    new_pending_import(person=somebody)
    have_every_way_back(somebody)
    return somebody


def have_every_way_back(somebody: Person) -> None:
    """A passkey, a sheet, and a second phone on its way."""
    new_passkey(person=somebody)
    new_sheet(person=somebody)
    new_invitation(person=somebody)


def test_no_address_shows_one_person_what_another_recorded(phone: Client, other: Person) -> None:
    for address in all_addresses():
        shown = body_of(phone.get(address.path))
        assert "4321" not in shown
        assert "-of-the-other" not in shown
        assert address.path == "/me/" or "Kathmandu" not in shown
    page = parse(phone.get("/me/"))
    assert "UTC" in {o.text for o in page.tagged("option") if o.get("selected") is not None}
    page = parse(phone.get(f"/day/{DAY}/"))
    assert all(slot.done == "false" for slot in page.slots)
    assert len(page.required) == 10


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_no_address_lets_one_person_change_what_another_recorded(
    phone: Client, other: Person, address: Address
) -> None:
    for values in (
        {"done": "1", "amount": "7", "way": "easy", "exercise": "arm-raise", "sure": "1"},
        {"done": "0", "zone": "Europe/Berlin", "start": "05:00", "answer": "rested"},
        {"skip": "1", "person": str(other.pk), "person_id": str(other.pk)},
    ):
        before = rows_of(other)
        phone.post(address.path, values)
        assert rows_of(other) == before


def rows_of(person: Person) -> dict[str, list[Any]]:
    """Everything stored about one person."""
    return {
        model._meta.label: sorted(
            model._default_manager.filter(
                **{"pk" if model is Person else "person": person.pk}
            ).values_list(*(f.attname for f in model._meta.concrete_fields if f.column)),
            key=repr,
        )
        for model in apps.get_models()
        if model is not Tally
    }


def test_every_table_belongs_to_a_person() -> None:
    """Or erasing would have to know of it."""
    for model in apps.get_models():
        # What waits to be imported may be a stranger's; it is gone within the hour. A tally
        # knows only a keyed hash of where something was tried, and is gone as soon.
        if model not in {Person, PendingImport, Tally}:
            field = model._meta.get_field("person")
            assert field.related_model is Person, model._meta.label
            assert not getattr(field, "null", True), model._meta.label


def test_erasing_removes_every_row_of_that_person_and_nobody_elses(
    phone: Client, person: Person, other: Person
) -> None:
    browser_of(person)
    new_tick(person=person, day=MONDAY)
    new_pause(person=person, first_day=MONDAY)
    new_note(person=person, day=MONDAY)
    new_pending_import(person=person)
    have_every_way_back(person)
    kept = rows_of(other)
    assert all(rows for label, rows in rows_of(person).items()), "each table is tried"
    response = phone.post("/me/erase/", {"sure": "1"})
    assert (response.status_code, response["Location"]) == (303, "/me/erased/")
    assert not any(rows_of(person).values())
    assert rows_of(other) == kept
    left = everything_stored()
    assert len(left.pop("people.RecoveryCode")) == 8, "one sheet"
    assert {len(rows) for rows in left.values()} <= {0, 1, 2}


def test_erasing_asks_first(phone: Client, person: Person) -> None:
    before = everything_stored()
    assert "Yes, erase everything" in parse(phone.get("/me/erase/")).text
    assert phone.post("/me/erase/").status_code == 400
    assert phone.post("/me/erase/", {"sure": "0"}).status_code == 400
    assert everything_stored() == before


def test_after_erasing_the_browser_is_a_strangers_and_a_new_tick_a_new_guests(
    client: Client,
) -> None:
    client.get("/")
    client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    first_token = client.cookies[COOKIE].value
    client.post("/me/erase/", {"sure": "1"})
    assert client.cookies[COOKIE].value == ""
    assert all(slot.done == "false" for slot in parse(client.get("/")).slots)
    client.post(f"/day/{DAY}/evening/waist-rub/1/", {"done": "1"})
    assert Person.objects.count() == 1
    assert client.cookies[COOKIE].value != first_token
    done = [s.place for s in parse(client.get("/")).slots if s.done == "true"]
    assert done == ["evening/waist-rub/1"]


def test_an_old_cookie_of_an_erased_record_opens_nothing(phone: Client, person: Person) -> None:
    token = phone.cookies[COOKIE].value
    new_tick(person=person, day=MONDAY)
    phone.post("/me/erase/", {"sure": "1"})
    phone.cookies[COOKIE] = token
    assert all(slot.done == "false" for slot in parse(phone.get("/")).slots)
    assert json.loads(body_of(phone.get("/export.json")))["ticks"] == []


def test_the_database_never_holds_the_token_itself(client: Client) -> None:
    client.post("/plan/begin/", {"way": "full"})
    token = client.cookies[COOKIE].value
    assert len(token) >= 32
    assert token not in repr(everything_stored())


# --- cross-site requests -----------------------------------------------------------


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_a_post_without_a_token_is_refused_and_nothing_is_written(
    person: Person, address: Address
) -> None:
    """Every form but the look's, which holds no person (its own test says how)."""
    if address.name == "look":
        return
    browser = stranger(enforce_csrf_checks=True)
    browser.cookies[COOKIE] = browser_of(person).cookies[COOKIE].value
    before = everything_stored()
    response = browser.post(
        address.path, {"done": "1", "way": "easy", "exercise": "arm-raise", "sure": "1"}
    )
    assert response.status_code == 403
    assert "Nothing was saved" in parse(response).text
    assert everything_stored() == before


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


# --- words ----------------------------------------------------------------------

FORBIDDEN = re.compile(r"\b(slots?|adherence|missed|failed|set [1-5] of [1-5])\b", re.IGNORECASE)
EXPLAINED = "idea of Chinese medicine, not your organs"
CLAIMS_HEADING = "What the document says it is for"


def states(at: MoveTo) -> dict[str, Client]:
    """Browsers of people in every state whose pages differ."""
    at("2026-11-16T08:00")
    everyone: dict[str, Client] = {}
    for name in ("busy", "resting", "blank"):
        somebody = new_person()
        new_plan(person=somebody, starts=MONDAY.replace(day=16))
        new_tick(person=somebody, day=MONDAY.replace(day=16), tenths=700)
        everyone[name] = browser_of(somebody)
        if name == "resting":
            new_pause(person=somebody, first_day=MONDAY.replace(day=17))
    at("2026-11-23T21:00")
    for place, values in {
        "evening/waist-rub/1": {"done": "1", "amount": "120"},
        "evening/sole-rub/1": {"done": "1", "amount": "100"},
        "evening/arm-raise/2": {"done": "1", "source": "guided", "amount": "5"},
        "evening/arm-raise/5": {"done": "1", "felt": "1"},
        "afternoon/waist-knead/1": {"done": "1", "amount": "7.5"},
        "morning/waist-knead/1": {"skip": "1"},
        "morning/arm-throw/1": {"done": "1"},
    }.items():
        everyone["busy"].post(f"/day/{DAY}/{place}/", values)
        everyone["busy"].post(f"/day/2026-11-20/{place}/", values)
    everyone["set aside"] = stranger()
    everyone["set aside"].post("/plan/set-aside/", {"exercise": "waist-knead"})
    everyone["easy"] = stranger()
    everyone["easy"].post("/plan/begin/", {"way": "easy"})
    everyone["stranger"] = stranger()
    return everyone


@pytest.mark.parametrize("when", ["2026-11-23T09:00", "2026-11-23T21:00", "2026-11-24T01:30"])
def test_the_words_of_the_pages_in_every_state(at: MoveTo, when: str) -> None:
    """Never on screen: slot, adherence, missed, set 2 of 3, failed. The first "kidney" of a
    page is explained. Each block of claims is headed "What the document says it is for"."""
    for name, browser in states(at).items():
        at(when)
        for path in [*(PAGES if name == "stranger" else PRIVATE), "/history/2026-W48/", "/x/"]:
            page = parse(browser.get(path))
            where = f"{path} ({name}, {when})"
            assert not FORBIDDEN.search(page.text), f"{where}: {FORBIDDEN.search(page.text)}"
            # The product's own name, and the file named after it.
            words = page.text.replace("Kidneycare", "").replace("kidneycare.json", "")
            if "kidney" in words.lower():
                assert EXPLAINED in words, f"{where} says kidney and does not explain it"
            for block in page.elements:
                if "claims" in (block.get("class") or "").split():
                    assert heading_of(page, block) == CLAIMS_HEADING


def heading_of(page: Page, block: Element) -> str:
    """The first heading inside."""
    return page.text_of(next(each for each in block.iter() if each.tag in {"h1", "h2", "h3"}))


@pytest.mark.parametrize("path", sorted(PUBLIC - {"/about/"}))
def test_each_technique_page_has_its_block_of_claims(client: Client, path: str) -> None:
    page = parse(client.get(path))
    (block,) = [e for e in page.elements if "claims" in (e.get("class") or "").split()]
    assert "the document says" in page.text_of(block)


@pytest.mark.parametrize("path", PAGES)
def test_the_kidney_is_explained_before_the_first_tick_and_claim(client: Client, path: str) -> None:
    text = parse(client.get(path)).text
    if CLAIMS_HEADING in text:
        assert text.index(EXPLAINED) < text.index(CLAIMS_HEADING)


@pytest.mark.parametrize("values", [{"done": "1"}, {"done": "0"}, {"skip": "1"}])
def test_the_words_of_the_fragments(client: Client, values: dict[str, str]) -> None:
    for path in (f"/day/{DAY}/evening/arm-raise/1/", "/day/2026-11-20/morning/waist-rub/1/"):
        fragment = parse_fragment(client.post(path, values, headers=HTMX))
        assert not FORBIDDEN.search(fragment.text)


# --- sizes ----------------------------------------------------------------------

STATIC = Path(product.BASE_DIR) / "static"
HTMX_FILE = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"


def packed(path: Path) -> int:
    """As WhiteNoise packs it."""
    return len(gzip.compress(path.read_bytes(), 9))


def test_a_first_visit_is_light(client: Client) -> None:
    """Gzip bytes by kind; all together at most 30 kB."""
    response = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    loaded = subresources(parse(client.get("/")))
    sizes = {
        "html": len(response.content),
        **{address: packed(file_of(address)) for address in loaded if not address.startswith("#")},
    }
    limits = {
        "html": 5000,
        "/static/css/kidneycare.css": 6000,
        "/static/js/day.js": 1500,
        "/static/figures/icon.svg": 1000,
        "/static/django_htmx/htmx-2.min.js": 16800,
    }
    assert sizes.keys() == limits.keys(), "something new is loaded: give it a limit"
    assert {name: size for name, size in sizes.items() if size > limits[name]} == {}
    assert sum(sizes.values()) <= 30_000


def file_of(address: str) -> Path:
    """Where a static address lies."""
    inner = address.removeprefix("/static/")
    return HTMX_FILE.parent.parent / inner if "htmx" in inner else STATIC / inner
