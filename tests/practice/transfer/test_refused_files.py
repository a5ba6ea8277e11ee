"""A file that is none of ours, broken or too large is refused whole, in one sentence."""

import datetime as dt
from collections.abc import Iterator

import pytest

from practice.transfer.reader import LONGEST_VALUE
from practice.transfer.schema import LARGEST, LISTS
from tests.practice.transfer.files import note_entry, read, record_file, refusal, tick_entry

FOREIGN = "this is not the file kidneycare.json that Kidneycare wrote."
NO_UTF_8 = (
    "line %d is not in UTF-8. If you saved the file in another program, save it there again as "
    "UTF-8. If not, the file is damaged."
)


def days_back(number: int) -> Iterator[str]:
    return (str(dt.date(2026, 11, 20) - dt.timedelta(days=back)) for back in range(number))


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
    "UTF-32": (record_file().decode().encode("utf-32"), FOREIGN),
    "a million brackets": (b"[" * 1_000_000, FOREIGN),
    "a million objects": (b'{"a":' * 1_000_000, FOREIGN),
    "a newer version": (
        record_file(version=5, something=[]),
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
    "one that says it is half": (
        record_file(complete=False),
        "the part “complete” is not in the right form.",
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
        NO_UTF_8 % 2,
    ),
    "saved as ANSI by a Chinese computer": (
        record_file(notes=[note_entry(words="脚")]).decode().encode("gbk"),
        NO_UTF_8 % 1,
    ),
    "UTF-16 with half a letter in it": (
        record_file(notes=[note_entry(words="#")])
        .decode()
        .replace(": [{", ": [\n{")
        .encode("utf-16")
        .replace(b"#\0", b"\x3d\xd8"),
        NO_UTF_8 % 5,
    ),
    "UTF-16 that is cut off": (
        record_file().decode().replace(", ", ",\n").encode("utf-16")[: 2 * UP_TO + 3],
        "the file is damaged or cut off, in line 15.",
    ),
    "UTF-16 of something else": ('{"habits": []}'.encode("utf-16"), FOREIGN),
    "half of UTF-16": (b"\xff\xfe{", FOREIGN),
    "with half a pair of letters": (
        record_file(notes=[note_entry(words="half")]).replace(b"half", b"\\ud83d"),
        "the file is damaged or cut off, in line 1.",
    ),
    "with NaN in another line": (
        record_file(ticks=[tick_entry(amount=float("nan"))], notes=[note_entry(words=": NaN!")])
        .replace(b'"amount"', b'\n"amount"')
        .replace(b'"notes"', b'\n\n"notes"'),
        "the file is damaged or cut off, in line 2.",
    ),
    "with half a pair of letters in another line": (
        record_file(notes=[note_entry(words="\\n half")]).replace(
            b'"words": "\\\\n half', b'\n"words": "\\ud83e\\uddb6\\uddb6'
        ),
        "the file is damaged or cut off, in line 2.",
    ),
    "with a line end in a text": (
        record_file(notes=[note_entry(words="half")]).replace(b"half", b"\n\nhalf"),
        "the file is damaged or cut off, in line 1.",
    ),
    "with a note on more days than anybody has": (
        record_file(notes=[note_entry(day=day) for day in days_back(LISTS["notes"] + 1)]),
        "the part “notes” is not in the right form.",
    ),
    "with an entry longer than a page": (
        record_file(notes=[note_entry(words="y" * LONGEST_VALUE)]),
        "note 1 is not in the right form.",
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
    assert read(content + b" " * (LARGEST - len(content))).contents.done == 1
    assert (
        refusal(content + b" " * (LARGEST - len(content) + 1))
        == "the file is larger than 32 megabytes."
    )
