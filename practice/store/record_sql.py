"""The questions that nearly every page asks about a person, in SQL of our own.

Each leads with the person, as the keys do, so that it reads that person's part of a table and
nothing else, on one machine or on many (docs/growth.md).
"""

import datetime as dt
import json
from typing import NamedTuple

from content.catalogue import exercises_by_code
from content.types import Period
from kidneycare.db.sql import as_day, fetch_rows
from practice.models import DayNote, PlanVersion, Source, Tick, sets_from_json
from practice.rules.adherence import State, TickState
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan, Slot
from practice.rules.record import PreferenceValues

PLANS = """
SELECT blanks_settled_to, growth_asked_on, keeps_notes, starts, kind, sets, aside,
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
TICKS = """
SELECT CAST(day AS TEXT), period, exercise, "set", state, tenths, felt, late, source, instant,
seconds
FROM practice_tick WHERE person_id = %(person)s AND day BETWEEN %(first)s AND %(last)s
"""
TICKS_WITHOUT_TIME = TICKS.replace("late, source, instant,\nseconds", "0, 0, 0, NULL")
PAUSES_AND_NOTES = """
SELECT 0, first_day, last_day, reason, CAST(NULL AS SMALLINT)
FROM practice_pause WHERE person_id = %(person)s
UNION ALL
SELECT 1, day, CAST(NULL AS DATE), words, feeling
FROM practice_daynote WHERE person_id = %(person)s AND day BETWEEN %(first)s AND %(last)s
ORDER BY 1, 2
"""


class Bounds(NamedTuple):
    """Where a record begins and ends, as :class:`Record` has it."""

    start: tuple[dt.date, Period] | None = None
    third_day: dt.date | None = None
    last_day: dt.date | None = None


def plans_and_bounds(person: int) -> tuple[tuple[Plan, ...], Bounds, PreferenceValues]:
    """A person's plans in order, the bounds of what they ticked, and preferences: in one query."""
    rows = fetch_rows(PlanVersion, PLANS, {"person": person})
    if not rows:
        return (), Bounds(), PreferenceValues()
    settled_to, asked_on, keeps_notes = rows[0][:3]
    first_day, first_period, third, last = rows[0][7:]
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
    bounds = Bounds(start, third and as_day(third), last and as_day(last))
    return plans, bounds, preferences


def ticks_between(
    person: int, first: dt.date, last: dt.date, *, times: bool = True
) -> dict[dt.date, dict[Slot, TickState]]:
    """What is known of a person's slots from ``first`` to ``last``, both included.

    Without ``times`` only what counts, and alike states are one object: twelve weeks have
    a thousand of them.
    """
    statement = TICKS if times else TICKS_WITHOUT_TIME
    names = exercises_by_code()
    slots: dict[tuple[int, int, int], Slot] = {}
    states: dict[tuple[int | bool | None, ...], TickState] = {}
    by_day: dict[str, dict[Slot, TickState]] = {}
    for row in fetch_rows(Tick, statement, {"person": person, "first": first, "last": last}):
        day, where, what = row[0], row[1:4], row[4:]
        if where not in slots:
            period, code, number = where
            if code not in names:
                continue
            slots[where] = Slot(Period(period), names[code].id, number)
        if what not in states:
            state, tenths, felt, late, source, instant, seconds = what
            is_guided = source == Source.GUIDED
            states[what] = TickState(
                State(state), tenths, bool(felt), bool(late), is_guided, instant, seconds
            )
        by_day.setdefault(day, {})[slots[where]] = states[what]
    return {dt.date.fromisoformat(day): ticks for day, ticks in by_day.items()}


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
