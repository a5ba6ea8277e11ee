"""The entries of a file as the rules read them, each checked before any is used. Pure."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from content.types import AMOUNT_LIMITS, ExerciseFacts, Period
from kidneycare.i18n.text import clean_line
from kidneycare.limits import NICKNAME_LENGTH, NOTE_LENGTH
from practice.rules.adherence import State, TickState
from practice.rules.days import EPOCH, parse_day
from practice.rules.pauses import PauseSpan, merge_all
from practice.rules.plan import NO_SETS, Plan, SetsADay, Slot, is_allowed
from practice.rules.record import PreferenceValues
from practice.rules.reminders import ReminderSettings
from practice.transfer.decode import RawEntry, as_utf8, check_head, decode_entry, raw_entries
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
    RemindersEntry,
    TickEntry,
)

E = TypeVar("E", bound=Entry)
T = TypeVar("T")
FURTHEST_EAST = dt.timezone(dt.timedelta(hours=14))
"""Where each day of the calendar begins first."""
WITHOUT_NAME = re.compile(r"code-([1-9]\d{0,3}|[12]\d{4})")
WIDEST = AMOUNT_LIMITS["minutes"]._replace(most=AMOUNT_LIMITS["strokes"].most)
"""Of an exercise that is not here nobody knows the unit."""
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
    content = as_utf8(content)
    check_head(content)
    parser = _Parser(content, exercises, now, is_zone)
    kinds: dict[str, tuple[type[Any], Callable[[Any], Any]]] = {
        "person": (PersonEntry, parser.settings),
        "plans": (PlanEntry, parser.plan),
        "pauses": (PauseEntry, parser.pause),
        "notes": (NoteEntry, parser.note),
        "ticks": (TickEntry, parser.tick),
    }
    found: dict[str, list[Any]] = {part: [] for part in kinds}
    for raw in raw_entries(content):
        if raw.raw == b"null" and raw.part == "person":
            raise ImportProblem(Fault.EMPTY)
        found[raw.part].append(parser.entry(raw, *kinds[raw.part]))
    if not found["plans"]:
        raise ImportProblem(Fault.NO_PLAN)
    return ParsedRecord(
        found["person"][0],
        tuple(sorted(found["plans"], key=lambda plan: plan.starts)),
        tuple(merge_all(found["pauses"])),
        # Notes of nothing that can be seen were stored once: leave them out.
        tuple(note for note in found["notes"] if note.words or note.feeling is not None),
        tuple(found["ticks"]),
    )


@dataclass
class _Parser:
    """Checks one entry after the other; :meth:`entry` adds to a problem where in the file it is."""

    content: bytes
    exercises: Mapping[str, ExerciseFacts]
    now: dt.datetime
    is_zone: Callable[[str], bool]
    seen: set[tuple[object, ...]] = field(default_factory=set)
    slots: dict[Slot, tuple[Slot, int]] = field(default_factory=dict)
    """Of each slot the one that all its ticks share, and its bit."""
    days: dict[dt.date, tuple[dt.date, int]] = field(default_factory=dict)
    """The same of each day, and the bits of its slots."""

    def __post_init__(self) -> None:
        self.last_day = self.now.astimezone(FURTHEST_EAST).date()

    def entry(self, raw: RawEntry, kind: type[E], parse: Callable[[E], T]) -> T:
        entry = decode_entry(kind, raw, self.content)
        try:
            return parse(entry)
        except ImportProblem as problem:
            label = ", ".join(getattr(entry, name) for name in LABELS.get(raw.part, ()))
            detail = problem.detail or label
            raise ImportProblem(problem.fault, raw.part, raw.number, detail) from problem

    def _refuse_twice(self, *key: object) -> None:
        if key in self.seen:
            raise ImportProblem(Fault.TWICE)
        self.seen.add(key)

    def _slot_once(self, day: dt.date, slot: Slot) -> tuple[dt.date, Slot]:
        """Refuse a slot's second tick; of two hundred thousand a set would take 20 MiB."""
        slot, bit = self.slots.setdefault(slot, (slot, 1 << len(self.slots)))
        day, bits = self.days.get(day, (day, 0))
        if bits & bit:
            raise ImportProblem(Fault.TWICE)
        self.days[day] = day, bits | bit
        return day, slot

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
            self._reminders(entry.reminders),
        )

    def _reminders(self, entry: RemindersEntry | None) -> ReminderSettings | None:
        if entry is None:
            return None
        times = {Period.from_slug(each.period): each.minutes for each in entry.times}
        if len(times) < len(entry.times):
            raise ImportProblem(Fault.FORM, detail="reminders")
        return ReminderSettings(times)

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
        name, facts = self._exercise(entry.exercise)
        slot = Slot(Period.from_slug(entry.period), name, entry.set)
        if facts is not None and not facts.exists_in(slot.period):
            raise ImportProblem(Fault.TIME_OF_DAY)
        day, slot = self._slot_once(day, slot)
        state = State[entry.state.upper()]
        tenths = None if entry.amount is None else tenths_of(entry.amount, facts)
        is_amount = entry.amount is None or (tenths is not None and state is not State.UNDONE)
        is_unit = entry.unit is None or (facts is not None and entry.unit == facts.dose.unit)
        if not is_amount or not is_unit or (entry.felt and state is not State.DONE):
            raise ImportProblem(Fault.AMOUNT)
        is_guided, instant = entry.source == "guided", self._instant(entry.instant)
        by = _line("by", entry.by, NICKNAME_LENGTH)
        mark = TickState(
            state, tenths, entry.felt, entry.late, is_guided, instant, entry.seconds, by
        )
        return day, slot, mark

    def _exercise(self, name: str) -> tuple[str, ExerciseFacts | None]:
        """By its name, or by the code of one whose document is not here: its ticks are kept."""
        if facts := self.exercises.get(name):
            return name, facts
        if not (code := code_of(name)):
            raise ImportProblem(Fault.EXERCISE)
        found = next((each for each in self.exercises.values() if each.code == code), None)
        return (found.id, found) if found else (name, None)

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


def code_of(name: str) -> int:
    """The code in the name that the export has for an exercise that is not here; else 0."""
    found = WITHOUT_NAME.fullmatch(name)
    return int(found[1]) if found else 0


def tenths_of(amount: float, facts: ExerciseFacts | None) -> int | None:
    """An amount in tenths of the exercise's unit, ``None`` where rules.md 5 forbids it."""
    limits = AMOUNT_LIMITS[facts.dose.unit] if facts else WIDEST
    if not limits.least <= amount <= limits.most:
        return None
    tenths = round(amount * 10)
    is_exact = tenths / 10 == amount
    return tenths if is_exact and (limits.decimals or tenths % 10 == 0) else None
