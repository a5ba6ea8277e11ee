"""What is no export of Loop Habit Tracker, or would do harm: refused in words, nothing kept."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from practice.transfer import loop
from practice.transfer.loop import is_loop, read_loop
from practice.transfer.schema import Fault, ImportProblem
from practice.words.import_record import fault_text
from tests.factories import rows_stored
from tests.pages import parse
from tests.practice.transfer.loop_files import NEWER, newer, packed
from tests.practice.transfer.sent_files import show

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def refusal(content: bytes) -> str:
    assert is_loop(content[: loop.LONGEST_START])
    with pytest.raises(ImportProblem) as refused:
        read_loop(content)
    return fault_text(refused.value)


HABITS = NEWER + "001,Feet,YES_NO\n"
ROWS = "Date,Feet,\n2026-11-20,YES_MANUAL,\n"


def with_flag(content: bytes, place: int, value: int) -> bytes:
    """The same archive with a byte of each entry of its table changed."""
    start = content.index(b"PK\x01\x02") + place
    return content[:start] + bytes([value]) + content[start + 1 :]


def in_one_more(content: bytes) -> bytes:
    return packed({"Loop.zip": content}, zipfile.ZIP_STORED)


def twice(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, HABITS)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(name, HABITS)
    return content.getvalue()


GOOD = packed({"Habits.csv": HABITS, "Checkmarks.csv": ROWS})
REFUSED: list[tuple[str, Any, str]] = [
    ("Loop's full backup", b"SQLite format 3\0" + bytes(4096), "choose “Export as CSV”"),
    ("a table alone", ROWS.encode(), "Choose the whole zip file"),
    ("another zip", packed({"photo.jpg": b"x"}), "is not the CSV export"),
    ("an archive in an archive", in_one_more(GOOD), "is not the CSV export"),
    ("folders in folders", packed({"a/b/Habits.csv": HABITS}), "is not the CSV export"),
    ("two lists of habits", packed({"Habits.csv": HABITS, "a/Habits.csv": ROWS}), "is not the CSV"),
    ("one name twice", lambda: twice("Habits.csv"), "is not the CSV export"),
    ("other columns", packed({"Habits.csv": "Date\n"}), "is not the CSV export"),
    ("cut off", GOOD[:-40], "is damaged, or locked"),
    ("a locked one", with_flag(GOOD, 8, 1), "is damaged, or locked"),
    (
        "another compression",
        packed({"Habits.csv": HABITS, "Checkmarks.csv": ROWS}, zipfile.ZIP_LZMA),
        "is damaged, or locked",
    ),
    ("no UTF-8", packed({"Habits.csv": b"Name\n\xff\xfe\n"}), "is damaged, or locked"),
    ("a size that lies", with_flag(GOOD, 24, 5), "is damaged, or locked"),
    ("no mark closed", packed({"Habits.csv": NEWER + '001,"Feet'}), "is damaged, or locked"),
    ("nothing done", newer(["2026-11-20,NO"], "Feet"), "no habit in this file has a day done"),
    (
        "no such day",
        newer(["2026-11-20,2", "2026-02-29,2"], "Feet"),
        "line 3 of Checkmarks.csv has a day that no calendar has",
    ),
    (
        "ten thousand files",
        lambda: packed({f"{n}": b"" for n in range(1200)}),
        "too large, or holds too much",
    ),
    (
        "a file that unpacks to much",
        lambda: packed({"Habits.csv": HABITS, "Checkmarks.csv": bytes(50_000_000)}),
        "too large, or holds too much",
    ),
    (
        "many that do so together",
        lambda: packed(
            {"Habits.csv": HABITS * 1, "Checkmarks.csv": ROWS}
            | {f"001 {n}/Checkmarks.csv": ROWS[11:] * 60_000 for n in range(9)}
        ),
        "too large, or holds too much",
    ),
    ("a row without end", packed({"Habits.csv": f"Name\n{',' * 80_000}\n"}), "holds too much"),
    (
        "a row over many lines",
        packed({"Habits.csv": 'Name\n"' + "a,\n" * 40_000 + '"\n'}),
        "holds too much",
    ),
    (
        "more values than a record may have",
        lambda: newer(["2026-11-20" + ",2" * 900] * 300, *["Feet"] * 900),
        "holds too much",
    ),
]


@pytest.mark.parametrize(
    ("content", "sentence"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_what_is_no_export_or_does_harm_is_refused_in_words(content: Any, sentence: str) -> None:
    file = content() if callable(content) else content
    assert sentence in refusal(file)


def test_every_fault_of_these_files_is_tried_above() -> None:
    faults = [fault for fault in Fault if fault.name.startswith("LOOP")]
    sentences = [fault_text(ImportProblem(fault, "Checkmarks.csv", 3)) for fault in faults]
    assert all(any(case[2] in sentence for case in REFUSED) for sentence in sentences)


def test_a_refusal_is_told_on_the_page_and_nothing_is_kept(client: Client) -> None:
    response = show(client, b"SQLite format 3\0" + bytes(4096))
    assert response.status_code == 400
    assert "In the settings of Loop choose “Export as CSV”" in parse(response).text
    assert rows_stored() == 0
