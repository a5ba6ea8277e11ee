"""Every page that is printed, on both usual papers and as large as a printer's dialog makes it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, PdfMargins

from people.models import Person
from tests import factories
from tests.browser.pages.ruler import Ruler, Text
from tests.browser.pages.test_paper import A_MILLIMETRE, MOST
from tests.browser.phone import NewPhone
from tests.browser.states import STATES, regular
from tests.conftest import MONDAY
from tests.practice.rules.pages.paper_people import fullest

PAPERS = {"A4": (210, 297), "Letter": (215.9, 279.4)}
PRINTS = [*(("A4", scale) for scale in (1, 1.25, 1.5, 2)), ("Letter", 1), ("Letter", 2)]
MARGINS: PdfMargins = {"left": "8mm", "right": "8mm", "top": "10mm", "bottom": "10mm"}
MORE_THAN_A_HEADLINE = 50
"""Letters."""


def busiest() -> Person:
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY, sets=MOST)
    return somebody


PRINTED: dict[str, tuple[Callable[[], Person] | None, str]] = {
    "sheet for a practitioner": (fullest, "/paper/?notes=1"),
    "empty week": (None, "/paper/empty-week/"),
    "empty week of the most there can be": (busiest, "/paper/empty-week/"),
    "when it hurts": (regular, "/when-it-hurts/"),
    "technique": (None, "/techniques/foot-massage/"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_page_is_whole_at_any_size(new_phone: NewPhone, name: str) -> None:
    owner, path = PRINTED[name]
    page = new_phone(owner() if owner else None, is_mobile=False)
    page.goto(path)
    require_whole(page)


def test_a_printed_sheet_of_codes_is_whole_at_any_size(new_phone: NewPhone) -> None:
    (state,) = (state for state in STATES if state.name == "a sheet of codes")
    require_whole(state.open(new_phone))


def require_whole(page: Page) -> None:
    """Nothing cut, nothing over something else, no page but the last with a headline alone."""
    Text(page).size(3)
    complaints = []
    for paper, scale in PRINTS:
        width, height = PAPERS[paper]
        pdf = page.pdf(format=paper, scale=scale, margin=MARGINS, prefer_css_page_size=True)
        boxes = {tuple(map(float, box.split()))[2:] for box in re.findall(BOX, pdf)}
        if {round(wide * 25.4 / 72) for wide, _high in boxes} != {round(width)}:
            complaints.append(f"{paper}, {scale:.0%}: pages of {boxes} points")
        letters = letters_of_pages(pdf)
        if min(letters[:-1], default=MORE_THAN_A_HEADLINE) < MORE_THAN_A_HEADLINE:
            complaints.append(f"{paper}, {scale:.0%}: letters on each page: {letters}")
        room = int((width - 16) * A_MILLIMETRE / scale)
        page.set_viewport_size({"width": room, "height": round(height)})
        page.emulate_media(media="print")
        found = Ruler(page).complaints(fit=(room,), overlaps=())
        complaints += [f"{paper}, {scale:.0%}: {each}" for each in found[:3]]
        page.emulate_media(media="null")
    assert not complaints, "\n".join(complaints)


BOX = rb"/MediaBox\s*\[([^\]]*)\]"
OBJECT = re.compile(rb"^(\d+) 0 obj\s(.*?)\sendobj", re.MULTILINE | re.DOTALL)


def letters_of_pages(pdf: bytes) -> list[int]:
    """How many glyphs Chromium draws on each page of its PDF."""
    objects = dict(OBJECT.findall(pdf))
    found = []
    for page in objects.values():
        if re.search(rb"/Type\s*/Page\b", page) and (at := re.search(rb"/Contents (\d+)", page)):
            packed = objects[at[1]].partition(b"stream")[2].lstrip(b"\r\n")
            drawn = zlib.decompressobj().decompress(packed)
            found.append(sum(len(codes) // 4 for codes in re.findall(rb"<([0-9A-F]+)>", drawn)))
    return found
