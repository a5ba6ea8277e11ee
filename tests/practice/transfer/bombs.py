"""Files that are made to cost much, each as large as a file may be."""

from __future__ import annotations

import codecs
import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import count, islice

from practice.transfer.schema import LARGEST
from tests.practice.transfer.files import note_entry, pause_entry, record_file, tick_entry

HERE = b'"HERE"'
FEW, HALF = b"%-11b, ", b"%-23b, "
"""With blanks, so that there are no more commas and brackets than a file may have."""
WIDE = "\N{FOOT}".encode()
"""One such letter, and Python keeps each letter of the text in four bytes."""


def around(file: bytes, begin: bytes = b"", end: bytes = b"") -> tuple[bytes, bytes]:
    """What stands before and after ``"HERE"`` in a file."""
    before, after = file.split(HERE)
    return before + begin, end + after


def filled(ends: tuple[bytes, bytes], unit: bytes) -> bytes:
    """The same over and over, up to the last byte that a file may have."""
    before, after = ends
    room = LARGEST - len(before) - len(after)
    crowd = unit * (room // len(unit))
    return before + (crowd.rstrip(b", ") if b"," in unit else crowd) + after


def listed(ends: tuple[bytes, bytes], entries: Iterator[bytes], most: int = LARGEST) -> bytes:
    """Different entries with commas between them, as many as there is room for."""
    before, after = ends
    room, parts = LARGEST - len(before) - len(after), []
    for entry in islice(entries, most):
        room -= len(entry) + 1
        if room < 0:
            break
        parts.append(entry)
    return before + b",".join(parts) + after


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def ticks(**changes: object) -> Iterator[bytes]:
    """Valid ones, no two of one slot, back from the day before ``files.NOW``."""
    slots = [
        (period, exercise, number)
        for period in ("morning", "afternoon", "evening")
        for exercise in ("arm-raise", "arm-throw")
        for number in range(1, 6)
    ]
    for back in count(1):
        day = (dt.date(2026, 11, 22) - dt.timedelta(days=back)).isoformat()
        for number, (period, exercise, which) in enumerate(slots):
            slot = {"day": day, "period": period, "exercise": exercise, "set": which}
            instant = f"{day}T08:{number:02}:{back % 60:02}.{back:06}+00:00"
            unit = exercise.removeprefix("arm-") + "s"
            usual = tick_entry(**slot, instant=instant, unit=unit, amount=3 + number)
            yield compact({**usual, **changes})


def notes(letters: str, escaped: bool = False) -> Iterator[bytes]:
    """Valid ones with 200 letters each, which can hardly be compressed."""
    chance = random.Random(1)
    for back in count(1):
        day = (dt.date(2026, 11, 22) - dt.timedelta(days=back)).isoformat()
        entry = note_entry(day=day, words="".join(chance.choices(letters, k=200)))
        yield json.dumps(entry, ensure_ascii=escaped, separators=(",", ":")).encode()


@cache
def crowd_of_ticks() -> bytes:
    return listed(in_list("ticks"), ticks())


def numbered(form: str) -> Iterator[bytes]:
    return ((form % number).encode() for number in count())


def in_list(name: str) -> tuple[bytes, bytes]:
    return around(record_file(**{name: ["HERE"]}))


def in_text(name: str, value: bytes = b"") -> tuple[bytes, bytes]:
    """A text with ``value`` in it: ``name`` says in which part, and under which key."""
    part, _, key = name.partition(".")
    entries = {"ticks": tick_entry, "notes": note_entry, "pauses": pause_entry}
    if not key:
        file = record_file(**{part: "HERE"})
    elif part in entries:
        file = record_file(**{part: [entries[part](**{key: "HERE"})]})
    else:
        file = record_file(**{part: {**json.loads(record_file())[part], key: "HERE"}})
    return around(file, b'"' + value, b'"')


def in_plan(name: str) -> tuple[bytes, bytes]:
    plan = {"starts": "2026-10-01", "kind": "own", "sets": {}, name: {"HERE": 0}}
    return tuple(record_file(plans=[plan]).split(b'"HERE": 0'))  # type: ignore[return-value]


def in_numbers(name: str) -> tuple[bytes, bytes]:
    file = record_file(ticks=[tick_entry(**{name: "HERE"})])
    return around(file)


KEY = record_file(ticks=["HERE"])
TOP = record_file()[:-1] + b", "
WORDS = [
    *("ticks.instant", "notes.words", "pauses.reason", "person.zone", "person.nickname"),
    *("exported", "format"),
]

PLACES = {
    **{name: in_text(name) for name in WORDS},
    **{name: in_list(name) for name in ("ticks", "plans", "pauses", "notes")},
    "sets": in_plan("sets"),
    "amount": in_numbers("amount"),
    "a key": (TOP, b"}"),
    "before it": (b"", record_file()),
    "behind it": (record_file(), b""),
}
"""Where in a file there is room for whatever one likes: what stands before and after it."""

BOMBS: dict[str, Callable[[], bytes]] = {
    "two million exercises in a plan": lambda: listed(in_plan("sets"), numbered('"a%07x":[0,0,1]')),
    "ticks that are numbers": lambda: filled(in_list("ticks"), FEW % b"1"),
    "ticks of nothing": lambda: filled(in_list("ticks"), HALF % b"{}"),
    "notes that are lists": lambda: filled(in_list("notes"), HALF % b"[]"),
    "notes that are words": lambda: filled(in_list("notes"), FEW % b'"y"'),
    "as many ticks as there is room for": crowd_of_ticks,
    "ticks of which the last is wrong": lambda: crowd_of_ticks()[:-20] + b"x" * 20,
    "as many notes as there is room for": lambda: listed(
        in_list("notes"), notes("".join(map(chr, range(0x4E00, 0x9F00))))
    ),
    "notes of wide letters": lambda: listed(
        in_list("notes"), notes("".join(map(chr, range(0x20000, 0x2A000))))
    ),
    "notes of escaped letters": lambda: listed(
        in_list("notes"), notes("".join(map(chr, range(0x20000, 0x2A000))), escaped=True)
    ),
    **{f"{name} as long as a file": partial(filled, in_text(name, WIDE), b"y") for name in WORDS},
    "escaped letters as long as a file": lambda: filled(in_text("notes.words"), b"\\ud83e\\uddb6"),
    "quotation marks as long as a file": lambda: filled(in_text("notes.words", WIDE), b'\\"'),
    "a key as long as a file": lambda: filled((TOP + b'"' + WIDE, b'": 1}'), b"y"),
    "an exercise's name as long as a file": lambda: filled(
        (in_plan("sets")[0] + b'"' + WIDE, b'": [0, 0, 1]' + in_plan("sets")[1]), b"y"
    ),
    "two million keys": lambda: listed((TOP, b"}"), numbered('"a%06x":1'), 2_900_000),
    "a part two million times": lambda: filled((TOP, b'"notes":[]}'), HALF % b'"notes":[]'),
    "an amount as long as a file": lambda: filled(in_numbers("amount"), b"9"),
    "a small amount as long as a file": lambda: filled(
        around(KEY.replace(HERE, compact(tick_entry(amount="HERE"))), b"0.", b"1"), b"0"
    ),
    "a set as long as a file": lambda: filled(in_numbers("set"), b"9"),
    "a version as long as a file": lambda: filled(around(record_file(version="HERE")), b"9"),
    "brackets": lambda: filled((b"", b""), b"["),
    "brackets behind the head": lambda: filled((TOP + b'"notes": ', b""), b"["),
    "starts of the day": lambda: filled(
        around(record_file(person={**json.loads(record_file())["person"], "day_starts": ["HERE"]})),
        FEW % b"1",
    ),
    "nothing but blanks": lambda: filled((record_file(), b""), b" "),
    "a mark before it": lambda: filled((b"\xef\xbb\xbf" + record_file(), b""), b" "),
    "UTF-16 of letters that take more in UTF-8": lambda: filled(
        ((codecs.BOM_UTF16_LE + record_file()[:-1].decode().encode("utf-16-le")), b""),
        "脚".encode("utf-16-le"),
    ),
    "UTF-16 of as many ticks as there is room for": lambda: (
        crowd_of_ticks()[: LARGEST // 2 - 100].decode().encode("utf-16")
    ),
    "bytes by chance": lambda: random.Random(2).randbytes(LARGEST),
    "wide letters, then what is none": lambda: filled(
        (record_file()[:-1] + b', "' + WIDE, b'\xff": 1}'), b"y"
    ),
    "cut off": lambda: crowd_of_ticks()[:-100],
}
