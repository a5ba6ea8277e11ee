"""The file of ``/export.json``, and what its parser returns or refuses. Pure.

docs/export.md describes it. Version 1 had neither notes nor what was set aside, version 2 no
``complete``, version 3 neither reminders, ``by`` nor ``more``; such files are still read.
"""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Raw, Struct

from content.types import SETS_PER_PERIOD, Period
from kidneycare.limits import LATEST_DAY_START, NOTE_LENGTH
from practice.rules.adherence import LONGEST, State, TickState
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Kind, Plan, SetsADay, Slot
from practice.rules.record import PreferenceValues
from practice.rules.reminders import ReminderSettings

FORMAT = "kidneycare-export"
VERSION = 4
LARGEST = 32 * 1024 * 1024
"""Bytes: some thirty years of the document's full day."""
MOST_EXERCISES = 100
"""Far more than there are: of those of a later release the first is told by its name."""
MOST_VERSIONS = 5_000
"""Plans, and pauses: a change every day for more than thirteen years."""
LISTS = {"ticks": 200_000, "plans": MOST_VERSIONS, "pauses": MOST_VERSIONS, "notes": 20_000}
"""The most entries of each: ticks that fill a file, and a note every day for fifty years."""

Day = Annotated[str, Meta(max_length=10)]
Name = Annotated[str, Meta(max_length=60)]
Text = Annotated[str, Meta(max_length=5 * NOTE_LENGTH)]
"""A line with signs that cleaning removes: how long it may be in the end, it is asked then."""
Minutes = Annotated[int, Meta(ge=0, le=LATEST_DAY_START)]


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One object of the file: a key that the schema doesn't have is a fault."""


class DayStartEntry(Entry, frozen=True, rename={"first": "from"}):
    """From which day on (``null``: for ever) the day begins so many minutes after midnight."""

    first: Day | None
    minutes: Minutes


class ConsentEntry(Entry, frozen=True):
    """Which wording was agreed to and when: exported, never imported."""

    version: int
    given: Name


class ReminderTimeEntry(Entry, frozen=True):
    """So many minutes after midnight a period is to be reminded of."""

    period: Literal["morning", "afternoon", "evening"]
    minutes: Annotated[int, Meta(ge=0, lt=24 * 60)]


class RemindersEntry(Entry, frozen=True):
    """Of these the times alone are imported: a yes is given anew, and so is what it is to."""

    times: Annotated[list[ReminderTimeEntry], Meta(max_length=len(Period))]
    names_exercises: bool = False
    consent: ConsentEntry | None = None
    calendar_made: Name | None = None


class PersonEntry(Entry, frozen=True):
    zone: Annotated[str, Meta(max_length=64)]
    day_starts: Annotated[list[DayStartEntry], Meta(min_length=1, max_length=2)]
    consent: ConsentEntry | None = None
    blanks_settled_to: Day | None = None
    growth_asked_on: Day | None = None
    keeps_notes: bool = False
    nickname: Text = ""
    reminders: RemindersEntry | None = None


class PlanEntry(Entry, frozen=True):
    starts: Day
    kind: Kind
    sets: Annotated[dict[Name, SetsADay], Meta(max_length=MOST_EXERCISES)]
    aside: Annotated[dict[Name, SetsADay], Meta(max_length=MOST_EXERCISES)] = {}


class PauseEntry(Entry, frozen=True):
    """Days excused; ``last_day`` ``null`` while it goes on."""

    first_day: Day
    last_day: Day | None
    reason: Text = ""


class NoteEntry(Entry, frozen=True):
    day: Day
    feeling: Literal["comfortable", "sore", "hurt"] | None
    words: Text


class TickEntry(Entry, frozen=True):
    day: Day
    period: Literal["morning", "afternoon", "evening"]
    exercise: Name
    set: Annotated[int, Meta(ge=1, le=SETS_PER_PERIOD)]
    state: Literal["done", "undone", "skipped"]
    source: Literal["tick", "guided"]
    amount: float | None
    unit: Name | None
    felt: bool
    late: bool
    instant: Annotated[str, Meta(max_length=40)]
    seconds: Annotated[int, Meta(ge=0, le=LONGEST)] | None = None
    by: Text = ""


class Head(Struct, frozen=True):
    """The keys that say whether the rest can be read."""

    format: Name
    version: int


class RawHead(Struct, frozen=True):
    """The same, however long they are."""

    format: Raw
    version: Raw


Outside = Annotated[list[Raw], Meta(max_length=0)]
"""A list whose entries are read one by one, each by itself."""


class ExportFile(Entry, frozen=True):
    """The file without its entries; ``more``, of other apps, is exported and never imported."""

    format: Name
    version: int
    exported: Name
    person: Raw
    plans: Outside
    pauses: Outside
    ticks: Outside
    notes: Outside = []
    more: Raw = Raw(b"{}")
    complete: bool = True


class Fault(enum.Enum):
    TOO_LARGE = enum.auto()
    NOT_OURS = enum.auto()
    NEWER = enum.auto()
    BROKEN = enum.auto()
    ENCODING = enum.auto()
    FORM = enum.auto()
    DUPLICATE_KEY = enum.auto()
    EMPTY = enum.auto()
    DAY = enum.auto()
    FUTURE = enum.auto()
    EXERCISE = enum.auto()
    TIME_OF_DAY = enum.auto()
    AMOUNT = enum.auto()
    INSTANT = enum.auto()
    TWICE = enum.auto()
    SETS = enum.auto()
    ZONE = enum.auto()
    ENDS_BEFORE = enum.auto()
    NO_PLAN = enum.auto()
    LOOP_DATABASE = enum.auto()
    LOOP_LOOSE = enum.auto()
    LOOP_OTHER_ZIP = enum.auto()
    LOOP_TOO_LARGE = enum.auto()
    LOOP_BROKEN = enum.auto()
    LOOP_EMPTY = enum.auto()
    LOOP_ROW = enum.auto()


@dataclass(eq=False)
class ImportProblem(Exception):
    """Why a file can't be imported, and which of its entries is to blame.

    ``part`` is the list's name in the file, ``number`` the entry's place in it
    from 1 (of a broken file: the line), ``detail`` what the entry says of itself.
    """

    fault: Fault
    part: str | None = None
    number: int | None = None
    detail: str = ""


ParsedTick = tuple[dt.date, Slot, TickState]


@dataclass(frozen=True)
class ParsedNote:
    day: dt.date
    feeling: str | None
    words: str


@dataclass(frozen=True)
class ParsedSettings:
    """A person's settings; ``day_starts`` as a practice clock has them."""

    zone: str
    day_starts: tuple[tuple[dt.date, int], ...]
    nickname: str
    preferences: PreferenceValues
    reminders: ReminderSettings | None = None


class Contents(NamedTuple):
    """What is told of a record before it is imported; days in ISO 8601, empty where none is."""

    done: int
    first: str
    last: str
    plans: int
    pauses: int
    notes: int
    zone: str


@dataclass(frozen=True)
class ParsedRecord:
    settings: ParsedSettings
    plans: tuple[Plan, ...]
    pauses: tuple[PauseSpan, ...]
    notes: tuple[ParsedNote, ...]
    ticks: tuple[ParsedTick, ...]

    @property
    def contents(self) -> Contents:
        days = [day for day, _slot, mark in self.ticks if mark.state is State.DONE]
        return Contents(
            done=len(days),
            first=min(days).isoformat() if days else "",
            last=max(days).isoformat() if days else "",
            plans=len(self.plans),
            pauses=len(self.pauses),
            notes=len(self.notes),
            zone=self.settings.zone,
        )

    @property
    def last_tick(self) -> dt.date | None:
        return max((day for day, _slot, _mark in self.ticks), default=None)
