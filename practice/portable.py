"""A record as a file: the schema of ``/export.json`` and its strict reading. Pure.

docs/export.md describes it. Version 1 had neither notes nor what was set aside;
such files are still read.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import msgspec
from msgspec import Meta, Struct

from content.types import AMOUNT_LIMITS, SETS_PER_PERIOD, Period
from practice.adherence import LONGEST, Mark, State
from practice.days import parse_day
from practice.pauses import PauseSpan
from practice.plan import NO_SETS, Kind, Plan, SetsADay, Slot, check_sets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from content.types import ExerciseFacts

FORMAT = "kidneycare-export"
VERSION = 2
LARGEST = 32 * 1024 * 1024
"""Bytes: some thirty years of the document's full day."""

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
ONE_DAY = dt.timedelta(days=1)

Words = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Minutes = Annotated[int, Meta(ge=0, le=480)]


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One object of the file: a key that the schema doesn't have is a fault."""


class DayStartEntry(Entry, frozen=True, rename={"first": "from"}):
    """From which day on (``null``: for ever) the day begins so many minutes after midnight."""

    first: Day | None
    minutes: Minutes


class ConsentEntry(Entry, frozen=True):
    """Which wording was agreed to and when. Told, never imported: consent is given anew."""

    version: int
    given: str


class PersonEntry(Entry, frozen=True):
    """Settings."""

    zone: Annotated[str, Meta(max_length=64)]
    day_starts: Annotated[list[DayStartEntry], Meta(min_length=1, max_length=2)]
    consent: ConsentEntry | None = None
    blanks_settled_to: Day | None = None
    growth_asked_on: Day | None = None
    keeps_notes: bool = False


class PlanEntry(Entry, frozen=True):
    """One version of the plan."""

    starts: Day
    kind: Kind
    sets: dict[str, SetsADay]
    aside: dict[str, SetsADay] = {}


class PauseEntry(Entry, frozen=True):
    """Days excused; ``last_day`` ``null`` while it goes on."""

    first_day: Day
    last_day: Day | None
    reason: Words = ""


class NoteEntry(Entry, frozen=True):
    """How a day felt, and one line."""

    day: Day
    feeling: Literal["comfortable", "sore", "hurt"] | None
    words: Words


class TickEntry(Entry, frozen=True):
    """The state of one slot."""

    day: Day
    period: Literal["morning", "afternoon", "evening"]
    exercise: str
    set: Annotated[int, Meta(ge=1, le=SETS_PER_PERIOD)]
    state: Literal["done", "undone", "skipped"]
    source: Literal["tick", "guided"]
    amount: float | None
    unit: str | None
    felt: bool
    late: bool
    instant: str
    seconds: Annotated[int, Meta(ge=0, le=LONGEST)] | None = None


class Head(Struct, frozen=True):
    """What stands first. Other keys are left to the reading of the whole."""

    format: str
    version: int


class ExportFile(Entry, frozen=True):
    """The whole file."""

    format: str
    version: int
    exported: str
    person: PersonEntry | None
    plans: list[PlanEntry]
    pauses: list[PauseEntry]
    ticks: list[TickEntry]
    notes: list[NoteEntry] = []


class Fault(enum.Enum):
    """What can be wrong with a file."""

    TOO_LARGE = enum.auto()
    NOT_JSON = enum.auto()
    NOT_OURS = enum.auto()
    NEWER = enum.auto()
    FORM = enum.auto()
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


class PortableError(Exception):
    """A file that can't be taken over, and which of its entries is to blame.

    ``part`` is the list's name in the file, ``number`` the entry's place in it
    from 1, ``detail`` what it says of itself.
    """

    def __init__(
        self, fault: Fault, part: str | None = None, number: int | None = None, detail: str = ""
    ) -> None:
        """Keep what was found where."""
        super().__init__(fault.name, part, number, detail)
        self.fault = fault
        self.part = part
        self.number = number
        self.detail = detail


@dataclass(frozen=True)
class Note:
    """How a day felt, by name, and one line."""

    day: dt.date
    feeling: str | None
    words: str


@dataclass(frozen=True)
class Settings:
    """A person's settings; ``day_starts`` as a practice clock has them."""

    zone: str
    day_starts: tuple[tuple[dt.date, int], ...]
    blanks_settled_to: dt.date | None
    growth_asked_on: dt.date | None
    keeps_notes: bool


@dataclass(frozen=True)
class Portable:
    """A whole record, checked."""

    settings: Settings
    plans: tuple[Plan, ...]
    pauses: tuple[PauseSpan, ...]
    notes: tuple[Note, ...]
    ticks: tuple[tuple[dt.date, Slot, Mark], ...]

    @property
    def days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day with something done."""
        days = [day for day, _slot, mark in self.ticks if mark.state is State.DONE]
        return (min(days), max(days)) if days else None

    @property
    def done(self) -> int:
        """How many slots were done."""
        return sum(mark.state is State.DONE for _day, _slot, mark in self.ticks)


def read_export(
    content: bytes,
    exercises: Mapping[str, ExerciseFacts],
    *,
    now: dt.datetime,
    is_zone: Callable[[str], bool],
) -> Portable:
    """Read a file and check every entry.

    Raises:
        PortableError: the first thing that is wrong; then nothing may be used.
    """
    file = _decode(content)
    if file.person is None:
        raise PortableError(Fault.EMPTY)
    settings = _settings(file.person, is_zone)
    reader = _Reader(exercises, now)
    plans = tuple(sorted(reader.plans(file.plans), key=lambda plan: plan.starts))
    if file.ticks and not plans:
        raise PortableError(Fault.NO_PLAN)
    return Portable(
        settings,
        plans,
        tuple(sorted(reader.pauses(file.pauses))),
        tuple(reader.notes(file.notes)),
        tuple(reader.ticks(file.ticks)),
    )


def _decode(content: bytes) -> ExportFile:
    if len(content) > LARGEST:
        raise PortableError(Fault.TOO_LARGE)
    try:
        head = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=Head)
    except msgspec.ValidationError as error:
        raise PortableError(Fault.NOT_OURS) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PortableError(Fault.NOT_JSON) from error
    if head.format != FORMAT or head.version < 1:
        raise PortableError(Fault.NOT_OURS)
    if head.version > VERSION:
        raise PortableError(Fault.NEWER)
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=ExportFile)
    except msgspec.ValidationError as error:
        _blame(str(error))


def _blame(message: str) -> NoReturn:
    """Turn a path such as ``$.ticks[16].set`` into the entry it leads to."""
    path = re.search(r"at `\$\.(\w+)(?:\[(\d+)\])?(.*)`", message)
    if path is None:
        raise PortableError(Fault.FORM)
    part, place, key = path.groups()
    number = None if place is None else int(place) + 1
    raise PortableError(Fault.FORM, part, number, key.lstrip("."))


def _settings(person: PersonEntry, is_zone: Callable[[str], bool]) -> Settings:
    if not is_zone(person.zone):
        raise PortableError(Fault.ZONE, "person", None, person.zone)
    starts: list[tuple[dt.date, int]] = []
    for number, start in enumerate(person.day_starts, 1):
        if (start.first is None) != (number == 1):
            raise PortableError(Fault.FORM, "person", None, "day_starts")
        first = dt.date.min if start.first is None else _day("person", None, start.first)
        starts.append((first, start.minutes))
    return Settings(
        person.zone,
        tuple(starts),
        _day("person", None, person.blanks_settled_to) if person.blanks_settled_to else None,
        _day("person", None, person.growth_asked_on) if person.growth_asked_on else None,
        person.keeps_notes,
    )


def _day(part: str, number: int | None, text: str) -> dt.date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise PortableError(Fault.DAY, part, number, text) from error


class _Reader:
    """Checks one entry after the other."""

    def __init__(self, exercises: Mapping[str, ExerciseFacts], now: dt.datetime) -> None:
        self.exercises = exercises
        self.now = now
        # Somewhere it is tomorrow already, and a clock may be a little fast.
        self.last_day = (now + ONE_DAY).date()

    def plans(self, entries: Iterable[PlanEntry]) -> Iterable[Plan]:
        seen: set[dt.date] = set()
        for number, entry in enumerate(entries, 1):
            starts = _day("plans", number, entry.starts)
            if starts in seen:
                raise PortableError(Fault.TWICE, "plans", number, entry.starts)
            seen.add(starts)
            for name, sets in (*entry.sets.items(), *entry.aside.items()):
                self._check_sets(number, entry.starts, name, sets)
            yield Plan(starts, entry.kind, self._ordered(entry.sets), self._ordered(entry.aside))

    def _check_sets(self, number: int, starts: str, name: str, sets: SetsADay) -> None:
        if name not in self.exercises:
            raise PortableError(Fault.EXERCISE, "plans", number, f"{starts}, {name}")
        try:
            check_sets(self.exercises[name], sets)
        except ValueError as error:
            raise PortableError(Fault.SETS, "plans", number, f"{starts}, {name}") from error

    def _ordered(self, sets: Mapping[str, SetsADay]) -> dict[str, SetsADay]:
        return {name: sets[name] for name in self.exercises if sum(sets.get(name, NO_SETS))}

    def pauses(self, entries: Iterable[PauseEntry]) -> Iterable[PauseSpan]:
        seen: set[dt.date] = set()
        for number, entry in enumerate(entries, 1):
            first = _day("pauses", number, entry.first_day)
            last = None if entry.last_day is None else _day("pauses", number, entry.last_day)
            if last is not None and last < first:
                raise PortableError(Fault.ENDS_BEFORE, "pauses", number, entry.first_day)
            if first in seen:
                raise PortableError(Fault.TWICE, "pauses", number, entry.first_day)
            seen.add(first)
            yield PauseSpan(first, last, entry.reason)

    def notes(self, entries: Iterable[NoteEntry]) -> Iterable[Note]:
        seen: set[dt.date] = set()
        for number, entry in enumerate(entries, 1):
            day = self._past_day("notes", number, entry.day, entry.day)
            if day in seen:
                raise PortableError(Fault.TWICE, "notes", number, entry.day)
            seen.add(day)
            yield Note(day, entry.feeling, entry.words)

    def ticks(self, entries: Iterable[TickEntry]) -> Iterable[tuple[dt.date, Slot, Mark]]:
        seen: set[tuple[dt.date, Slot]] = set()
        for number, entry in enumerate(entries, 1):
            named = f"{entry.day}, {entry.period}, {entry.exercise}"
            day = self._past_day("ticks", number, entry.day, named)
            facts = self.exercises.get(entry.exercise)
            if facts is None:
                raise PortableError(Fault.EXERCISE, "ticks", number, named)
            slot = Slot(Period.from_slug(entry.period), entry.exercise, entry.set)
            if not facts.exists_in(slot.period):
                raise PortableError(Fault.TIME_OF_DAY, "ticks", number, named)
            if (day, slot) in seen:
                raise PortableError(Fault.TWICE, "ticks", number, named)
            seen.add((day, slot))
            yield day, slot, self._mark(number, named, entry, facts)

    def _past_day(self, part: str, number: int, text: str, named: str) -> dt.date:
        day = _day(part, number, text)
        if day > self.last_day:
            raise PortableError(Fault.FUTURE, part, number, named)
        return day

    def _mark(self, number: int, named: str, entry: TickEntry, facts: ExerciseFacts) -> Mark:
        try:
            instant = dt.datetime.fromisoformat(entry.instant)
            since = instant - EPOCH
        except (ValueError, TypeError, OverflowError) as error:
            raise PortableError(Fault.INSTANT, "ticks", number, named) from error
        if since > self.now + ONE_DAY - EPOCH:
            raise PortableError(Fault.FUTURE, "ticks", number, named)
        state = State[entry.state.upper()]
        tenths = None if entry.amount is None else tenths_of(entry.amount, facts)
        is_done = state is State.DONE
        if (entry.amount is not None and tenths is None) or (
            not is_done and (tenths is not None or entry.felt or entry.seconds is not None)
        ):
            raise PortableError(Fault.AMOUNT, "ticks", number, named)
        return Mark(
            state=state,
            tenths=tenths,
            felt=entry.felt,
            late=entry.late,
            guided=entry.source == "guided",
            instant=since // dt.timedelta(microseconds=1),
            seconds=entry.seconds,
        )


def tenths_of(amount: float, facts: ExerciseFacts) -> int | None:
    """An amount in tenths of the exercise's unit, ``None`` where rules.md 5 forbids it."""
    limits = AMOUNT_LIMITS[facts.dose.unit]
    if not limits.least <= amount <= limits.most:
        return None
    tenths = round(amount * 10)
    is_exact = abs(tenths - amount * 10) < 1e-6
    return tenths if is_exact and (limits.decimals or tenths % 10 == 0) else None
