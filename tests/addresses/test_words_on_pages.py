"""The words of the pages in every state: none forbidden, kidney explained, claims called claims."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from tests.addresses import DAY, PAGES, PRIVATE
from tests.conftest import MONDAY, MoveTo
from tests.factories import HTMX, browser_of, new_pause, new_person, new_plan, new_tick, stranger
from tests.pages import Page, parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

FORBIDDEN = re.compile(r"\b(slots?|adherence|missed|failed|set [1-5] of [1-5])\b", re.IGNORECASE)
EXPLAINED = "idea of Chinese medicine, not your organs"
CLAIMS_HEADING = "What the document claims"


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
    page is explained. Each block of claims is headed "What the document claims"."""
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


@pytest.mark.parametrize("values", [{"done": "1"}, {"done": "0"}, {"skip": "1"}])
def test_the_words_of_the_fragments(client: Client, values: dict[str, str]) -> None:
    for path in (f"/day/{DAY}/evening/arm-raise/1/", "/day/2026-11-20/morning/waist-rub/1/"):
        fragment = parse_fragment(client.post(path, values, headers=HTMX))
        assert not FORBIDDEN.search(fragment.text)
