"""The words on a sheet of paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from content.types import Period
from practice.models import Feeling
from practice.templatetags.practice_words import feeling_name

if TYPE_CHECKING:
    import datetime as dt

    from practice.models import DayNote
    from practice.paper import NumberedPlan, PlanInWeek, SheetWeek
    from practice.pauses import PauseSpan
    from practice.plan import Plan

register = template.Library()


def _days(first: dt.date, last: dt.date) -> str:
    """From a day to another, with what both share said once."""
    if first == last:
        return date_format(first, "j F Y")
    same_year = first.year == last.year
    start = "j" if same_year and first.month == last.month else "j F" if same_year else "j F Y"
    return f"{date_format(first, start)} – {date_format(last, 'j F Y')}"


@register.filter
def to_day(first: dt.date, last: dt.date) -> str:
    """``26 October – 22 November 2026``."""
    return _days(first, last)


@register.simple_tag
def letters() -> list[str]:
    """One letter for each part of the day."""
    return [
        pgettext("one letter", "m"),
        pgettext("one letter, afternoon", "a"),
        pgettext("one letter", "e"),
    ]


@register.filter
def plan_dates(held: NumberedPlan) -> str:
    """From when to when a plan is in force."""
    if held.last is None:
        return _("since %(first)s") % {"first": date_format(held.plan.starts, "j F Y")}
    return _days(held.plan.starts, held.last)


@register.filter
def sets_on_paper(plan: Plan, exercise: str) -> str:
    """When in the day and how often, in the middle of a line: ``morning, evening 2×``."""
    names = {
        Period.MORNING: _("morning"),
        Period.AFTERNOON: _("afternoon"),
        Period.EVENING: _("evening"),
    }
    sets = {period: plan.sets_in(exercise, period) for period in Period}
    return ", ".join(
        f"{names[period]} {number}×" if number > 1 else names[period]
        for period, number in sets.items()
        if number
    )


@register.filter
def plans_held(week: SheetWeek) -> str:
    """Which plan a week is read with."""
    return ", ".join(_held(each) for each in week.plans)


def _held(held: PlanInWeek) -> str:
    if held.since is None:
        return _("plan %(number)d") % {"number": held.number}
    return _("from %(day)s plan %(number)d") % {
        "day": date_format(held.since, "D j"),
        "number": held.number,
    }


@register.filter
def rest_words(span: PauseSpan) -> str:
    """Days of rest, as short as paper wants them."""
    if span.last is None:
        return _("since %(first)s") % {"first": date_format(span.first, "j F Y")}
    return _days(span.first, span.last)


@register.filter
def note_words(note: DayNote) -> str:
    """How a day felt, and the line about it."""
    felt = "" if note.feeling is None else feeling_name(Feeling(note.feeling))
    return ". ".join(part for part in (felt, note.words) if part)


@register.filter
def weeks_number(number: int) -> str:
    """So many weeks."""
    return ngettext("%(n)d week", "%(n)d weeks", number) % {"n": number}
