"""The entries of a file as the rules read them, each checked before any is used. Pure."""

import codecs
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Raw

from content.types import AMOUNT_LIMITS, ExerciseFacts, Period
from kidneycare.db.limits import NICKNAME_LENGTH, NOTE_LENGTH
from kidneycare.i18n.text import clean_line
from practice.rules.adherence import State, TickState
from practice.rules.days import EPOCH, parse_day
from practice.rules.pauses import PauseSpan, united
from practice.rules.plan import NO_SETS, Plan, SetsADay, Slot, check_sets
from practice.transfer.decode import decode_entry, decode_file, refuse_doubled
from practice.transfer.schema import (
    Entry,
    Fault,
    ImportProblem,
    Note,
    NoteEntry,
    ParsedRecord,
    PauseEntry,
    PersonEntry,
    PlanEntry,
    Settings,
    TickEntry,
)

E = TypeVar("E", bound=Entry)
FURTHEST_EAST = dt.timezone(dt.timedelta(hours=14))
"""Where each day of the calendar begins first."""


def parse_export(
    content: bytes,
    exercises: Mapping[str, ExerciseFacts],
    *,
    now: dt.datetime,
    is_zone: Callable[[str], bool],
) -> ParsedRecord:
    """Parse a file and check every entry; texts are cleaned as those of a form are.

    Raises:
        ImportProblem: the first thing that is wrong; then nothing may be used.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    file = decode_file(content)
    if bytes(file.person) == b"null":
        raise ImportProblem(Fault.EMPTY)
    parser = _Parser(content, exercises, now)
    settings = parser.settings(file.person, is_zone)
    plans = tuple(sorted(parser.plans(file.plans), key=lambda plan: plan.starts))
    if not plans:
        raise ImportProblem(Fault.NO_PLAN)
    record = ParsedRecord(
        settings,
        plans,
        tuple(united(parser.pauses(file.pauses))),
        tuple(parser.notes(file.notes)),
        tuple(parser.ticks(file.ticks)),
    )
    refuse_doubled(content)
    return record


def _day(part: str, number: int | None, text: str) -> dt.date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise ImportProblem(Fault.DAY, part, number, text) from error


def _line(part: str, number: int | None, field: str, text: str, longest: int) -> str:
    """One line of text, cleaned as a form cleans it; too long a one is refused."""
    line = clean_line(text)
    if len(line) > longest or "\0" in text:
        raise ImportProblem(Fault.FORM, part, number, field)
    return line


class _Parser:
    """Checks one entry after the other."""

    def __init__(
        self, content: bytes, exercises: Mapping[str, ExerciseFacts], now: dt.datetime
    ) -> None:
        self.content = content
        self.exercises = exercises
        self.now = now
        self.last_day = now.astimezone(FURTHEST_EAST).date()

    def _entries(self, part: str, kind: type[E], raws: Iterable[Raw]) -> Iterator[tuple[int, E]]:
        """Every entry with its number; each is decoded when it is its turn, to hold few at once."""
        for number, raw in enumerate(raws, 1):
            yield number, decode_entry(kind, raw, self.content, part, number)

    def settings(self, raw: Raw, is_zone: Callable[[str], bool]) -> Settings:
        person = decode_entry(PersonEntry, raw, self.content, "person")
        if not is_zone(person.zone):
            raise ImportProblem(Fault.ZONE, "person", None, person.zone)
        starts: list[tuple[dt.date, int]] = []
        for place, start in enumerate(person.day_starts):
            if (start.first is None) != (place == 0):
                raise ImportProblem(Fault.FORM, "person", None, "day_starts")
            first = dt.date.min if start.first is None else _day("person", None, start.first)
            starts.append((first, start.minutes))
        settled_to, asked_on = person.blanks_settled_to, person.growth_asked_on
        return Settings(
            person.zone,
            tuple(starts),
            None if settled_to is None else _day("person", None, settled_to),
            None if asked_on is None else _day("person", None, asked_on),
            person.keeps_notes,
            _line("person", None, "nickname", person.nickname, NICKNAME_LENGTH),
        )

    def plans(self, raws: Iterable[Raw]) -> Iterable[Plan]:
        seen: set[dt.date] = set()
        for number, entry in self._entries("plans", PlanEntry, raws):
            starts = _day("plans", number, entry.starts)
            if starts in seen:
                raise ImportProblem(Fault.TWICE, "plans", number, entry.starts)
            seen.add(starts)
            for name, sets in (*entry.sets.items(), *entry.aside.items()):
                self._check_sets(number, entry.starts, name, sets)
            wanted, aside = self._ordered(entry.sets), self._ordered(entry.aside)
            gone = {name: sets for name, sets in aside.items() if name not in wanted}
            yield Plan(starts, entry.kind, wanted, gone)

    def _check_sets(self, number: int, starts: str, name: str, sets: SetsADay) -> None:
        if name not in self.exercises:
            raise ImportProblem(Fault.EXERCISE, "plans", number, f"{starts}, {name}")
        try:
            check_sets(self.exercises[name], sets)
        except ValueError as error:
            raise ImportProblem(Fault.SETS, "plans", number, f"{starts}, {name}") from error

    def _ordered(self, sets: Mapping[str, SetsADay]) -> dict[str, SetsADay]:
        return {name: sets[name] for name in self.exercises if sum(sets.get(name, NO_SETS))}

    def pauses(self, raws: Iterable[Raw]) -> Iterable[PauseSpan]:
        seen: set[dt.date] = set()
        for number, entry in self._entries("pauses", PauseEntry, raws):
            first = _day("pauses", number, entry.first_day)
            last = None if entry.last_day is None else _day("pauses", number, entry.last_day)
            if last is not None and last < first:
                raise ImportProblem(Fault.ENDS_BEFORE, "pauses", number, entry.first_day)
            if first in seen:
                raise ImportProblem(Fault.TWICE, "pauses", number, entry.first_day)
            seen.add(first)
            reason = _line("pauses", number, "reason", entry.reason, NOTE_LENGTH)
            yield PauseSpan(first, last, reason)

    def notes(self, raws: Iterable[Raw]) -> Iterable[Note]:
        seen: set[dt.date] = set()
        for number, entry in self._entries("notes", NoteEntry, raws):
            day = self._past_day("notes", number, entry.day, entry.day)
            if day in seen:
                raise ImportProblem(Fault.TWICE, "notes", number, entry.day)
            seen.add(day)
            if entry.feeling is None and not entry.words.strip():
                raise ImportProblem(Fault.FORM, "notes", number, entry.day)
            words = _line("notes", number, "words", entry.words, NOTE_LENGTH)
            # Notes of nothing that can be seen were kept once: leave them out.
            if words or entry.feeling is not None:
                yield Note(day, entry.feeling, words)

    def ticks(self, raws: Iterable[Raw]) -> Iterable[tuple[dt.date, Slot, TickState]]:
        seen: set[tuple[dt.date, Slot]] = set()
        for number, entry in self._entries("ticks", TickEntry, raws):
            named = f"{entry.day}, {entry.period}, {entry.exercise}"
            day = self._past_day("ticks", number, entry.day, named)
            facts = self.exercises.get(entry.exercise)
            if facts is None:
                raise ImportProblem(Fault.EXERCISE, "ticks", number, named)
            slot = Slot(Period.from_slug(entry.period), entry.exercise, entry.set)
            if not facts.exists_in(slot.period):
                raise ImportProblem(Fault.TIME_OF_DAY, "ticks", number, named)
            if (day, slot) in seen:
                raise ImportProblem(Fault.TWICE, "ticks", number, named)
            seen.add((day, slot))
            yield day, slot, self._mark(number, named, entry, facts)

    def _past_day(self, part: str, number: int, text: str, named: str) -> dt.date:
        day = _day(part, number, text)
        if day > self.last_day:
            raise ImportProblem(Fault.FUTURE, part, number, named)
        return day

    def _mark(self, number: int, named: str, entry: TickEntry, facts: ExerciseFacts) -> TickState:
        state = State[entry.state.upper()]
        tenths = None if entry.amount is None else tenths_of(entry.amount, facts)
        is_amount = entry.amount is None or (tenths is not None and state is State.DONE)
        is_unit = entry.unit is None or entry.unit == facts.dose.unit
        if not is_amount or not is_unit or (entry.felt and state is not State.DONE):
            raise ImportProblem(Fault.AMOUNT, "ticks", number, named)
        return TickState(
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
            raise ImportProblem(Fault.INSTANT, "ticks", number, named) from error
        # Nothing is performed after it is received (rules.md 4): until then the slot
        # could be neither undone nor ticked again.
        if since > self.now - EPOCH:
            raise ImportProblem(Fault.FUTURE, "ticks", number, named)
        return since // dt.timedelta(microseconds=1)


def tenths_of(amount: float, facts: ExerciseFacts) -> int | None:
    """An amount in tenths of the exercise's unit, ``None`` where rules.md 5 forbids it."""
    limits = AMOUNT_LIMITS[facts.dose.unit]
    if not limits.least <= amount <= limits.most:
        return None
    tenths = round(amount * 10)
    is_exact = tenths / 10 == amount
    return tenths if is_exact and (limits.decimals or tenths % 10 == 0) else None
