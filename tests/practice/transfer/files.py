"""Files as /export.json writes them, as somebody might have changed them, and how they are read."""

import json
from typing import Any

import pytest
from django.utils import translation

from people.zones import is_zone
from practice.transfer.parse import parse_export
from practice.transfer.schema import ImportProblem, ParsedRecord
from practice.words.import_record import fault_text
from tests.practice.rules.worlds import FACTS, utc

NOW = utc("2026-11-23 21:00")
NOTHING = "Nothing was imported: "

PERSON: dict[str, Any] = {
    "zone": "Europe/Berlin",
    "day_starts": [{"from": None, "minutes": 240}],
    "consent": {"version": 1, "given": "2026-10-01T08:00:00+00:00"},
    "blanks_settled_to": None,
    "growth_asked_on": None,
    "keeps_notes": False,
    "nickname": "",
}


def plan_entry(**changes: Any) -> dict[str, Any]:
    """The evening's sole rub, from October on."""
    usual = {"starts": "2026-10-01", "kind": "own", "sets": {"sole-rub": [0, 0, 1]}, "aside": {}}
    return {**usual, **changes}


def pause_entry(**changes: Any) -> dict[str, Any]:
    """Two days away."""
    return {"first_day": "2026-10-10", "last_day": "2026-10-11", "reason": "", **changes}


def note_entry(**changes: Any) -> dict[str, Any]:
    """A good day."""
    return {"day": "2026-10-12", "feeling": "comfortable", "words": "", **changes}


def tick_entry(**changes: Any) -> dict[str, Any]:
    """The sole rub of a Friday, at nine in the evening."""
    usual = {
        "day": "2026-11-20",
        "period": "evening",
        "exercise": "sole-rub",
        "set": 1,
        "state": "done",
        "source": "tick",
        "amount": None,
        "unit": "strokes",
        "felt": False,
        "late": False,
        "instant": "2026-11-20T20:00:00.000000+00:00",
    }
    return {**usual, **changes}


def record_file(**parts: Any) -> bytes:
    """A whole file; ``...`` takes a part away."""
    usual = {
        "format": "kidneycare-export",
        "version": 2,
        "exported": "2026-11-22T10:00:00+00:00",
        "person": PERSON,
        "ticks": [tick_entry()],
        "plans": [plan_entry()],
        "pauses": [],
        "notes": [],
    }
    file = {name: part for name, part in {**usual, **parts}.items() if part is not ...}
    return json.dumps(file, ensure_ascii=False).encode()


def read(content: bytes) -> ParsedRecord:
    return parse_export(content, FACTS, now=NOW, is_zone=is_zone)


def refusal(content: bytes) -> str:
    """What is said of a file that is refused."""
    with pytest.raises(ImportProblem) as refused:
        read(content)
    with translation.override("en"):
        sentence = fault_text(refused.value)
    assert sentence.startswith(NOTHING)
    assert sentence.endswith(".")
    return sentence.removeprefix(NOTHING)
