"""A file is read whole or not at all, and the first thing that is wrong is told in one sentence."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from content.types import Period
from people.zones import is_zone
from practice.adherence import Mark, State
from practice.pauses import PauseSpan
from practice.plan import Plan, Slot
from practice.portable import LARGEST, MOST_VERSIONS, Fault, Portable, PortableError
from practice.reading import read_export
from practice.templatetags.import_words import fault_words, holds
from tests.practice.files import (
    PERSON,
    note_entry,
    pause_entry,
    plan_entry,
    record_file,
    tick_entry,
)
from tests.practice.worlds import FACTS, utc

NOW = utc("2026-11-23 21:00")
NOTHING = "Nothing was taken over: "


def read(content: bytes) -> Portable:
    return read_export(content, FACTS, now=NOW, is_zone=is_zone)


def refusal(content: bytes) -> str:
    """What is said of a file that is refused."""
    with pytest.raises(PortableError) as refused:
        read(content)
    with translation.override("en"):
        sentence = fault_words(refused.value)
    assert sentence.startswith(NOTHING)
    assert sentence.endswith(".")
    return sentence.removeprefix(NOTHING)


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
    assert found.settings.blanks_settled_to == dt.date(2026, 11, 2)
    assert found.settings.growth_asked_on == dt.date(2026, 11, 9)
    assert found.settings.keeps_notes is True
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
            Mark(State.DONE, tenths=73, guided=True, instant=eight_in_the_evening),
        ),
        (
            day,
            Slot(Period.EVENING, "sole-rub", 1),
            Mark(
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
            Mark(State.SKIPPED, instant=eight_in_the_evening),
        ),
    )
    assert (found.done, found.days, found.last_tick) == (2, (day, day), day)


def test_version_1_had_neither_notes_nor_what_was_set_aside() -> None:
    plan = {name: value for name, value in plan_entry().items() if name != "aside"}
    person = {name: PERSON[name] for name in ("zone", "day_starts", "consent", "blanks_settled_to")}
    found = read(record_file(version=1, notes=..., plans=[plan], person=person))
    assert (len(found.plans), len(found.ticks), found.notes) == (1, 1, ())
    assert found.settings.keeps_notes is False


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: b"\n\t " + content + b"\r\n",
        lambda content: json.dumps(json.loads(content), indent=4).encode(),
        lambda content: json.dumps(json.loads(content), ensure_ascii=True, sort_keys=True).encode(),
    ],
    ids=["a mark before it", "white space around it", "spread out", "sorted"],
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


# --- what is refused: the file as a whole -----------------------------------------

FOREIGN = "this is not the file kidneycare.json that Kidneycare wrote."
UP_TO = record_file().index(b'"exercise"')

FILES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", FOREIGN),
    "no JSON": (b"day,period,exercise\r\n2026-11-20,evening,sole-rub\r\n", FOREIGN),
    "JSON of something else": (b'{"habits": []}', FOREIGN),
    "a list": (b"[]", FOREIGN),
    "null": (b"null", FOREIGN),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", FOREIGN),
    "another format": (record_file(format="fitness-export"), FOREIGN),
    "a version in words": (record_file(version="2"), FOREIGN),
    "version 0": (record_file(version=0), FOREIGN),
    "version 2.5": (record_file(version=2.5), FOREIGN),
    "a version of 5,000 digits": (
        record_file().replace(b'"version": 2', b'"version": ' + b"9" * 5000),
        FOREIGN,
    ),
    "no version": (record_file(version=...), FOREIGN),
    "UTF-16": (record_file().decode().encode("utf-16"), FOREIGN),
    "UTF-32": (record_file().decode().encode("utf-32"), FOREIGN),
    "a million brackets": (b"[" * 1_000_000, FOREIGN),
    "a million objects": (b'{"a":' * 1_000_000, FOREIGN),
    "a newer version": (
        record_file(version=3, something=[]),
        "the file comes from a newer Kidneycare than this one.",
    ),
    "nobody's record": (
        record_file(person=None, plans=[], ticks=[]),
        "there is no record in this file.",
    ),
    "no plan": (record_file(plans=[]), "there is no plan in this file."),
    "no plans at all": (
        record_file(plans=...),
        "the part “plans” is not in the right form.",
    ),
    "an unknown part": (record_file(friends=[]), "the file is not in the right form."),
    "ticks that are no list": (
        record_file(ticks={"2026-11-20": []}),
        "the part “ticks” is not in the right form.",
    ),
    "cut off": (
        record_file(notes=[note_entry()]).replace(b", ", b",\n")[: UP_TO + 3],
        "the file is damaged or cut off, in line 15.",
    ),
    "with something behind it": (
        record_file() + b"\n\n}",
        "the file is damaged or cut off, in line 3.",
    ),
    "with a comma too many": (
        record_file().replace(b"}]", b"},\n]", 1),
        "the file is damaged or cut off, in line 2.",
    ),
    "with a NUL": (record_file() + b"\0", "the file is damaged or cut off, in line 1."),
    "with NaN": (
        record_file(ticks=[tick_entry(amount=float("nan"))]),
        "the file is damaged or cut off, in line 1.",
    ),
    "with Infinity": (
        record_file(ticks=[tick_entry(amount=float("inf"))]),
        "the file is damaged or cut off, in line 1.",
    ),
    "with Latin-1 in it": (
        record_file(notes=[note_entry(words="Fuss")]).replace(b"Fuss", b"\nFu\xdf"),
        "the file is damaged or cut off, in line 2.",
    ),
    "with half a pair of letters": (
        record_file(notes=[note_entry(words="half")]).replace(b"half", b"\\ud83d"),
        "the file is damaged or cut off, in line 1.",
    ),
    "with brackets a hundred thousand deep": (
        record_file(notes=["deep"]).replace(b'"deep"', b"[" * 100_000 + b"]" * 100_000),
        "the file is damaged or cut off, in line 1.",
    ),
    "with objects a hundred thousand deep": (
        record_file(exported="deep").replace(b'"deep"', b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
        "the file is damaged or cut off, in line 1.",
    ),
    "the same list twice": (
        record_file()[:-1] + b', "ticks": []}',
        "the part “ticks” says the same thing twice.",
    ),
    "the same person's zone twice": (
        record_file().replace(b'"zone"', b'"zone": "UTC", "zone"'),
        "the part “person” (zone) says the same thing twice.",
    ),
    "the same word twice, once in disguise": (
        record_file(
            ticks=[tick_entry(), tick_entry(set=1, period="evening", day="2026-11-19")]
        ).replace(b'{"day": "2026-11-19"', b'{"d\\u0061y": "2026-11-18", "day": "2026-11-19"'),
        "tick 2 (day) says the same thing twice.",
    ),
    "the same exercise planned twice": (
        record_file().replace(b'"sole-rub": [', b'"sole-rub": [0, 0, 0], "sole-rub": ['),
        "plan 1 (sets) says the same thing twice.",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_none_is_told_in_a_sentence(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


def test_32_megabytes_are_read_and_a_byte_more_is_not() -> None:
    content = record_file()
    assert read(content + b" " * (LARGEST - len(content))).done == 1
    assert (
        refusal(content + b" " * (LARGEST - len(content) + 1))
        == "the file is larger than 32 megabytes."
    )


# --- what is refused: one entry ---------------------------------------------------

FRIDAY = "2026-11-20, evening, sole-rub"
FORM = "is not in the right form."

TICKS: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown word": ({"colour": "red"}, f"tick 2 {FORM}"),
    "a word that imitates the decoder": ({"x` - at `$.plans[8].sets": 1}, f"tick 2 {FORM}"),
    "a missing word": ({"amount": ...}, f"tick 2 (amount) {FORM}"),
    "a number for a text": ({"day": 20261120}, f"tick 2 (day) {FORM}"),
    "a period of another language": ({"period": "abends"}, f"tick 2 (period) {FORM}"),
    "an unknown state": ({"state": "missed"}, f"tick 2 (state) {FORM}"),
    "an unknown source": ({"source": "watch"}, f"tick 2 (source) {FORM}"),
    "set 0": ({"set": 0}, f"tick 2 (set) {FORM}"),
    "set 6": ({"set": 6}, f"tick 2 (set) {FORM}"),
    "set 1.5": ({"set": 1.5}, f"tick 2 (set) {FORM}"),
    "set true": ({"set": True}, f"tick 2 (set) {FORM}"),
    "set of a googol": ({"set": 10**100}, f"tick 2 (set) {FORM}"),
    "felt 1": ({"felt": 1}, f"tick 2 (felt) {FORM}"),
    "late null": ({"late": None}, f"tick 2 (late) {FORM}"),
    "an amount in words": ({"amount": "100"}, f"tick 2 (amount) {FORM}"),
    "an endless exercise": ({"exercise": "x" * 61}, f"tick 2 (exercise) {FORM}"),
    "30 February": (
        {"day": "2026-02-30"},
        "tick 2 (2026-02-30) has a day that no calendar has.",
    ),
    "digits of another script": (
        {"day": "２０２６-１１-２０"},
        "tick 2 (２０２６-１１-２０) has a day that no calendar has.",
    ),
    "the first day of all": (
        {"day": "0001-01-01"},
        "tick 2 (0001-01-01) has a day that no calendar has.",
    ),
    "a day after tomorrow": (
        {"day": "2026-11-25"},
        "tick 2 (2026-11-25, evening, sole-rub) lies in the future.",
    ),
    "an unknown exercise": (
        {"exercise": "head-rub"},
        "tick 2 (2026-11-20, evening, head-rub) names an unknown exercise.",
    ),
    "an exercise by its code": (
        {"exercise": "1"},
        "tick 2 (2026-11-20, evening, 1) names an unknown exercise.",
    ),
    "a morning sole rub": (
        {"period": "morning"},
        "the document does not have tick 2 (2026-11-20, morning, sole-rub) at that time of day.",
    ),
    "an afternoon waist rub": (
        {"period": "afternoon", "exercise": "waist-rub"},
        "the document does not have tick 2 (2026-11-20, afternoon, waist-rub) at that time of day.",
    ),
    "no strokes": ({"amount": 0}, f"tick 2 ({FRIDAY}) has an amount that cannot be."),
    "minus one stroke": ({"amount": -1}, f"tick 2 ({FRIDAY}) has an amount that cannot be."),
    "10,000 strokes": ({"amount": 10_000}, f"tick 2 ({FRIDAY}) has an amount that cannot be."),
    "half a stroke": ({"amount": 100.5}, f"tick 2 ({FRIDAY}) has an amount that cannot be."),
    "nearly a hundred": (
        {"amount": 99.9999999},
        f"tick 2 ({FRIDAY}) has an amount that cannot be.",
    ),
    "1e308 strokes": ({"amount": 1e308}, f"tick 2 ({FRIDAY}) has an amount that cannot be."),
    "strokes in minutes": (
        {"amount": 100, "unit": "minutes"},
        f"tick 2 ({FRIDAY}) has an amount that cannot be.",
    ),
    "an amount of what was undone": (
        {"state": "undone", "amount": 100},
        f"tick 2 ({FRIDAY}) has an amount that cannot be.",
    ),
    "warm without being done": (
        {"state": "skipped", "felt": True},
        f"tick 2 ({FRIDAY}) has an amount that cannot be.",
    ),
    "a time without a zone": (
        {"instant": "2026-11-20T21:00:00"},
        f"tick 2 ({FRIDAY}) has a time that cannot be read.",
    ),
    "a time that is none": (
        {"instant": "yesterday"},
        f"tick 2 ({FRIDAY}) has a time that cannot be read.",
    ),
    "25 o'clock": (
        {"instant": "2026-11-20T25:00:00Z"},
        f"tick 2 ({FRIDAY}) has a time that cannot be read.",
    ),
    "a time a second from now": (
        {"instant": "2026-11-23T21:00:01Z"},
        f"tick 2 ({FRIDAY}) lies in the future.",
    ),
    "the end of time": (
        {"instant": "9999-12-31T23:59:59-14:00"},
        f"tick 2 ({FRIDAY}) lies in the future.",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), TICKS.values(), ids=TICKS.keys())
def test_a_tick_that_cannot_be_is_named(changes: dict[str, Any], sentence: str) -> None:
    wrong = {name: value for name, value in tick_entry(**changes).items() if value is not ...}
    assert refusal(record_file(ticks=[tick_entry(day="2026-11-19"), wrong])) == sentence


def test_the_same_slot_twice_is_named() -> None:
    twice = [tick_entry(), tick_entry(day="2026-11-19"), tick_entry(state="undone")]
    assert refusal(record_file(ticks=twice)) == f"tick 3 ({FRIDAY}) stands in the file twice."


@pytest.mark.parametrize("amount", [1e400, "9" * 5000])
def test_a_number_beyond_all_numbers_is_named(amount: object) -> None:
    content = record_file(ticks=[tick_entry(amount=12345)]).replace(
        b"12345", b"1e400" if isinstance(amount, float) else str(amount).encode()
    )
    assert refusal(content) == f"tick 1 (amount) {FORM}"


PLANS: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown way": ({"kind": "hard"}, f"plan 2 (kind) {FORM}"),
    "two periods a day": ({"sets": {"sole-rub": [0, 1]}}, f"plan 2 (sets) {FORM}"),
    "half a set": ({"sets": {"sole-rub": [0, 0, 0.5]}}, f"plan 2 (sets) {FORM}"),
    "30 February": (
        {"starts": "2026-02-30"},
        "plan 2 (2026-02-30) has a day that no calendar has.",
    ),
    "an unknown exercise": (
        {"sets": {"head-rub": [1, 0, 0]}},
        "plan 2 (2026-11-01, head-rub) names an unknown exercise.",
    ),
    "an unknown exercise set aside": (
        {"aside": {"head-rub": [1, 0, 0]}},
        "plan 2 (2026-11-01, head-rub) names an unknown exercise.",
    ),
    "a morning sole rub": (
        {"sets": {"sole-rub": [1, 0, 0]}},
        "plan 2 (2026-11-01, sole-rub) asks for more than the document has.",
    ),
    "six arm raises": (
        {"sets": {"arm-raise": [2, 2, 2]}},
        "plan 2 (2026-11-01, arm-raise) asks for more than the document has.",
    ),
    "fewer than none": (
        {"sets": {"arm-raise": [-1, 0, 0]}},
        "plan 2 (2026-11-01, arm-raise) asks for more than the document has.",
    ),
    "the first day once more": (
        {"starts": "2026-10-01"},
        "plan 2 (2026-10-01) stands in the file twice.",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), PLANS.values(), ids=PLANS.keys())
def test_a_plan_that_cannot_be_is_named(changes: dict[str, Any], sentence: str) -> None:
    plans = [plan_entry(), plan_entry(starts="2026-11-01") | changes]
    assert refusal(record_file(plans=plans)) == sentence


def test_more_plans_or_pauses_than_a_life_has_are_refused() -> None:
    first = dt.date(2000, 1, 1)
    days = [(first + dt.timedelta(days=2 * n)).isoformat() for n in range(MOST_VERSIONS + 1)]
    plans = [plan_entry(starts=day) for day in days]
    assert len(read(record_file(plans=plans[1:])).plans) == MOST_VERSIONS
    assert refusal(record_file(plans=plans)) == f"the part “plans” {FORM}"
    pauses = [pause_entry(first_day=day, last_day=day) for day in days]
    assert refusal(record_file(pauses=pauses)) == f"the part “pauses” {FORM}"


OTHERS: dict[str, tuple[dict[str, Any], str]] = {
    "a pause that ends first": (
        {"pauses": [pause_entry(last_day="2026-10-09")]},
        "pause 1 (2026-10-10) ends before it begins.",
    ),
    "a pause twice": (
        {"pauses": [pause_entry(), pause_entry(last_day=None)]},
        "pause 2 (2026-10-10) stands in the file twice.",
    ),
    "a pause on no day": (
        {"pauses": [pause_entry(first_day="10 October")]},
        "pause 1 (10 October) has a day that no calendar has.",
    ),
    "a reason of 201 letters": (
        {"pauses": [pause_entry(reason="x" * 201)]},
        f"pause 1 (reason) {FORM}",
    ),
    "a reason of two lines": (
        {"pauses": [pause_entry(reason="a\nb")]},
        f"pause 1 (reason) {FORM}",
    ),
    "a note twice": (
        {"notes": [note_entry(), note_entry(words="x")]},
        "note 2 (2026-10-12) stands in the file twice.",
    ),
    "a note of the future": (
        {"notes": [note_entry(day="2026-11-25")]},
        "note 1 (2026-11-25) lies in the future.",
    ),
    "a note that says nothing": (
        {"notes": [note_entry(feeling=None, words=" ")]},
        f"note 1 (2026-10-12) {FORM}",
    ),
    "an unknown feeling": (
        {"notes": [note_entry(feeling="great")]},
        f"note 1 (feeling) {FORM}",
    ),
    "a note that ends its line": (
        {"notes": [note_entry(words="good\n")]},
        f"note 1 (words) {FORM}",
    ),
    "a note with a NUL": (
        {"notes": [note_entry(words="good\0")]},
        f"note 1 (words) {FORM}",
    ),
    "a zone nobody knows": (
        {"person": {**PERSON, "zone": "Mars/Olympus"}},
        "the part “person” (Mars/Olympus) names an unknown time zone.",
    ),
    "a zone that is a path": (
        {"person": {**PERSON, "zone": "../../etc/passwd"}},
        "the part “person” (../../etc/passwd) names an unknown time zone.",
    ),
    "a day that begins at nine": (
        {"person": {**PERSON, "day_starts": [{"from": None, "minutes": 540}]}},
        f"the part “person” (day_starts) {FORM}",
    ),
    "a day that never begins": (
        {"person": {**PERSON, "day_starts": []}},
        f"the part “person” (day_starts) {FORM}",
    ),
    "two first beginnings": (
        {"person": {**PERSON, "day_starts": 2 * [{"from": None, "minutes": 240}]}},
        f"the part “person” (day_starts) {FORM}",
    ),
    "a first beginning that is a later one": (
        {"person": {**PERSON, "day_starts": [{"from": "2026-11-24", "minutes": 240}]}},
        f"the part “person” (day_starts) {FORM}",
    ),
    "a beginning on no day": (
        {
            "person": {
                **PERSON,
                "day_starts": [{"from": None, "minutes": 1}, {"from": "soon", "minutes": 2}],
            }
        },
        "the part “person” (soon) has a day that no calendar has.",
    ),
    "an answer about no day": (
        {"person": {**PERSON, "blanks_settled_to": "2026-13-01"}},
        "the part “person” (2026-13-01) has a day that no calendar has.",
    ),
    "an unknown setting": (
        {"person": {**PERSON, "name": "Li"}},
        f"the part “person” {FORM}",
    ),
}


@pytest.mark.parametrize(("parts", "sentence"), OTHERS.values(), ids=OTHERS.keys())
def test_a_pause_a_note_or_a_setting_that_cannot_be_is_named(
    parts: dict[str, Any], sentence: str
) -> None:
    assert refusal(record_file(**parts)) == sentence


def test_every_fault_is_tried_above() -> None:
    sentences = {
        fault_words(PortableError(fault, "ticks", 7, "x")).removeprefix(NOTHING) for fault in Fault
    }
    assert len(sentences) == len(Fault)
    said = [sentence for table in (FILES, TICKS, PLANS, OTHERS) for _, sentence in table.values()]
    said += ["the file is larger than 32 megabytes."]
    endings = {sentence.partition("tick 7 (x)")[2] or sentence for sentence in sentences}
    untried = [
        ending
        for ending in endings
        if not any(sentence.endswith(ending.replace("line 7", "line 1")) for sentence in said)
    ]
    assert untried == []


def test_tomorrow_has_begun_somewhere() -> None:
    """At 21:00 in Greenwich it is Tuesday in Auckland, and Wednesday nowhere."""
    day = "2026-11-24"
    tick = tick_entry(day=day, instant="2026-11-23T20:59:59Z")
    assert read(record_file(ticks=[tick], notes=[note_entry(day=day)])).last_tick == dt.date(
        2026, 11, 24
    )


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
    except PortableError as refused:
        return fault_words(refused).startswith(NOTHING)


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
    assert holds(read(full)) == [
        "2 ticks, from 5 October 2026 to 20 November 2026",
        "2 plans",
        "1 time of rest",
        "2 notes",
    ]
    assert holds(read(record_file(ticks=[]))) == ["Nothing ticked yet", "1 plan"]
