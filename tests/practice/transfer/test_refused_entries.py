"""An entry that can't be is named in the sentence that refuses its file."""

import datetime as dt
from typing import Any

import pytest

from practice.transfer.schema import MOST_VERSIONS, Fault, ImportProblem
from practice.words.import_record import fault_text
from tests.practice.transfer.files import (
    NOTHING,
    PERSON,
    note_entry,
    pause_entry,
    plan_entry,
    read,
    record_file,
    refusal,
    tick_entry,
)
from tests.practice.transfer.test_refused_files import FILES

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
        "tick 2 (2026-11-25, evening, sole-rub) is in the future.",
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
        f"tick 2 ({FRIDAY}) is in the future.",
    ),
    "the end of time": (
        {"instant": "9999-12-31T23:59:59-14:00"},
        f"tick 2 ({FRIDAY}) is in the future.",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), TICKS.values(), ids=TICKS.keys())
def test_a_tick_that_cannot_be_is_named(changes: dict[str, Any], sentence: str) -> None:
    wrong = {name: value for name, value in tick_entry(**changes).items() if value is not ...}
    assert refusal(record_file(ticks=[tick_entry(day="2026-11-19"), wrong])) == sentence


def test_the_same_slot_twice_is_named() -> None:
    twice = [tick_entry(), tick_entry(day="2026-11-19"), tick_entry(state="undone")]
    assert refusal(record_file(ticks=twice)) == f"tick 3 ({FRIDAY}) is in the file twice."


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
        "plan 2 (2026-10-01) is in the file twice.",
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


EVENING = {"period": "evening", "minutes": 1170}
OTHERS: dict[str, tuple[dict[str, Any], str]] = {
    "a pause that ends first": (
        {"pauses": [pause_entry(last_day="2026-10-09")]},
        "pause 1 (2026-10-10) ends before it begins.",
    ),
    "a pause twice": (
        {"pauses": [pause_entry(), pause_entry(last_day=None)]},
        "pause 2 (2026-10-10) is in the file twice.",
    ),
    "a pause on no day": (
        {"pauses": [pause_entry(first_day="10 October")]},
        "pause 1 (10 October) has a day that no calendar has.",
    ),
    "a reason of 201 letters": (
        {"pauses": [pause_entry(reason="x" * 201)]},
        f"pause 1 (reason) {FORM}",
    ),
    "a reason with a NUL": (
        {"pauses": [pause_entry(reason="a\0b")]},
        f"pause 1 (reason) {FORM}",
    ),
    "a note twice": (
        {"notes": [note_entry(), note_entry(words="x")]},
        "note 2 (2026-10-12) is in the file twice.",
    ),
    "a note of the future": (
        {"notes": [note_entry(day="2026-11-25")]},
        "note 1 (2026-11-25) is in the future.",
    ),
    "a note that says nothing": (
        {"notes": [note_entry(feeling=None, words=" ")]},
        f"note 1 (2026-10-12) {FORM}",
    ),
    "an unknown feeling": (
        {"notes": [note_entry(feeling="great")]},
        f"note 1 (feeling) {FORM}",
    ),
    "a note of 201 letters": (
        {"notes": [note_entry(words="x" * 201)]},
        f"note 1 (words) {FORM}",
    ),
    "a nickname of 41 letters": (
        {"person": {**PERSON, "nickname": "x" * 41}},
        f"the part “person” (nickname) {FORM}",
    ),
    "a period to be reminded of twice": (
        {"person": {**PERSON, "reminders": {"times": [EVENING, {**EVENING, "minutes": 1}]}}},
        f"the part “person” (reminders) {FORM}",
    ),
    "a reminder on no clock": (
        {"person": {**PERSON, "reminders": {"times": [{**EVENING, "minutes": 1440}]}}},
        f"the part “person” (reminders) {FORM}",
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
    """Those of Loop's files are in test_loop_refused.py."""
    ours = [fault for fault in Fault if not fault.name.startswith("LOOP")]
    sentences = {
        fault_text(ImportProblem(fault, "ticks", 7, "x")).removeprefix(NOTHING) for fault in ours
    }
    assert len(sentences) == len(ours)
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
