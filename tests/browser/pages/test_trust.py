"""The page that leads through trusting the household's certificate, in every language and look."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.pages.reading import called_the_same, written_otherwise
from tests.browser.pages.test_pages import Look, looked_at
from tests.browser.phone import SIZES, NewPhone
from tests.browser.states import State

TRUST = State("trusting the household", "/trust/")


@pytest.mark.parametrize(
    "look",
    [Look("", "light", 1), Look("/zh-hans", "dark", 2), Look("/zh-hant", "light", 3)],
    ids=str,
)
def test_the_page_can_be_read_and_hit(new_phone: NewPhone, household: Path, look: Look) -> None:
    page = new_phone()
    page.set_viewport_size(SIZES["phone"])
    page.emulate_media(color_scheme=look.theme)
    TRUST.show(page, look.prefix)
    complaints = called_the_same(page) + written_otherwise(page) + looked_at(page, TRUST, look)
    assert not complaints, "\n".join(complaints)
