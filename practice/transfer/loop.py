"""Reads the CSV export of Loop Habit Tracker, a zip file, within bounds. Pure.

Its forms differ by release: a value is a word (``YES_MANUAL``) or its number (2), a number habit's
are thousandths; a file of one habit has a heading or none; ``Habits.csv`` has ever more columns.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from msgspec import Struct

from kidneycare.i18n.text import clean_line
from practice.rules.days import parse_day
from practice.transfer.schema import LISTS, Fault, ImportProblem

LARGEST = 4 * 1024 * 1024
"""Bytes; ten years of thirty habits are a few hundred thousand."""
LARGEST_UNPACKED = 8 * 1024 * 1024
"""Bytes of the files that are read, together."""
LONGEST_ROW = 64 * 1024
MOST_FILES = 1000
MOST_HABITS = 50
"""With something done; as many as one form can ask about."""
LONGEST_NAME = 200

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
ZIP_ENTRY = b"PK\x01\x02"
DATABASE = b"SQLite format 3\x00"
LONGEST_START = 32
"""Bytes by which :func:`is_loop` knows a file."""
LOOSE = re.compile(rb"(?:\xef\xbb\xbf)?\"?(?:Date|Position|Name)\"?[,;]|\d{4}-\d\d-\d\d,")
HABITS, CHECKMARKS = "Habits.csv", "Checkmarks.csv"
OF_ONE_HABIT = re.compile(r"(\d{3,4})(?: [^/]*)?/Checkmarks\.csv")
IS_ENCRYPTED = 1
DONE_WORD, DONE_NUMBER = "YES_MANUAL", 2
LAST_CODE = 3
"""Up to this a number is a state: −1 unknown, 0 no, 1 implied by others, 2 done, 3 skipped."""
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError, csv.Error),
)
"""What zipfile and csv raise at a damaged file."""


class Habit(Struct, frozen=True):
    """A habit with its done days, in order: each with thousandths, 0 where only done."""

    name: str
    unit: str
    days: list[tuple[str, int]]

    @property
    def has_numbers(self) -> bool:
        return any(thousandths for _day, thousandths in self.days)


class LoopRecord(Struct, frozen=True):
    """What of the file could be taken; ``left_out`` counts the habits beyond the most."""

    habits: list[Habit]
    left_out: int = 0


def is_loop(start: bytes) -> bool:
    """Whether a file is for this module by its first bytes: a zip, or what Loop also writes."""
    return start.startswith((*ZIP, DATABASE)) or LOOSE.match(start) is not None


def read_loop(content: bytes) -> LoopRecord:
    """Read a file for which :func:`is_loop` is true.

    Raises:
        ImportProblem: it is none of Loop's, damaged, or beyond the bounds.
    """
    if content.startswith(DATABASE):
        raise ImportProblem(Fault.LOOP_DATABASE)
    if not content.startswith(ZIP):
        raise ImportProblem(Fault.LOOP_LOOSE)
    # Each file in it begins so in its table: counted before anything is made of them.
    if len(content) > LARGEST or content.count(ZIP_ENTRY) > MOST_FILES:
        raise ImportProblem(Fault.LOOP_TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _Files(archive)
            habits = _habits(files)
    except UNREADABLE as error:
        raise ImportProblem(Fault.LOOP_BROKEN) from error
    done = [habit for habit in habits if habit.days]
    if not done:
        raise ImportProblem(Fault.LOOP_EMPTY)
    return LoopRecord(done[:MOST_HABITS], max(0, len(done) - MOST_HABITS))


class _Files:
    """The few files of an archive that are read; folders within folders and archives are not."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.room = LARGEST_UNPACKED
        self.by_name = {info.filename: info for info in archive.infolist()}
        # Packed anew, all of it may stand in one folder more.
        homes = [name.removesuffix(HABITS) for name in self.by_name if _is_habits(name)]
        if len(homes) != 1 or len(self.by_name) != len(archive.infolist()):
            raise ImportProblem(Fault.LOOP_OTHER_ZIP)
        self.home = homes[0]

    def rows(self, name: str, *, is_quoted: bool = True) -> Iterator[list[str]]:
        """The rows of a file, none where there is no such file; a byte order mark is nothing."""
        info = self.by_name.get(self.home + name)
        if info is None:
            return
        if info.flag_bits & IS_ENCRYPTED or info.compress_type not in {
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        }:
            raise ImportProblem(Fault.LOOP_BROKEN)
        # What the table says of the size only bounds what is read: it may lie.
        if info.file_size > self.room:
            raise ImportProblem(Fault.LOOP_TOO_LARGE)
        with self.archive.open(info) as file:
            content = file.read(self.room + 1)
        self.room -= len(content)
        if self.room < 0:
            raise ImportProblem(Fault.LOOP_TOO_LARGE)
        lines = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")
        yield from _rows(lines) if is_quoted else _plain_rows(lines)

    def of_single_habits(self) -> Iterator[tuple[int, str]]:
        for name in self.by_name:
            found = OF_ONE_HABIT.fullmatch(name.removeprefix(self.home))
            if name.startswith(self.home) and found:
                yield int(found[1]), found[0]


def _plain_rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """The table of all habits, around whose names Loop puts no quotation marks."""
    for line in lines:
        if len(line) > LONGEST_ROW:
            raise ImportProblem(Fault.LOOP_TOO_LARGE)
        yield [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(",")]


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """Split into cells one row at a time: csv by itself would build a row as long as the file."""
    row, is_open = "", False
    for line in lines:
        row += line
        is_open ^= line.count('"') % 2 == 1
        if len(row) > LONGEST_ROW:
            raise ImportProblem(Fault.LOOP_TOO_LARGE)
        if not is_open:
            yield next(csv.reader([row]), [])
            row = ""
    if row:
        raise ImportProblem(Fault.LOOP_BROKEN)


def _is_habits(name: str) -> bool:
    folder, _, file = name.rpartition("/")
    return file == HABITS and "/" not in folder and folder != "__MACOSX"


@dataclass
class _Found:
    """One habit as its line in ``Habits.csv`` has it; of each day what was done, if anything."""

    name: str
    unit: str
    days: dict[str, int | None] = field(default_factory=dict)


def _habits(files: _Files) -> list[Habit]:
    found = _listed(files)
    room = LISTS["ticks"]
    # The files of single habits come first: of names with commas they alone are sure.
    for number, name in files.of_single_habits():
        if 1 <= number <= len(found):
            room = _add_days(name, files.rows(name), {1: found[number - 1]}, room)
    table = files.rows(CHECKMARKS, is_quoted=False)
    heading, first = next(table, []), next(table, [])
    _add_days(CHECKMARKS, chain([heading, first], table), _columns(found, heading, first), room)
    return [
        Habit(
            each.name, each.unit, sorted((day, n) for day, n in each.days.items() if n is not None)
        )
        for each in found
    ]


def _listed(files: _Files) -> list[_Found]:
    """The habits in Loop's order, which the folders' numbers and the columns follow."""
    rows = files.rows(HABITS)
    heading = next(rows, [])
    if "Name" not in heading:
        raise ImportProblem(Fault.LOOP_OTHER_ZIP)
    found = []
    for row in filter(None, rows):
        cells = dict(zip(heading, row, strict=False))
        name, unit = (clean_line(cells.get(key, ""))[:LONGEST_NAME] for key in ("Name", "Unit"))
        found.append(_Found(name, unit))
        if len(found) > MOST_FILES:
            raise ImportProblem(Fault.LOOP_TOO_LARGE)
    return found


def _columns(found: list[_Found], heading: list[str], row: list[str]) -> dict[int, _Found]:
    """Which habit each column is: by the order where all are there, else by the name."""
    # Each line ends with a comma. A name with a comma makes the heading longer, not the rows.
    number = len(row) - (row[-1:] == [""]) - 1
    if number == len(found):
        return dict(enumerate(found, 1))
    by_name = {each.name: each for each in reversed(found)}
    names = enumerate(map(clean_line, heading[1 : number + 1]), 1)
    return {column: by_name.pop(name) for column, name in names if name in by_name}


def _add_days(file: str, rows: Iterable[list[str]], habits: Mapping[int, _Found], room: int) -> int:
    """Add what stands in the habits' columns; how many values may still be read after it."""
    for number, row in enumerate(rows, 1):
        if not any(row) or (number == 1 and row[0] == "Date"):
            continue
        try:
            day = parse_day(row[0]).isoformat()
        except ValueError as error:
            raise ImportProblem(Fault.LOOP_ROW, file, number) from error
        room -= len(habits)
        if room < 0:
            raise ImportProblem(Fault.LOOP_TOO_LARGE)
        for column, habit in habits.items():
            value = row[column] if column < len(row) else ""
            if habit.days.get(day) is None:
                habit.days[day] = _done(value)
    return room


def _done(value: str) -> int | None:
    """The thousandths of a number, 0 for what was only done; nothing for all else."""
    if value == DONE_WORD:
        return 0
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        return None
    number = int(value)
    if number > LAST_CODE:
        return number
    return 0 if number == DONE_NUMBER else None
