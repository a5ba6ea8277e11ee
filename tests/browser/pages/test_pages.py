"""Every page in every state, in each language, by day and by night, in small and large text.

Two looks a state, chosen so that over all states every two of language,
colours and size occur together; ``make test-all`` tries every one.
"""

from __future__ import annotations

import difflib
import itertools
import re
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Page

from tests.addresses import PAGES
from tests.browser.pages.reading import READING, called_the_same, heard, written_otherwise
from tests.browser.pages.ruler import Ruler, Text, asked_by_axe
from tests.browser.phone import SIZES, NewPhone, settled
from tests.browser.states import STATES, State

LABELS = (
    ".bar, .week-head, .plan thead, .rows small, .mark, .source, .ours"
    ", .welcome summary, .face button"
)
"""Short words beside the text, and where a sentence comes from: these may be smaller."""
PIXELS = {1: 20, 2: 24, 3: 30}
HEARD_IN_CHINESE = {"today with ticks", "foot massage", "practising, paused"}
"""States whose reading is kept in simplified Chinese too."""
TODAY = [state for state in STATES if state.path == "/"]


Prefix = Literal["", "/zh-hans", "/zh-hant"]
Theme = Literal["light", "dark"]
PREFIXES: tuple[Prefix, ...] = ("", "/zh-hans", "/zh-hant")
THEMES: tuple[Theme, ...] = ("light", "dark")


class Look(NamedTuple):
    """How somebody has a page in front of them."""

    prefix: Prefix
    theme: Theme
    size: int

    def __str__(self) -> str:
        return f"{self.prefix[1:] or 'en'}, {self.theme}, size {self.size}"


ALL_LOOKS = [Look(*each) for each in itertools.product(PREFIXES, THEMES, PIXELS)]


def looks_of(place: int) -> list[Look]:
    """Two looks: usual and larger text, both colours, English and Chinese, paired in turn.

    English is always one of them, for that is how every state was listened to; the usual size
    too, for in larger text no word is too small.
    """
    heard = STATES[place].name in HEARD_IN_CHINESE
    chinese: Prefix = "/zh-hans" if heard else PREFIXES[1:][place % 2]
    languages: tuple[Prefix, Prefix] = ("", chinese) if place // 2 % 2 else (chinese, "")
    colours = THEMES if place // 4 % 2 else THEMES[::-1]
    sizes = (1, (2, 3)[place // 8 % 2])
    return [Look(*each) for each in zip(languages, colours, sizes, strict=True)]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The pages and how they are looked at."""
    if "looks" not in metafunc.fixturenames:
        return
    whole = metafunc.config.getoption("--all-looks")
    params = []
    for place, state in enumerate(STATES):
        looks = ALL_LOOKS if whole else looks_of(place)
        # A phone that can be used again saves half of the time.
        parts = [[look] for look in looks] if state.leaves_traces else [looks]
        params += [
            pytest.param(
                state, part, id=f"{state.name}: {'; '.join(map(str, part))}", marks=state.marks
            )
            for part in parts
        ]
    metafunc.parametrize(("state", "looks"), params)


def test_every_page_somebody_can_read_is_among_the_states() -> None:
    measured = {state.path for state in STATES}
    assert {path for path in PAGES if path not in measured} == {
        # A file of Loop's is seen by way of the page where it is chosen.
        "/import/loop/",
        # The day by its own address looks as it does on Today.
        "/day/2026-11-23/",
        # And what is practised at another time of day as in the evening.
        "/practise/morning/",
        "/practise/morning/arm-throw/",
        "/practise/now/sole-rub/",
    }


def test_every_state_is_heard_as_it_was_and_seen_in_the_usual_size_by_day_and_night() -> None:
    for place, state in enumerate(STATES):
        looks = looks_of(place)
        kept = {prefix for prefix in PREFIXES if kept_as(state, prefix)}
        assert kept <= {look.prefix for look in looks}
        assert {look.theme for look in looks} == set(THEMES)
        assert 1 in {look.size for look in looks}


def test_every_two_of_language_colours_and_size_occur_together() -> None:
    tried = [look for place in range(len(STATES)) for look in looks_of(place)]
    for one, other in itertools.combinations(range(3), 2):
        wanted = {(look[one], look[other]) for look in ALL_LOOKS}
        assert {(look[one], look[other]) for look in tried} == wanted


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether what is heard now is what shall be heard."""
    return bool(request.config.getoption("--renew-reading"))


@pytest.fixture
def all_looks(request: pytest.FixtureRequest) -> bool:
    """Whether every look of every page is tried."""
    return bool(request.config.getoption("--all-looks"))


def test_the_page_can_be_read_and_hit(
    new_phone: NewPhone, state: State, looks: list[Look], renew: bool, all_looks: bool
) -> None:
    page = new_phone(state.owner() if state.owner else None)
    complaints: list[str] = []
    for look in looks:
        page.set_viewport_size(SIZES["phone"])
        page.emulate_media(color_scheme=look.theme)
        state.show(page, look.prefix)
        complaints += listened_to(page, state, look.prefix, renew=renew)
        # Language and colours change nothing that axe is asked for.
        if all_looks or look.prefix == "":
            complaints += [f"{look}: {each}" for each in asked_by_axe(page, contrast=all_looks)]
        complaints += [f"{look}: {each}" for each in looked_at(page, state, look)]
    assert not complaints, "\n".join(complaints)


def kept_as(state: State, prefix: Prefix) -> Path | None:
    """The file with what is heard of a state; in Chinese there is one of a few."""
    if prefix == "":
        name = state.name
    elif prefix == "/zh-hans" and state.name in HEARD_IN_CHINESE:
        name = f"{state.name} in Chinese"
    else:
        return None
    return READING / f"{re.sub('[^a-zA-Z]+', '-', name)}.txt"


def listened_to(page: Page, state: State, prefix: Prefix, *, renew: bool) -> list[str]:
    """What is heard otherwise than it was when somebody listened to it (docs/accessibility.md)."""
    complaints = [f"sounds the same, does another thing: {each}" for each in called_the_same(page)]
    complaints += [f"is called otherwise: {each}" for each in written_otherwise(page)]
    if (file := kept_as(state, prefix)) is None:
        return complaints
    now = heard(page)
    if renew:
        file.write_text(now, encoding="utf-8")
    before = file.read_text(encoding="utf-8").splitlines()
    changes = difflib.unified_diff(before, now.splitlines(), "heard before", "heard now", n=1)
    return complaints + [f"heard: {each.rstrip()}" for each in changes]


def test_every_state_was_listened_to_and_nothing_else_is_kept() -> None:
    wanted = {kept_as(state, prefix) for state in STATES for prefix in PREFIXES} - {None}
    assert set(READING.glob("*.txt")) == wanted


def looked_at(page: Page, state: State, look: Look) -> list[str]:
    """What is wrong with the page in one look."""
    ruler, text = Ruler(page), Text(page)
    text.browser(100)
    text.size(look.size)
    assert text.root() == PIXELS[look.size]
    complaints: list[str] = ruler.measure("contrasts", 7, 3)
    wider = ["desktop", "watch"] if state in TODAY else ["desktop"]
    # The small phone is the last, for what comes after them is tried on it.
    for screen in ["phone", *(wider if look.size == 1 else []), "small phone"]:
        if page.viewport_size != SIZES[screen]:
            page.set_viewport_size(SIZES[screen])
            settled(page)
        found = ruler.complaints(
            fit=(SIZES[screen]["width"],), sizes=(18, 16, LABELS), targets=(60, 88)
        )
        complaints += [f"{screen}: {each}" for each in found]
    text.spacing(wide=True)
    settled(page)
    found = ruler.measure("fit", SIZES["small phone"]["width"])
    complaints += [f"with wide spacing: {each}" for each in found]
    text.spacing(wide=False)
    text.size(1)
    text.browser(200)
    assert text.root() == 40
    found = ruler.complaints(fit=(SIZES["small phone"]["width"],), targets=(60, 88))
    complaints += [f"the browser's text doubled: {each}" for each in found]
    return complaints
