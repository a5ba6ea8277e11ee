"""Sentences whose words depend on numbers or on the state of a day."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from content.types import Period
from kidneycare.i18n.lists import enumerated, listed
from practice.models import Feeling
from practice.rules.adherence import TickState
from practice.rules.checklist import Checklist, Row, Section
from practice.rules.days import EPOCH
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan
from practice.store.moment import Moment

_ORDINALS = (
    gettext_noop("first time today"),
    gettext_noop("second time today"),
    gettext_noop("third time today"),
    gettext_noop("fourth time today"),
    gettext_noop("fifth time today"),
)


def period_name(period: Period) -> str:
    """The period as a heading."""
    if period is Period.MORNING:
        return pgettext("period", "Morning")
    if period is Period.AFTERNOON:
        return pgettext("period", "Afternoon")
    return pgettext("period", "Evening")


def done_in_period(period: Period) -> str:
    """Where a flexible exercise was done instead."""
    if period is Period.MORNING:
        return _("done this morning")
    if period is Period.AFTERNOON:
        return _("done this afternoon")
    return _("done this evening")


def period_closing(period: Period) -> str:
    """One sentence after a finished period."""
    if period is Period.MORNING:
        return _("That was the morning. Have a good day.")
    if period is Period.AFTERNOON:
        return _("That was the afternoon. Well done.")
    return _("That was the evening. Rest well.")


def ordinal_label(ordinal: int) -> str:
    """Which time of the day this is: "second time today"."""
    if ordinal > len(_ORDINALS):
        return _("once more today")
    return _(_ORDINALS[ordinal - 1])


def summary_text(checklist: Checklist, moment: Moment) -> str:
    """What is done and what is left, in words."""
    done = ngettext("%(n)d done", "%(n)d done", checklist.done) % {"n": checklist.done}
    if checklist.day != moment.today:
        return done if checklist.done else _("Nothing ticked on this day")
    left = _("a day of rest") if checklist.is_paused else _left_text(checklist, moment.period)
    return _("%(done)s · %(left)s") % {"done": done, "left": left}


def _left_text(checklist: Checklist, period: Period) -> str:
    """What is left of the present period, or planned in the next one where this one is empty."""
    here = checklist.section(period)
    following = checklist.next_with_rows(period)
    if not here.rows and following is not None:
        return _planned_text(following.period, following.left)
    if not here.left:
        return _nothing_left_text(period)
    if period is Period.MORNING:
        words = ngettext("%(n)d left this morning", "%(n)d left this morning", here.left)
    elif period is Period.AFTERNOON:
        words = ngettext("%(n)d left this afternoon", "%(n)d left this afternoon", here.left)
    else:
        words = ngettext("%(n)d left this evening", "%(n)d left this evening", here.left)
    return words % {"n": here.left}


def _nothing_left_text(period: Period) -> str:
    if period is Period.MORNING:
        return _("nothing left this morning")
    if period is Period.AFTERNOON:
        return _("nothing left this afternoon")
    return _("nothing left this evening")


def _planned_text(period: Period, left: int) -> str:
    if period is Period.AFTERNOON:
        words = ngettext("%(n)d planned this afternoon", "%(n)d planned this afternoon", left)
    else:
        words = ngettext("%(n)d planned this evening", "%(n)d planned this evening", left)
    return words % {"n": left}


def count_text(section: Section) -> str:
    """How far a period is, beside its heading."""
    if not section.rows:
        return _("nothing planned")
    done = sum(row.is_done or row.covered_in is not None for row in section.required)
    if not section.required:
        return ngettext("%(n)d done", "%(n)d done", section.done) % {"n": section.done}
    return _("%(done)d of %(all)d done") % {"done": done, "all": len(section.required)}


def amount_text(row: Row) -> str:
    """The recorded amount with its unit."""
    dose = row.exercise.facts.dose
    # A part of one, as in half a minute, is spoken of in the plural.
    number = 1 if row.amount == "1" else 2
    if dose.each_side:
        words = ngettext("%(n)s rub a foot", "%(n)s rubs a foot", number)
    elif dose.unit == "strokes":
        words = ngettext("%(n)s rub", "%(n)s rubs", number)
    elif dose.unit == "raises":
        words = ngettext("%(n)s raise", "%(n)s raises", number)
    elif dose.unit == "throws":
        words = ngettext("%(n)s throw", "%(n)s throws", number)
    else:
        words = ngettext("%(n)s minute", "%(n)s minutes", number)
    return words % {"n": row.amount}


def state_label(row: Row) -> str:
    """The state of a row that has been touched."""
    if row.is_skipped:
        return _("Not today")
    parts = [_("Done") if row.is_done else _("Partly done")]
    if row.amount:
        parts.append(amount_text(row))
    if row.tick and row.tick.felt:
        parts.append(row.exercise.words.dose.felt or _("felt it"))
    if row.is_enough:
        parts.append(_("enough for today"))
    if row.tick and row.tick.guided:
        parts.append(_("with the guide"))
    if row.tick and row.tick.late:
        parts.append(_("written down later"))
    return listed(parts)


def row_title(row: Row) -> str:
    """The exercise and when, as the heading of its page."""
    parts = [row.exercise.words.name, period_name(row.slot.period)]
    return listed([*parts, ordinal_label(row.ordinal)] if row.ordinal else parts)


def tick_label(row: Row) -> str:
    """What the tick button does, for a screen reader."""
    return _("Tick: %(exercise)s") % {"exercise": row_title(row)}


def undo_label(row: Row) -> str:
    """What the undo button does, for a screen reader."""
    return _("Undo: %(exercise)s") % {"exercise": row_title(row)}


def amount_label(row: Row) -> str:
    """Where the link to a slot's own page leads, for a screen reader."""
    return _("How much? %(exercise)s") % {"exercise": row_title(row)}


def guided_times(tick: TickState, moment: Moment) -> str:
    """When a guided set began and ended, by the person's clock."""
    end = EPOCH + dt.timedelta(microseconds=tick.instant)
    begin = end - dt.timedelta(seconds=tick.seconds or 0)
    times = [f"{each.astimezone(moment.clock.zone):%H:%M}" for each in (begin, end)]
    return _("from %(begin)s to %(end)s") % {"begin": times[0], "end": times[1]}


def amount_question(unit: str) -> str:
    """The question for the amount."""
    return {
        "strokes": _("How many rubs?"),
        "raises": _("How many raises?"),
        "throws": _("How many throws?"),
        "minutes": _("How many minutes?"),
    }[unit]


def feeling_name(feeling: Feeling) -> str:
    """How it felt, in a word or two."""
    return {
        Feeling.COMFORTABLE: _("Comfortable"),
        Feeling.SORE: _("A little sore"),
        Feeling.HURT: _("It hurt"),
    }[feeling]


def span_text(span: PauseSpan) -> str:
    """From when to when."""
    first = date_format(span.first, "DAY_AND_YEAR")
    if span.last is None:
        return _("from %(first)s, open") % {"first": first}
    if span.last == span.first:
        return first
    return _("%(first)s to %(last)s") % {
        "first": first,
        "last": date_format(span.last, "DAY_AND_YEAR"),
    }


def sets_text(plan: Plan, exercise: str) -> str:
    """When and how often the plan has an exercise: ``Morning, evening 2×``."""
    parts = []
    for period in Period:
        sets = plan.sets_in(exercise, period)
        if sets:
            name = period_name(period)
            parts.append(
                _("%(period)s %(times)s") % {"period": name, "times": times_text(sets)}
                if sets > 1
                else name
            )
    return enumerated(parts)


def times_text(sets: int) -> str:
    """How often in a part of the day: ``2×``."""
    return _("%(number)d×") % {"number": sets}


def row_announcement(row: Row) -> str:
    """The change, said once to a screen reader."""
    state = state_label(row) if row.is_touched else _("not ticked")
    return _("%(exercise)s: %(state)s.") % {"exercise": row.exercise.words.name, "state": state}


def period_announcement(section: Section) -> str:
    """How far a period is after a change, said once to a screen reader."""
    return _("%(period)s: %(count)s.") % {
        "period": period_name(section.period),
        "count": count_text(section),
    }


def stale_text(day: dt.date, today: dt.date) -> str:
    """That this list is not today's (rules.md 17)."""
    if day > today:
        return _("This is the list of %(day)s; here it is still %(today)s.") % {
            "day": date_format(day, "DAY"),
            "today": date_format(today, "WEEKDAY"),
        }
    if (today - day).days < 7:
        return _("This is %(day)s's list; %(today)s has begun.") % {
            "day": date_format(day, "WEEKDAY"),
            "today": date_format(today, "WEEKDAY"),
        }
    return _("This is the list of %(day)s; today is %(today)s.") % {
        "day": date_format(day, "DAY_AND_YEAR"),
        "today": date_format(today, "DAY"),
    }


def still_evening_text(moment: Moment) -> str:
    """That the evening before goes on."""
    begins = dt.time(*divmod(moment.clock.start_minutes(moment.today + dt.timedelta(days=1)), 60))
    return _("still %(day)s evening, until %(time)s") % {
        "day": date_format(moment.today, "WEEKDAY"),
        "time": time_format(begins, "TIME" if begins.minute else "HOUR"),
    }


def zone_text(moment: Moment) -> str:
    """Which clock the page goes by."""
    return _("This page goes by the clock of %(zone)s.") % {"zone": moment.zone.replace("_", " ")}


def gap_text(blank: tuple[dt.date, dt.date]) -> str:
    """The question about days without a tick."""
    first, last = blank
    if first == last:
        return _("Nothing is ticked on %(day)s. What would you like to do about it?") % {
            "day": date_format(first, "DAY")
        }
    return _(
        "Nothing is ticked from %(first)s to %(last)s. What would you like to do about it?"
    ) % {"first": date_format(first, "DAY"), "last": date_format(last, "DAY")}
