"""Nothing on a page escapes translation.

A language is made up in which every text of the interface stands in ⟦brackets⟧.
Then every page is read in every state: what stands outside of brackets must be
words of the content files, figures and dates, or names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from xml.etree.ElementTree import Element

import msgspec
import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from content.catalogue import library
from kidneycare.server.release import release
from people.zones import regions
from tests.addresses import DAY, PAGES, PRIVATE, SOLE
from tests.addresses.test_words_on_pages import states
from tests.conftest import MoveTo
from tests.factories import HTMX
from tests.languages.sources import texts
from tests.pages import Page, is_element, parse, parse_fragment

pytestmark = pytest.mark.django_db

NAMES = ["Kidneycare", "UTC", "English", "简体中文", "繁體中文", "kidneycare.json"]
DATE = re.compile(r"(?:\d+年)?\d+月(?:\d+日)?|\d+日|星期[一二三四五六日]|\d+ 点")
SAID = ("aria-label", "alt", "title", "placeholder", "data-offline", "data-failed")
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")


@pytest.fixture
def brackets(settings: Settings, tmp_path: Path) -> None:
    """The interface of ``/zh-hans/`` in brackets, its content as it is."""
    catalogue = Catalog(locale="zh_Hans")
    for context, text, plural in texts():
        if plural is None:
            catalogue.add(text, f"⟦{text}⟧", context=context)
        else:
            catalogue.add((text, plural), (f"⟦{plural}⟧",), context=context)
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    settings.LOCALE_PATHS = [tmp_path]


def strings(value: object) -> Iterator[str]:
    """Every text under a piece of the content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from strings(getattr(value, field))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from strings(inner)


def allowed() -> list[str]:
    """Words that need no translation, the longest first."""
    edition = library().editions["zh-hans"]
    content = {*strings(edition.words), *strings(tuple(t.words for t in edition.techniques))}
    with translation.override("zh-hans"):
        zones = {name for region, cities in regions() for name in (region, *dict(cities).values())}
    found = {re.sub(r"\s+", " ", each) for each in (*content, *zones, release(), *NAMES)}
    return sorted(found, key=len, reverse=True)


def spoken(page: Page) -> str:
    """Everything a page says: its text, and what only a screen reader or a script finds."""

    def said(element: Element) -> Iterator[str]:
        for attribute in SAID:
            yield element.get(attribute) or ""
        if element.tag == "meta" and element.get("name") == "description":
            yield element.get("content") or ""

    return "\n".join([page.text, *(one for e in page.elements if is_element(e) for one in said(e))])


def untranslated(page: Page, words: list[str]) -> str:
    """What is left of a page when all that may stand there is taken away."""
    rest = spoken(page)
    while INNERMOST.search(rest):
        rest = INNERMOST.sub("", rest)
    assert "⟦" not in rest, rest
    for word in words:
        rest = rest.replace(word, "")
    rest = DATE.sub("", rest)
    return " ".join(re.findall(r"\S*[^\W\d_]\S*", rest))


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize(
    "when", ["2026-11-23T09:00", pytest.param("2026-11-24T01:30", marks=pytest.mark.long)]
)
def test_no_page_in_any_state_has_a_word_that_is_not_translated(at: MoveTo, when: str) -> None:
    words = allowed()
    everyone = states(at)
    everyone["busy"].post("/me/notes/", {"keep": "1"})
    for name, browser in everyone.items():
        at(when)
        for path in [*(PAGES if name == "stranger" else PRIVATE), "/history/2026-W48/", "/x/"]:
            page = parse(browser.get(f"/zh-hans{path}"))
            assert untranslated(page, words) == "", f"{path} ({name}, {when})"


@pytest.mark.usefixtures("brackets", "evening")
def test_no_fragment_has_a_word_that_is_not_translated(phone: Client) -> None:
    words = allowed()
    for place, values in {
        "evening/sole-rub/1": {"done": "1", "amount": "120", "felt": "1"},
        "evening/waist-rub/1": {"done": "1", "amount": "120"},
        "evening/arm-raise/2": {"done": "1", "source": "guided"},
        "morning/waist-knead/1": {"skip": "1"},
        "evening/waist-knead/1": {"done": "1", "amount": "7.5"},
    }.items():
        for day in (DAY, "2026-11-20", "2026-10-01"):
            response = phone.post(f"/zh-hans/day/{day}/{place}/", values, headers=HTMX)
            assert untranslated(parse_fragment(response), words) == "", place
    response = phone.post(f"/zh-hans/day/{DAY}/morning/", {"done": "1"}, headers=HTMX)
    assert untranslated(parse_fragment(response), words) == ""


REFUSED = {
    "a tick without done": (f"/day/{DAY}/evening/sole-rub/1/", {"amount": "1"}),
    "an amount that cannot be": (f"/day/{DAY}/evening/sole-rub/1/", {"done": "1", "amount": "0"}),
    "minutes that cannot be": (f"/day/{DAY}/evening/waist-knead/1/", {"done": "1", "amount": "x"}),
    "a sixth set": (f"/day/{DAY}/evening/arm-raise/6/", {"done": "1"}),
    "no way to begin": ("/plan/begin/", {"way": "x"}),
    "an empty plan": ("/plan/change/", {"starts": "today"}),
    "a plan from nowhere": ("/plan/change/", {"starts": "x"}),
    "days of rest backwards": (
        "/rest/",
        {"days": "dates", "first": "2026-11-20", "last": "2026-11-19"},
    ),
    "an unknown zone": ("/me/zone/", {"zone": "Mars/Olympus"}),
    "a late start of the day": ("/me/day-start/", {"start": "12:00"}),
    "erasing without being sure": ("/me/erase/", {}),
    "no file": ("/import/", {}),
    "no code": ("/back/", {}),
    "no passkey": ("/back/passkey/", {}),
    "a passkey of nobody": ("/me/keep/passkey/", {"answer": "{}", "state": "x"}),
    "a name that is too long": ("/me/people/name/", {"name": "1" * 41}),
    "a square that nobody asked for": ("/me/phones/add/", {}),
    "a note that is turned off": (f"/day/{DAY}/note/", {"words": "x"}),
}


@pytest.mark.usefixtures("brackets", "evening")
@pytest.mark.parametrize("path, values", REFUSED.values(), ids=REFUSED.keys())
def test_no_refusal_has_a_word_that_is_not_translated(
    phone: Client, path: str, values: dict[str, str]
) -> None:
    response = phone.post(f"/zh-hans{path}", values)
    assert response.status_code == 400
    assert untranslated(parse(response), allowed()) == ""


FORMS = {
    SOLE: "done skip felt amount source started performed sent",
    f"/day/{DAY}/evening/": "done instant",
    f"/day/{DAY}/note/": "feeling words",
    "/rest/": "days first last no_end reason",
    "/rest/end/": "first whole back",
    "/blank-days/": "first last answer",
    "/plan/change/": "starts sole-rub-evening",
    "/plan/grow/": "answer step",
    "/me/zone/": "zone",
    "/me/day-start/": "start",
    "/paper/": "weeks to notes",
}
"""Every form with all of its fields."""
GOOD = {"done": "1", "days": "dates", "first": DAY, "last": DAY, "answer": "yes"}
BAD = (
    "",
    "\0",
    "x\0",
    "x" * 5000,
    "9" * 5000,
    "-1",
    "0.001",
    "\N{FULLWIDTH DIGIT ONE}",
    "2026-13-99",
)


@pytest.mark.usefixtures("brackets", "evening")
@pytest.mark.parametrize("path, fields", FORMS.items(), ids=FORMS.keys())
def test_whatever_a_field_is_sent_no_sentence_is_django_s_own(
    phone: Client, path: str, fields: str
) -> None:
    phone.post("/me/notes/", {"keep": "1"})
    words, refused = allowed(), set()
    for field, bad in product(fields.split(), BAD):
        values = {name: GOOD[name] for name in fields.split() if name in GOOD}
        send = phone.get if path == "/paper/" else phone.post
        response = send(f"/zh-hans{path}", values | {field: bad})
        if response.status_code == 400:
            refused.add(field)
            assert untranslated(parse(response), words) == "", f"{field}={bad[:20]!r}"
    assert refused == {*fields.split()}


@pytest.mark.usefixtures("brackets", "evening")
def test_what_is_made_up_reaches_the_pages(client: Client) -> None:
    """Or the tests above would find nothing whatever they read."""
    with translation.override("zh-hans"):
        address = reverse("today")
    page = parse(client.get(address))
    assert "⟦How would you like to begin?⟧" in page.text
    assert untranslated(page, []) != ""
