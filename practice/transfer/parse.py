"""The entries of a file as the rules read them, each checked before any is used. Pure."""

import codecs
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import Raw

from content.types import AMOUNT_LIMITS, ExerciseFacts, Period
from kidneycare.i18n.text import clean_line
from kidneycare.limits import NICKNAME_LENGTH, NOTE_LENGTH
from practice.rules.adherence import State, TickState
from practice.rules.days import EPOCH, parse_day
from practice.rules.pauses import PauseSpan, merge_all
from practice.rules.plan import NO_SETS, Plan, SetsADay, Slot, is_allowed
from practice.rules.record import PreferenceValues
from practice.transfer.decode import decode_entry, decode_file, refuse_duplicate_keys
from practice.transfer.schema import (
    Entry,
    Fault,
    ImportProblem,
    NoteEntry,
    ParsedNote,
    ParsedRecord,
    ParsedSettings,
    ParsedTick,
    PauseEntry,
    PersonEntry,
    PlanEntry,
    TickEntry,
)

E = TypeVar("E", bound=Entry)
T = TypeVar("T")
FURTHEST_EAST = dt.timezone(dt.timedelta(hours=14))
"""Where each day of the calendar begins first."""
LABELS = {
    "plans": ("starts",),
    "pauses": ("first_day",),
    "notes": ("day",),
    "ticks": ("day", "period", "exercise"),
}
"""The fields by which a message names an entry."""


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
    if not file.complete:
        raise ImportProblem(Fault.FORM, "complete")
    if bytes(file.person) == b"null":
        raise ImportProblem(Fault.EMPTY)
    parser = _Parser(content, exercises, now, is_zone)
    settings = parser.entry("person", file.person, PersonEntry, parser.settings)
    plans = parser.entries("plans", file.plans, PlanEntry, parser.plan)
    plans_in_order = tuple(sorted(plans, key=lambda plan: plan.starts))
    if not plans_in_order:
        raise ImportProblem(Fault.NO_PLAN)
    pauses = parser.entries("pauses", file.pauses, PauseEntry, parser.pause)
    notes = parser.entries("notes", file.notes, NoteEntry, parser.note)
    ticks = parser.entries("ticks", file.ticks, TickEntry, parser.tick)
    record = ParsedRecord(
        settings,
        plans_in_order,
        tuple(merge_all(pauses)),
        # Notes of nothing that can be seen were stored once: leave them out.
        tuple(note for note in notes if note.words or note.feeling is not None),
        tuple(ticks),
    )
    refuse_duplicate_keys(content)
    return record


@dataclass
class _Parser:
    """Checks one entry after the other; :meth:`entry` adds to a problem where in the file it is."""

    content: bytes
    exercises: Mapping[str, ExerciseFacts]
    now: dt.datetime
    is_zone: Callable[[str], bool]
    seen: set[tuple[object, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.last_day = self.now.astimezone(FURTHEST_EAST).date()

    def entry(
        self, part: str, raw: Raw, kind: type[E], parse: Callable[[E], T], number: int | None = None
    ) -> T:
        entry = decode_entry(kind, raw, self.content, part, number)
        try:
            return parse(entry)
        except ImportProblem as problem:
            label = ", ".join(getattr(entry, name) for name in LABELS.get(part, ()))
            raise ImportProblem(problem.fault, part, number, problem.detail or label) from problem

    def entries(
        self, part: str, raws: Iterable[Raw], kind: type[E], parse: Callable[[E], T]
    ) -> Iterator[T]:
        """Decode each entry when it is its turn, to hold few at once."""
        return (self.entry(part, raw, kind, parse, place) for place, raw in enumerate(raws, 1))

    def _refuse_twice(self, *key: object) -> None:
        if key in self.seen:
            raise ImportProblem(Fault.TWICE)
        self.seen.add(key)

    def settings(self, entry: PersonEntry) -> ParsedSettings:
        if not self.is_zone(entry.zone):
            raise ImportProblem(Fault.ZONE, detail=entry.zone)
        starts = [(_optional_day(each.first), each.minutes) for each in entry.day_starts]
        if [first is None for first, _minutes in starts] != [True, False][: len(starts)]:
            raise ImportProblem(Fault.FORM, detail="day_starts")
        return ParsedSettings(
            entry.zone,
            tuple((first or dt.date.min, minutes) for first, minutes in starts),
            _line("nickname", entry.nickname, NICKNAME_LENGTH),
            PreferenceValues(
                _optional_day(entry.blanks_settled_to),
                _optional_day(entry.growth_asked_on),
                entry.keeps_notes,
            ),
        )

    def plan(self, entry: PlanEntry) -> Plan:
        starts = _day(entry.starts)
        self._refuse_twice("plan", starts)
        for name, sets in (*entry.sets.items(), *entry.aside.items()):
            if name not in self.exercises:
                raise ImportProblem(Fault.EXERCISE, detail=f"{entry.starts}, {name}")
            if not is_allowed(self.exercises[name], sets):
                raise ImportProblem(Fault.SETS, detail=f"{entry.starts}, {name}")
        wanted, aside = self._in_order(entry.sets), self._in_order(entry.aside)
        gone = {name: sets for name, sets in aside.items() if name not in wanted}
        return Plan(starts, entry.kind, wanted, gone)

    def _in_order(self, sets: Mapping[str, SetsADay]) -> dict[str, SetsADay]:
        return {name: sets[name] for name in self.exercises if sum(sets.get(name, NO_SETS))}

    def pause(self, entry: PauseEntry) -> PauseSpan:
        first, last = _day(entry.first_day), _optional_day(entry.last_day)
        if last is not None and last < first:
            raise ImportProblem(Fault.ENDS_BEFORE)
        self._refuse_twice("pause", first)
        return PauseSpan(first, last, _line("reason", entry.reason, NOTE_LENGTH))

    def note(self, entry: NoteEntry) -> ParsedNote:
        day = self._past_day(entry.day)
        self._refuse_twice("note", day)
        if entry.feeling is None and not entry.words.strip():
            raise ImportProblem(Fault.FORM)
        return ParsedNote(day, entry.feeling, _line("words", entry.words, NOTE_LENGTH))

    def tick(self, entry: TickEntry) -> ParsedTick:
        day = self._past_day(entry.day)
        facts = self.exercises.get(entry.exercise)
        if facts is None:
            raise ImportProblem(Fault.EXERCISE)
        slot = Slot(Period.from_slug(entry.period), entry.exercise, entry.set)
        if not facts.exists_in(slot.period):
            raise ImportProblem(Fault.TIME_OF_DAY)
        self._refuse_twice(day, slot)
        state = State[entry.state.upper()]
        tenths = None if entry.amount is None else tenths_of(entry.amount, facts)
        is_amount = entry.amount is None or (tenths is not None and state is not State.UNDONE)
        is_unit = entry.unit is None or entry.unit == facts.dose.unit
        if not is_amount or not is_unit or (entry.felt and state is not State.DONE):
            raise ImportProblem(Fault.AMOUNT)
        is_guided, instant = entry.source == "guided", self._instant(entry.instant)
        mark = TickState(state, tenths, entry.felt, entry.late, is_guided, instant, entry.seconds)
        return day, slot, mark

    def _past_day(self, text: str) -> dt.date:
        day = _day(text)
        if day > self.last_day:
            raise ImportProblem(Fault.FUTURE)
        return day

    def _instant(self, text: str) -> int:
        try:
            since = dt.datetime.fromisoformat(text) - EPOCH
        except (ValueError, TypeError, OverflowError) as error:
            raise ImportProblem(Fault.INSTANT) from error
        # Nothing is performed after it is received (rules.md 4): until then the slot
        # could be neither undone nor ticked again.
        if since > self.now - EPOCH:
            raise ImportProblem(Fault.FUTURE)
        return since // dt.timedelta(microseconds=1)


def _day(text: str) -> dt.date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise ImportProblem(Fault.DAY, detail=text) from error


def _optional_day(text: str | None) -> dt.date | None:
    return None if text is None else _day(text)


def _line(field: str, text: str, longest: int) -> str:
    """One line of text, cleaned as a form cleans it; too long a one is refused."""
    line = clean_line(text)
    if len(line) > longest or "\0" in text:
        raise ImportProblem(Fault.FORM, detail=field)
    return line


def tenths_of(amount: float, facts: ExerciseFacts) -> int | None:
    """An amount in tenths of the exercise's unit, ``None`` where rules.md 5 forbids it."""
    limits = AMOUNT_LIMITS[facts.dose.unit]
    if not limits.least <= amount <= limits.most:
        return None
    tenths = round(amount * 10)
    is_exact = tenths / 10 == amount
    return tenths if is_exact and (limits.decimals or tenths % 10 == 0) else None
