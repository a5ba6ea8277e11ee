"""Sentences whose words depend on numbers or on the state of a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from content.catalogue import technique_of
from content.types import Period
from kidneycare.i18n.lists import enumerated, listed
from practice.models import Feeling
from practice.rules.days import EPOCH

if TYPE_CHECKING:
    from practice.rules.adherence import TickState
    from practice.rules.checklist import Checklist, Row, Section
    from practice.rules.pauses import PauseSpan
    from practice.rules.plan import Plan, Slot
    from practice.store.moment import Moment

register = template.Library()


@register.filter
def period_name(period: Period) -> str:
    """The period as a heading."""
    return {
        Period.MORNING: pgettext("period", "Morning"),
        Period.AFTERNOON: pgettext("period", "Afternoon"),
        Period.EVENING: pgettext("period", "Evening"),
    }[period]


@register.filter
def in_period(period: Period) -> str:
    """The period in the middle of a sentence."""
    return {
        Period.MORNING: _("this morning"),
        Period.AFTERNOON: _("this afternoon"),
        Period.EVENING: _("this evening"),
    }[period]


@register.filter
def done_in_period(period: Period) -> str:
    """Where a flexible exercise was done instead."""
    return {
        Period.MORNING: _("done this morning"),
        Period.AFTERNOON: _("done this afternoon"),
        Period.EVENING: _("done this evening"),
    }[period]


@register.filter
def warm_words(period: Period) -> str:
    """One sentence after a finished period."""
    return {
        Period.MORNING: _("That was the morning. Have a good day."),
        Period.AFTERNOON: _("That was the afternoon. Well done."),
        Period.EVENING: _("That was the evening. Rest well."),
    }[period]


@register.filter
def nth_time(ordinal: int) -> str:
    """First, second … time of the day."""
    return {
        1: _("first time today"),
        2: _("second time today"),
        3: _("third time today"),
        4: _("fourth time today"),
        5: _("fifth time today"),
    }.get(ordinal) or _("once more today")


@register.filter
def summary(checklist: Checklist, moment: Moment) -> str:
    """What is done and what is left, in words."""
    done = ngettext("%(n)d done", "%(n)d done", checklist.done) % {"n": checklist.done}
    if checklist.day != moment.today:
        return done if checklist.done else _("Nothing ticked on this day")
    if checklist.is_paused:
        return _("%(done)s · %(left)s") % {"done": done, "left": _("a day of rest")}
    here = checklist.section(moment.period)
    left = here.left
    following = checklist.next_with_rows(moment.period)
    if not here.rows and following is not None:
        rest = {
            Period.AFTERNOON: ngettext(
                "%(n)d planned this afternoon",
                "%(n)d planned this afternoon",
                following.left,
            ),
            Period.EVENING: ngettext(
                "%(n)d planned this evening", "%(n)d planned this evening", following.left
            ),
        }[following.period] % {"n": following.left}
    elif left:
        rest = {
            Period.MORNING: ngettext("%(n)d left this morning", "%(n)d left this morning", left),
            Period.AFTERNOON: ngettext(
                "%(n)d left this afternoon", "%(n)d left this afternoon", left
            ),
            Period.EVENING: ngettext("%(n)d left this evening", "%(n)d left this evening", left),
        }[moment.period] % {"n": left}
    else:
        rest = {
            Period.MORNING: _("nothing left this morning"),
            Period.AFTERNOON: _("nothing left this afternoon"),
            Period.EVENING: _("nothing left this evening"),
        }[moment.period]
    return _("%(done)s · %(left)s") % {"done": done, "left": rest}


@register.filter
def count_words(section: Section) -> str:
    """How far a period is, beside its heading."""
    if not section.rows:
        return _("nothing planned")
    required = [row for row in section.rows if row.required]
    done = sum(row.is_done or row.covered_in is not None for row in required)
    if not required:
        return ngettext("%(n)d done", "%(n)d done", section.done) % {"n": section.done}
    return _("%(done)d of %(all)d done") % {"done": done, "all": len(required)}


@register.filter
def amount_words(row: Row) -> str:
    """The recorded amount with its unit."""
    # A part of one, as in half a minute, is spoken of in the plural.
    number = 1 if row.amount == "1" else 2
    words = {
        "strokes": ngettext("%(n)s rub", "%(n)s rubs", number),
        "raises": ngettext("%(n)s raise", "%(n)s raises", number),
        "throws": ngettext("%(n)s throw", "%(n)s throws", number),
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", number),
    }[row.exercise.facts.dose.unit]
    if row.exercise.facts.dose.each_side:
        words = ngettext("%(n)s rub a foot", "%(n)s rubs a foot", number)
    return words % {"n": row.amount}


@register.filter
def told(row: Row) -> str:
    """The state of a row that has been touched."""
    if row.is_skipped:
        return _("Not today")
    parts = [_("Done") if row.is_done else _("Partly done")]
    if row.amount:
        parts.append(amount_words(row))
    if row.tick and row.tick.felt:
        parts.append(row.exercise.words.dose.felt or _("felt it"))
    if row.is_enough:
        parts.append(_("enough for today"))
    if row.tick and row.tick.guided:
        parts.append(_("with the guide"))
    if row.tick and row.tick.late:
        parts.append(_("written down later"))
    return listed(parts)


def _named(row: Row) -> str:
    parts = [row.exercise.words.name, period_name(row.slot.period)]
    return listed([*parts, nth_time(row.ordinal)] if row.ordinal else parts)


@register.filter
def tick_label(row: Row) -> str:
    """What the tick button does, for a screen reader."""
    return _("Tick: %(exercise)s") % {"exercise": _named(row)}


@register.filter
def undo_label(row: Row) -> str:
    """What the undo button does, for a screen reader."""
    return _("Undo: %(exercise)s") % {"exercise": _named(row)}


@register.filter
def amount_label(row: Row) -> str:
    """Where the link to a slot's own page leads, for a screen reader."""
    return _("How much? %(exercise)s") % {"exercise": _named(row)}


@register.filter
def from_to(tick: TickState, moment: Moment) -> str:
    """When a guided set began and ended, by the person's clock."""
    end = EPOCH + dt.timedelta(microseconds=tick.instant)
    begin = end - dt.timedelta(seconds=tick.seconds or 0)
    times = [f"{each.astimezone(moment.clock.zone):%H:%M}" for each in (begin, end)]
    return _("from %(begin)s to %(end)s") % {"begin": times[0], "end": times[1]}


@register.filter
def named(row: Row) -> str:
    """The exercise and when, as the heading of its page."""
    return _named(row)


@register.filter
def how_many(unit: str) -> str:
    """The question for the amount."""
    return {
        "strokes": _("How many rubs?"),
        "raises": _("How many raises?"),
        "throws": _("How many throws?"),
        "minutes": _("How many minutes?"),
    }[unit]


@register.filter
def feeling_name(feeling: Feeling) -> str:
    """How it felt, in a word or two."""
    return {
        Feeling.COMFORTABLE: _("Comfortable"),
        Feeling.SORE: _("A little sore"),
        Feeling.HURT: _("It hurt"),
    }[feeling]


@register.filter
def span_words(span: PauseSpan) -> str:
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


@register.filter
def step_address(step: Slot) -> str:
    """The offered set, as the form carries it."""
    return f"{step.period.slug}/{step.exercise}/{step.set}"


@register.filter
def sets_in(plan: Plan, exercise: str) -> str:
    """When and how often the plan has an exercise: ``Morning, evening 2×``."""
    parts = []
    for period in Period:
        sets = plan.sets_in(exercise, period)
        if sets:
            name = period_name(period)
            parts.append(
                _("%(period)s %(times)s") % {"period": name, "times": times(sets)}
                if sets > 1
                else name
            )
    return enumerated(parts)


@register.filter
def times(sets: int) -> str:
    """How often in a part of the day: ``2×``."""
    return _("%(number)d×") % {"number": sets}


@register.filter
def said(row: Row) -> str:
    """The change, said once to a screen reader."""
    state = told(row) if row.is_touched else _("not ticked")
    return _("%(exercise)s: %(state)s.") % {"exercise": row.exercise.words.name, "state": state}


@register.filter
def period_said(section: Section) -> str:
    """How far a period is after a change, said once to a screen reader."""
    return _("%(period)s: %(count)s.") % {
        "period": period_name(section.period),
        "count": count_words(section),
    }


@register.filter
def how_address(row: Row) -> str:
    """Where the exercise is shown."""
    slug = technique_of(row.slot.exercise).slug
    return f"{reverse('technique', args=[slug])}#{row.slot.exercise}"


@register.filter
def stale_words(day: dt.date, today: dt.date) -> str:
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


@register.filter
def after_midnight(moment: Moment) -> bool:
    """Whether the calendar is a day ahead of the practice day."""
    return moment.clock.after_midnight(moment.now)


@register.filter
def still_evening(moment: Moment) -> str:
    """That the evening before goes on."""
    begins = dt.time(*divmod(moment.clock.start_minutes(moment.today + dt.timedelta(days=1)), 60))
    return _("still %(day)s evening, until %(time)s") % {
        "day": date_format(moment.today, "WEEKDAY"),
        "time": time_format(begins, "TIME" if begins.minute else "HOUR"),
    }


@register.filter
def zone_words(moment: Moment) -> str:
    """Which clock the page goes by."""
    return _("This page goes by the clock of %(zone)s.") % {"zone": moment.zone.replace("_", " ")}


@register.filter
def blank_words(blank: tuple[dt.date, dt.date]) -> str:
    """The question about days without a tick."""
    first, last = blank
    if first == last:
        return _("Nothing is ticked on %(day)s. What would you like to do about it?") % {
            "day": date_format(first, "DAY")
        }
    return _(
        "Nothing is ticked from %(first)s to %(last)s. What would you like to do about it?"
    ) % {"first": date_format(first, "DAY"), "last": date_format(last, "DAY")}
