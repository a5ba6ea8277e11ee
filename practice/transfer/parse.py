"""A record's file, read strictly: every entry is checked before any is used. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import msgspec

from content.types import AMOUNT_LIMITS, Period
from practice.rules.adherence import Mark, State
from practice.rules.days import EPOCH, parse_day
from practice.rules.pauses import PauseSpan, united
from practice.rules.plan import NO_SETS, Plan, SetsADay, Slot, check_sets
from practice.transfer.schema import (
    FORMAT,
    LARGEST,
    VERSION,
    ExportFile,
    Fault,
    Head,
    Note,
    Portable,
    PortableError,
    Settings,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from content.types import ExerciseFacts
    from practice.transfer.schema import NoteEntry, PauseEntry, PersonEntry, PlanEntry, TickEntry

FURTHEST_EAST = dt.timezone(dt.timedelta(hours=14))
"""Where each day of the calendar begins first."""
MARK_OF_UTF8 = b"\xef\xbb\xbf"
"""What some editors put before a text."""
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What the decoder raises at a text that is no JSON."""
# Made here, where no two threads can be at once: msgspec breaks down, with the whole process, when
# several meet a type for the first time.
_HEAD = msgspec.json.Decoder(Head)
_FILE = msgspec.json.Decoder(ExportFile)


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
    if not plans:
        raise PortableError(Fault.NO_PLAN)
    return Portable(
        settings,
        plans,
        tuple(united(reader.pauses(file.pauses))),
        tuple(reader.notes(file.notes)),
        tuple(reader.ticks(file.ticks)),
    )


# --- from bytes to entries ------------------------------------------------------


def _decode(content: bytes) -> ExportFile:
    if len(content) > LARGEST:
        raise PortableError(Fault.TOO_LARGE)
    content = content.removeprefix(MARK_OF_UTF8)
    try:
        head = _HEAD.decode(content)
    except msgspec.ValidationError as error:
        raise PortableError(Fault.NOT_OURS) from error
    except UNREADABLE as error:
        _tell_broken(content, error)
    if head.format != FORMAT or head.version < 1:
        raise PortableError(Fault.NOT_OURS)
    if head.version > VERSION:
        raise PortableError(Fault.NEWER)
    try:
        file = _FILE.decode(content)
    except msgspec.ValidationError as error:
        _blame_form(str(error))
    except UNREADABLE as error:
        _tell_broken(content, error)
    _refuse_doubled(content)
    return file


def _tell_broken(content: bytes, error: Exception) -> NoReturn:
    """A file of ours that was cut off or damaged is told by the line; another is just foreign."""
    if f'"{FORMAT}"'.encode() not in content[:200]:
        raise PortableError(Fault.NOT_OURS) from error
    try:
        content.decode()
        found = re.search(r"\(byte (\d+)\)", str(error))
        place = int(found[1]) if found else len(content)
    except UnicodeDecodeError as first:
        place = first.start
    raise PortableError(Fault.BROKEN, None, content.count(b"\n", 0, place) + 1) from error


def _blame_form(message: str) -> NoReturn:
    """Find the entry in the decoder's words, which may quote the file: its path comes last."""
    missing = re.match(r"Object missing required field `(\w+)`", message)
    key = f".{missing[1]}" if missing else ""
    path = message.rpartition(" - at `")[2] if " - at `" in message else "$"
    _blame(Fault.FORM, path.rstrip("`") + key)


def _blame(fault: Fault, path: str) -> NoReturn:
    """Turn a path such as ``$.ticks[16].set`` into the entry it leads to."""
    found = re.match(r"\$\.(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", path)
    if found is None:
        raise PortableError(fault)
    part, place, key = found.groups()
    raise PortableError(fault, part, None if place is None else int(place) + 1, key or "")


class _Twice(NamedTuple):
    """Where one object of the file says something twice: the way to it, from the inside."""

    path: str


def _refuse_doubled(content: bytes) -> None:
    """Refuse a key that stands twice in one object: whichever was meant, half would be lost.

    The decoder above takes the last without a word. Nothing is kept of what this
    reads, and no byte outside ASCII can be part of a bracket or a quotation mark:
    so each byte may be read as a letter, and the text takes no more room than the file.
    """
    found = json.loads(
        content.decode("latin-1"),
        object_pairs_hook=_find_twice,
        parse_int=len,
        parse_float=len,
        strict=False,
    )
    if isinstance(found, _Twice):
        _blame(Fault.DOUBLED, f"${found.path}")


def _find_twice(pairs: list[tuple[str, Any]]) -> _Twice | None:
    names = set()
    for name, value in pairs:
        if name in names:
            return _Twice(f".{name}")
        names.add(name)
        if isinstance(value, _Twice):
            return _Twice(f".{name}{value.path}")
        if isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, _Twice):
                    return _Twice(f".{name}[{place}]{each.path}")
    return None


# --- from entries to values -----------------------------------------------------


def _settings(person: PersonEntry, is_zone: Callable[[str], bool]) -> Settings:
    if not is_zone(person.zone):
        raise PortableError(Fault.ZONE, "person", None, person.zone)
    starts: list[tuple[dt.date, int]] = []
    for number, start in enumerate(person.day_starts, 1):
        if (start.first is None) != (number == 1):
            raise PortableError(Fault.FORM, "person", None, "day_starts")
        first = dt.date.min if start.first is None else _day("person", None, start.first)
        starts.append((first, start.minutes))
    settled_to, asked_on = person.blanks_settled_to, person.growth_asked_on
    return Settings(
        person.zone,
        tuple(starts),
        None if settled_to is None else _day("person", None, settled_to),
        None if asked_on is None else _day("person", None, asked_on),
        person.keeps_notes,
        person.nickname,
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
        self.last_day = now.astimezone(FURTHEST_EAST).date()

    def plans(self, entries: Iterable[PlanEntry]) -> Iterable[Plan]:
        seen: set[dt.date] = set()
        for number, entry in enumerate(entries, 1):
            starts = _day("plans", number, entry.starts)
            if starts in seen:
                raise PortableError(Fault.TWICE, "plans", number, entry.starts)
            seen.add(starts)
            for name, sets in (*entry.sets.items(), *entry.aside.items()):
                self._check_sets(number, entry.starts, name, sets)
            wanted, aside = self._ordered(entry.sets), self._ordered(entry.aside)
            gone = {name: sets for name, sets in aside.items() if name not in wanted}
            yield Plan(starts, entry.kind, wanted, gone)

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
            if entry.feeling is None and not entry.words.strip():
                raise PortableError(Fault.FORM, "notes", number, entry.day)
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
        state = State[entry.state.upper()]
        tenths = None if entry.amount is None else tenths_of(entry.amount, facts)
        is_amount = entry.amount is None or (tenths is not None and state is State.DONE)
        is_unit = entry.unit is None or entry.unit == facts.dose.unit
        if not is_amount or not is_unit or (entry.felt and state is not State.DONE):
            raise PortableError(Fault.AMOUNT, "ticks", number, named)
        return Mark(
            state=state,
            tenths=tenths,
            felt=entry.felt,
            late=entry.late,
            guided=entry.source == "guided",
            instant=self._instant(number, named, entry.instant),
            seconds=entry.seconds,
        )

    def _instant(self, number: int, named: str, text: str) -> int:
        try:
            instant = dt.datetime.fromisoformat(text)
            since = instant - EPOCH
        except (ValueError, TypeError, OverflowError) as error:
            raise PortableError(Fault.INSTANT, "ticks", number, named) from error
        # Nothing is performed after it is received (rules.md 4): until then the slot
        # could be neither undone nor ticked again.
        if since > self.now - EPOCH:
            raise PortableError(Fault.FUTURE, "ticks", number, named)
        return since // dt.timedelta(microseconds=1)


def tenths_of(amount: float, facts: ExerciseFacts) -> int | None:
    """An amount in tenths of the exercise's unit, ``None`` where rules.md 5 forbids it."""
    limits = AMOUNT_LIMITS[facts.dose.unit]
    if not limits.least <= amount <= limits.most:
        return None
    tenths = round(amount * 10)
    is_exact = tenths / 10 == amount
    return tenths if is_exact and (limits.decimals or tenths % 10 == 0) else None
