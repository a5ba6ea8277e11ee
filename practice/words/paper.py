"""The words on a sheet of paper."""

import datetime as dt
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from content.types import Exercise
from kidneycare.i18n.lists import listed, sentences
from practice.models import DayNote, Feeling
from practice.rules.paper_sheet import EntryState, NumberedPlan, PlanInWeek, Sheet, SheetWeek
from practice.rules.pauses import PauseSpan
from practice.rules.plan import Plan
from practice.words.day import feeling_name
from practice.words.week import share_text, short_weekday


def day_span(first: dt.date, last: dt.date) -> str:
    """From a day to another: ``26 October – 22 November 2026``."""
    if first == last:
        return date_format(first, "DATE_AND_YEAR")
    is_one_year = first.year == last.year
    return _("%(first)s – %(last)s") % {
        "first": date_format(first, "SPAN_FIRST" if is_one_year else "DATE_AND_YEAR"),
        "last": date_format(last, "SPAN_LAST" if is_one_year else "DATE_AND_YEAR"),
    }


def sheet_text(sheet: Sheet) -> str:
    """The whole sheet in one line; today's figures are still open."""
    practised = ngettext(
        "Practised on %(done)d of %(days)d day.",
        "Practised on %(done)d of %(days)d days.",
        sheet.days_counted,
    )
    parts = [practised % {"done": sheet.days_practised, "days": sheet.days_counted}]
    if share := share_text(sheet.balance, is_running=sheet.today is not None):
        parts.append(share)
    if sheet.days_rested:
        rested = ngettext("%(n)d day of rest.", "%(n)d days of rest.", sheet.days_rested)
        parts.append(rested % {"n": sheet.days_rested})
    return sentences(parts)


def amounts_text(amounts: tuple[int, int] | None) -> str:
    """How much a set was, from the least to the most: ``100–200``."""
    if amounts is None:
        return ""
    least, most = amounts
    if least == most:
        return str(most)
    return _("%(least)d–%(most)d") % {"least": least, "most": most}


def entry_text(state: EntryState) -> str:
    return {
        EntryState.DONE: _("done"),
        EntryState.PARTLY: _("partly done"),
        EntryState.OPEN: _("not ticked"),
        EntryState.LEFT_OUT: _("not today"),
    }[state]


def period_letters() -> list[str]:
    return [
        pgettext("one letter for the morning", "m"),
        pgettext("one letter for the afternoon", "a"),
        pgettext("one letter for the evening", "e"),
    ]


def day_of_month(day: dt.date) -> str:
    """A day at the head of a column: ``Mon 26``."""
    return f"{short_weekday(day)} {date_format(day, 'j')}"


def plan_text(held: NumberedPlan, words: Mapping[str, Exercise], document_total: int) -> str:
    """A plan in force: from when to when, what, and how much of the document's day."""
    plan = held.plan
    if not held.number and held.last:
        return _("The document's day, %(document)d a day: nothing was chosen until %(last)s.") % {
            "document": plan.daily_total,
            "last": date_format(held.last, "DATE_AND_YEAR"),
        }
    wanted = (
        _("%(exercise)s %(when)s") % {"exercise": words[name].words.name, "when": _when(plan, name)}
        for name in plan.sets
        if name in words
    )
    return _("%(days)s. %(exercises)s. %(total)d a day; the document has %(document)d.") % {
        "days": _since(plan.starts, held.last),
        "exercises": listed(wanted) or _("Nothing"),
        "total": plan.daily_total,
        "document": document_total,
    }


def _when(plan: Plan, exercise: str) -> str:
    """Its parts of the day, in the letters of the tables: ``m 2×e``."""
    sets = zip(period_letters(), plan.sets[exercise], strict=True)
    return " ".join(f"{n}×{letter}" if n > 1 else letter for letter, n in sets if n)


def _since(first: dt.date, last: dt.date | None) -> str:
    if last is None:
        return _("since %(first)s") % {"first": date_format(first, "DATE_AND_YEAR")}
    return day_span(first, last)


def week_plans_text(week: SheetWeek) -> str:
    return listed(_plan_number_text(each) for each in week.plans)


def _plan_number_text(held: PlanInWeek) -> str:
    if not held.number:
        return _("before the first plan")
    if held.since is None:
        return _("plan %(number)d") % {"number": held.number}
    day = day_of_month(held.since)
    return _("from %(day)s plan %(number)d") % {"day": day, "number": held.number}


def rest_text(span: PauseSpan, *, with_reason: bool) -> str:
    days = _since(span.first, span.last)
    if not (with_reason and span.reason):
        return days
    return _("%(days)s: %(reason)s") % {"days": days, "reason": span.reason}


def note_text(note: DayNote) -> str:
    if note.feeling is None:
        return note.words
    felt = feeling_name(Feeling(note.feeling))
    return _("%(felt)s. %(words)s") % {"felt": felt, "words": note.words} if note.words else felt


def weeks_count(number: int) -> str:
    return ngettext("%(n)d week", "%(n)d weeks", number) % {"n": number}
