"""The questions that nearly every page asks about a person, in SQL of our own.

Each leads with the person, as the keys do, so that it reads that person's part of a table and
nothing else, on one machine or on many (docs/growth.md).
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Model

from content.catalogue import exercises_by_code
from content.types import Period
from kidneycare.db.sql import as_day, fetch_rows
from practice.models import DayNote, Pause, PlanVersion, Source, Tick, sets_from_json
from practice.rules.adherence import State, TickState
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, Slot
from practice.rules.record import PreferenceValues
from practice.store.extensions import reminders

PLANS = """
SELECT blanks_settled_to, growth_asked_on, keeps_notes, starts, kind, sets, aside, (%(note)s),
(SELECT day FROM practice_tick WHERE person_id = %(person)s AND state = 1 AND NOT late
 ORDER BY day, period LIMIT 1),
(SELECT period FROM practice_tick WHERE person_id = %(person)s AND state = 1 AND NOT late
 ORDER BY day, period LIMIT 1),
(SELECT DISTINCT day FROM practice_tick WHERE person_id = %(person)s AND state = 1
 ORDER BY day LIMIT 1 OFFSET 2),
(SELECT day FROM practice_tick WHERE person_id = %(person)s AND state = 1
 ORDER BY day DESC LIMIT 1)
FROM people_person p
LEFT JOIN practice_preferences f ON f.person_id = %(person)s
LEFT JOIN practice_planversion v ON v.person_id = %(person)s
WHERE p.id = %(person)s ORDER BY starts
"""
# Of several people, without the note: every question about one of them reads their part alone.
PLANS_OF_MANY = PLANS.replace("WHERE p.id = %(person)s ORDER BY", "WHERE {people} ORDER BY p.id,")
PLANS_OF_MANY = PLANS_OF_MANY.replace("(%(note)s)", "CAST(NULL AS TEXT)")
PLANS_OF_MANY = PLANS_OF_MANY.replace("%(person)s", "p.id").replace("SELECT", "SELECT p.id,", 1)
TICKS = """
SELECT CAST(day AS TEXT), period, exercise, "set", state, tenths, felt, late, source, instant,
seconds, "by"
FROM practice_tick WHERE person_id = %(person)s AND day BETWEEN %(first)s AND %(last)s
"""
TICKS_WITHOUT_TIME = TICKS.replace('late, source, instant,\nseconds, "by"', "0, 0, 0, NULL, ''")
TICKS_OF_MANY = TICKS_WITHOUT_TIME.replace("SELECT", "SELECT person_id,", 1).replace(
    "person_id = %(person)s", "{people}"
)
PAUSES_OF_MANY = """
SELECT person_id, first_day, last_day, reason FROM practice_pause WHERE {people}
ORDER BY person_id, first_day
"""
PAUSES_AND_NOTES = """
SELECT 0, first_day, last_day, reason, CAST(NULL AS SMALLINT)
FROM practice_pause WHERE person_id = %(person)s
UNION ALL
SELECT 1, day, CAST(NULL AS DATE), words, feeling
FROM practice_daynote WHERE person_id = %(person)s AND day BETWEEN %(first)s AND %(last)s
ORDER BY 1, 2
"""


class Bounds(NamedTuple):
    """Where a record begins and ends, as :class:`Record` has it, and its ``reminder_note``."""

    start: tuple[dt.date, Period] | None = None
    third_day: dt.date | None = None
    last_day: dt.date | None = None
    reminder_note: str | None = None


@cache
def _plans_statement() -> str:
    return PLANS.replace("%(note)s", reminders().note_sql)


def plans_and_bounds(person: int) -> tuple[tuple[Plan, ...], Bounds, PreferenceValues]:
    """A person's plans in order, the bounds of what they ticked, and preferences: in one query."""
    return _plans_and_bounds(fetch_rows(PlanVersion, _plans_statement(), {"person": person}))


def _plans_and_bounds(
    rows: Sequence[tuple[Any, ...]],
) -> tuple[tuple[Plan, ...], Bounds, PreferenceValues]:
    if not rows:
        return (), Bounds(), PreferenceValues()
    settled_to, asked_on, keeps_notes = rows[0][:3]
    note, first_day, first_period, third, last = rows[0][7:]
    preferences = PreferenceValues(
        settled_to and as_day(settled_to), asked_on and as_day(asked_on), bool(keeps_notes)
    )
    plans = tuple(
        Plan(
            as_day(starts),
            kind,
            sets_from_json(json.loads(sets)),
            sets_from_json(json.loads(aside)),
        )
        for starts, kind, sets, aside in (row[3:7] for row in rows)
        if starts is not None
    )
    start = (as_day(first_day), Period(first_period)) if first_day else None
    bounds = Bounds(start, third and as_day(third), last and as_day(last), note)
    return plans, bounds, preferences


def ticks_between(
    person: int, first: dt.date, last: dt.date, *, times: bool = True
) -> tuple[dict[dt.date, dict[Slot, TickState]], Counter[dt.date]]:
    """What is known of a person's slots from ``first`` to ``last``, both included.

    And how many sets were done of exercises that the library has no longer: their
    document was taken away, the ticks stay.

    Without ``times`` only what counts, and alike states are one object: twelve weeks have
    a thousand of them.
    """
    statement = TICKS if times else TICKS_WITHOUT_TIME
    return _ticks(fetch_rows(Tick, statement, {"person": person, "first": first, "last": last}))


def _ticks(
    rows: Iterable[tuple[Any, ...]],
) -> tuple[dict[dt.date, dict[Slot, TickState]], Counter[dt.date]]:
    names = exercises_by_code()
    slots: dict[tuple[int, int, int], Slot] = {}
    states: dict[tuple[int | bool | None, ...], TickState] = {}
    by_day: dict[str, dict[Slot, TickState]] = {}
    gone: Counter[dt.date] = Counter()
    for row in rows:
        day, where, what = row[0], row[1:4], row[4:]
        if where not in slots:
            period, code, number = where
            if code not in names:
                gone[dt.date.fromisoformat(day)] += what[0] == State.DONE
                continue
            slots[where] = Slot(Period(period), names[code].id, number)
        if what not in states:
            state, tenths, felt, late, source, instant, seconds, by = what
            is_guided = source == Source.GUIDED
            states[what] = TickState(
                State(state), tenths, bool(felt), bool(late), is_guided, instant, seconds, by
            )
        by_day.setdefault(day, {})[slots[where]] = states[what]
    return {dt.date.fromisoformat(day): ticks for day, ticks in by_day.items()}, gone


def pauses_and_notes(
    person: int, first: dt.date, last: dt.date
) -> tuple[tuple[PauseSpan, ...], list[DayNote]]:
    """A person's pauses, and the notes of the days ``first`` to ``last``: in one query."""
    pauses, notes = [], []
    values = {"person": person, "first": first, "last": last}
    for is_note, day, until, words, feeling in fetch_rows(DayNote, PAUSES_AND_NOTES, values):
        if is_note:
            notes.append(DayNote(day=as_day(day), feeling=feeling, words=words))
        else:
            pauses.append(PauseSpan(as_day(day), until and as_day(until), words))
    return tuple(pauses), notes


class RecordRows(NamedTuple):
    """What one person's record of some days is made of."""

    plans: tuple[Plan, ...]
    bounds: Bounds
    ticks: dict[dt.date, dict[Slot, TickState]]
    pauses: tuple[PauseSpan, ...]


def records_of_many(
    people: Collection[int], first: dt.date, last: dt.date
) -> dict[int, RecordRows]:
    """The same of several people, by their keys, in three queries; ticks without times."""
    if not people:
        return {}
    keys = ", ".join(map(str, map(int, people)))
    days = {"first": first, "last": last}
    plans = _by_person(PlanVersion, PLANS_OF_MANY.format(people=f"p.id IN ({keys})"), {})
    ticks = _by_person(Tick, TICKS_OF_MANY.format(people=f"person_id IN ({keys})"), days)
    pauses = _by_person(Pause, PAUSES_OF_MANY.format(people=f"person_id IN ({keys})"), {})
    return {
        person: RecordRows(
            *_plans_and_bounds(rows)[:2],
            _ticks(ticks[person])[0],
            tuple(
                PauseSpan(as_day(day), until and as_day(until), words)
                for day, until, words in pauses[person]
            ),
        )
        for person, rows in plans.items()
    }


def _by_person(
    model: type[Model], statement: str, values: dict[str, Any]
) -> dict[int, list[tuple[Any, ...]]]:
    """The rows of a statement, without the person in front."""
    rows = sorted(fetch_rows(model, statement, values), key=itemgetter(0))
    found = {key: [row[1:] for row in own] for key, own in groupby(rows, key=itemgetter(0))}
    return defaultdict(list, found)
