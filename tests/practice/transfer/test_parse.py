"""A file in order comes to what it says; whatever else comes is refused and breaks nothing."""

import datetime as dt
import json
from typing import Any

import pytest
from django import forms
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from content.types import Period
from kidneycare.i18n.text import clean_line
from practice.forms.note import NoteForm
from practice.forms.pauses import PauseForm
from practice.rules.adherence import State, TickState
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, Slot
from practice.transfer.schema import ImportProblem
from practice.words.import_record import contents_text, fault_text
from tests.practice.transfer.files import (
    NOTHING,
    PERSON,
    note_entry,
    pause_entry,
    plan_entry,
    read,
    record_file,
    tick_entry,
)

# --- what is in order -------------------------------------------------------------


def test_a_file_comes_to_what_it_says() -> None:
    found = read(
        record_file(
            person={
                **PERSON,
                "day_starts": [
                    {"from": None, "minutes": 0},
                    {"from": "2026-11-24", "minutes": 480},
                ],
                "blanks_settled_to": "2026-11-02",
                "growth_asked_on": "2026-11-09",
                "keeps_notes": True,
            },
            plans=[
                plan_entry(starts="2026-11-01", kind="easy", aside={"waist-rub": [1, 0, 1]}),
                plan_entry(
                    starts="2026-10-01", sets={"sole-rub": [0, 0, 1], "arm-raise": [2, 0, 3]}
                ),
            ],
            pauses=[pause_entry(), pause_entry(first_day="2026-12-24", last_day=None, reason="雪")],
            notes=[
                note_entry(words="“warm”"),
                note_entry(day="2026-10-13", feeling=None, words="a"),
            ],
            ticks=[
                tick_entry(exercise="waist-knead", amount=7.3, unit="minutes", source="guided"),
                tick_entry(amount=120, felt=True, late=True, instant="2026-11-21T08:00:00+01:00"),
                tick_entry(
                    exercise="arm-throw", period="morning", set=5, state="skipped", unit=None
                ),
            ],
        )
    )
    assert found.settings.zone == "Europe/Berlin"
    assert found.settings.day_starts == ((dt.date.min, 0), (dt.date(2026, 11, 24), 480))
    assert found.settings.preferences.blanks_settled_to == dt.date(2026, 11, 2)
    assert found.settings.preferences.growth_asked_on == dt.date(2026, 11, 9)
    assert found.settings.preferences.keeps_notes is True
    assert found.plans == (
        Plan(dt.date(2026, 10, 1), "own", {"sole-rub": (0, 0, 1), "arm-raise": (2, 0, 3)}),
        Plan(dt.date(2026, 11, 1), "easy", {"sole-rub": (0, 0, 1)}, {"waist-rub": (1, 0, 1)}),
    )
    assert found.pauses == (
        PauseSpan(dt.date(2026, 10, 10), dt.date(2026, 10, 11)),
        PauseSpan(dt.date(2026, 12, 24), None, "雪"),
    )
    assert [(note.feeling, note.words) for note in found.notes] == [
        ("comfortable", "“warm”"),
        (None, "a"),
    ]
    day = dt.date(2026, 11, 20)
    eight_in_the_evening = 1_795_204_800_000_000
    assert found.ticks == (
        (
            day,
            Slot(Period.EVENING, "waist-knead", 1),
            TickState(State.DONE, tenths=73, guided=True, instant=eight_in_the_evening),
        ),
        (
            day,
            Slot(Period.EVENING, "sole-rub", 1),
            TickState(
                State.DONE,
                tenths=1200,
                felt=True,
                late=True,
                instant=eight_in_the_evening + 11 * 3600 * 1_000_000,
            ),
        ),
        (
            day,
            Slot(Period.MORNING, "arm-throw", 5),
            TickState(State.SKIPPED, instant=eight_in_the_evening),
        ),
    )
    told = found.contents
    assert (told.done, told.first, told.last) == (2, day.isoformat(), day.isoformat())
    assert found.last_tick == day


def test_version_1_had_neither_notes_nor_what_was_set_aside() -> None:
    plan = {name: value for name, value in plan_entry().items() if name != "aside"}
    person = {name: PERSON[name] for name in ("zone", "day_starts", "consent", "blanks_settled_to")}
    found = read(record_file(version=1, notes=..., plans=[plan], person=person))
    assert (len(found.plans), len(found.ticks), found.notes) == (1, 1, ())
    assert found.settings.preferences.keeps_notes is False


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: b"\n\t " + content + b"\r\n",
        lambda content: json.dumps(json.loads(content), indent=4).encode(),
        lambda content: json.dumps(json.loads(content), ensure_ascii=True, sort_keys=True).encode(),
    ],
    ids=["a tick before it", "white space around it", "spread out", "sorted"],
)
def test_how_an_editor_saves_it_makes_no_difference(change: Any) -> None:
    content = record_file(notes=[note_entry(words="Füße warm, 脚暖 🦶")])
    assert read(change(content)) == read(content)


def test_pauses_that_meet_are_one() -> None:
    found = read(
        record_file(
            pauses=[
                pause_entry(first_day="2026-10-12", last_day="2026-10-20", reason="away"),
                pause_entry(first_day="2026-10-10", last_day="2026-10-11"),
                pause_entry(first_day="2026-10-15", last_day=None),
            ]
        )
    )
    assert found.pauses == (PauseSpan(dt.date(2026, 10, 10), None, "away"),)


def test_what_is_planned_is_not_set_aside_too() -> None:
    (plan,) = read(record_file(plans=[plan_entry(aside={"sole-rub": [0, 0, 1]})])).plans
    assert plan.aside == {}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        *(("\ufeff", name) for name in ("utf-8", "utf-16-le", "utf-16-be")),
        *(("", name) for name in ("utf-8", "utf-16-le", "utf-16-be")),
    ],
)
def test_a_file_that_an_editor_saved_in_its_own_way_is_the_same(
    mark: str, encoding: str, line_end: str
) -> None:
    """Notepad's "Unicode", "Unicode big endian" and "UTF-8 with BOM"."""
    file = record_file(notes=[note_entry(words="脚 “warm” 🦶")])
    saved = (mark + file.decode().replace(", ", f",{line_end}")).encode(encoding)
    assert read(saved) == read(file)


# --- texts --------------------------------------------------------------------------

TRICKY = st.sampled_from(
    "\0\t\n\x1f\x7f\x85\xa0\u034f\u115f\u1160\u200b\u200c\u200d\u200e\u2028\u202e"
    "\u2066\u2800\u3000\u3164\ufeff\ufe0f\uffa0\U000e0041\U000e007f🏴 aé脚\u0301🦶👩"
)
TEXTS = st.text(TRICKY | st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    TRICKY, min_size=195, max_size=205
)


def text_of(form: forms.Form, name: str) -> str | None:
    """What a form keeps of a text; nothing where it refuses."""
    return form.cleaned_data[name] if form.is_valid() else None


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_file_and_a_form_keep_the_same_of_a_text(text: str) -> None:
    reason = PauseForm({"days": "today", "reason": text}, today=dt.date(2026, 11, 23))
    try:
        found = read(record_file(pauses=[pause_entry(reason=text)], notes=[note_entry(words=text)]))
    except ImportProblem:
        assert text_of(NoteForm({"words": text}), "words") is None
        assert text_of(reason, "reason") is None
        return
    words = found.notes[0].words
    assert words == clean_line(words) == text_of(NoteForm({"words": text}), "words")
    assert found.pauses[0].reason == text_of(reason, "reason")


WALES = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
JOINED = (
    *(WALES, f"Dai {WALES}{SCOTLAND}", "\U0001f1e8\U0001f1f3", "\U0001f3f3\ufe0f\u200d\U0001f308"),
    *("\U0001f44b\U0001f3fd", "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f468\U0001f3fb"),
    *("1\ufe0f\u20e3", "\u2603\ufe0e", "\u845b\U000e0100"),
)
"""Flags of tag letters, pairs and joiners, skin tones, keycaps, variants of a sign."""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\nb\n", "a b"),
        ("\u202eiL", "iL"),
        ("L\u200bi", "Li"),
        *((blank, "") for blank in "\u3164\u2800\u115f\u1160\uffa0\u200b\u200d\ufe0f\u034f"),
        ("Li\u3164\u2800", "Li"),
        (" \u202e ", ""),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        *((joined, joined) for joined in JOINED),
        *((f"Li{WALES[1:3]}", "Li"), (WALES[:-1], "🏴"), (f"a{WALES[1:]}b", "ab")),
        *((hidden, "") for hidden in "\u2065\U000e0001\U000e0041\U0001d159\U000e01f0\u180e\u00ad"),
        ("می‌خواهم", "می‌خواهم"),
        ("\u0662\u0660\u0662\u0666\u0601", "\u0662\u0660\u0662\u0666\u0601"),
        ("한글", "한글"),
    ],
)
def test_a_nickname_of_a_file_is_cleaned(text: str, kept: str) -> None:
    assert read(record_file(person={**PERSON, "nickname": text})).settings.nickname == kept


def test_a_note_of_nothing_that_can_be_seen_is_left_out() -> None:
    """Forms kept such notes once: whoever has one can still bring their record."""
    assert read(record_file(notes=[note_entry(feeling=None, words="\u3164")])).notes == ()


# --- whatever comes ---------------------------------------------------------------

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["2026-11-20", "evening", "sole-rub", "done", "tick", "strokes", "UTC"]),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


def is_read_or_refused(content: bytes) -> bool:
    """Whether there is a record in it, or a sentence about it."""
    try:
        return bool(read(content).plans)
    except ImportProblem as refused:
        return fault_text(refused).startswith(NOTHING)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_file_it_is_read_or_refused_and_never_breaks(
    data: st.DataObject,
) -> None:
    file = json.loads(
        record_file(pauses=[pause_entry()], notes=[note_entry()], ticks=[tick_entry()])
    )
    place: Any = file
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.booleans()):
            break
        place = place[key]
    place[key] = data.draw(ANYTHING)
    assert is_read_or_refused(json.dumps(file).encode())


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 5000), st.binary(max_size=4))
def test_damaged_anywhere_it_is_read_or_refused_and_never_breaks(place: int, damage: bytes) -> None:
    content = record_file(notes=[note_entry(words="脚暖")])
    place %= len(content)
    assert is_read_or_refused(content[:place] + damage + content[place + len(damage) :])


# --- what is said of a file in order ------------------------------------------------


@translation.override("en")
def test_what_a_file_holds_is_said_a_line_each() -> None:
    full = record_file(
        ticks=[
            tick_entry(),
            tick_entry(day="2026-10-05"),
            tick_entry(day="2026-11-22", state="undone"),
        ],
        plans=[plan_entry(), plan_entry(starts="2026-11-01")],
        pauses=[pause_entry()],
        notes=[note_entry(), note_entry(day="2026-10-13")],
    )
    assert contents_text(read(full).contents) == [
        "2 ticks, from 5 October 2026 to 20 November 2026",
        "2 plans",
        "1 time of rest",
        "2 notes",
    ]
    assert contents_text(read(record_file(ticks=[])).contents) == ["Nothing ticked yet", "1 plan"]
