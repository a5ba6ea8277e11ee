"""Sentences about a week."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kidneycare.i18n.lists import listed
from practice.rules.week import Cell, ExerciseLine, WeekPage
from practice.words.day import period_name


def week_text(page: WeekPage) -> str:
    """The week in one sentence."""
    if not page.days_practised:
        return _("Nothing is ticked in this week.")
    return ngettext(
        "You practised on %(done)d of %(days)d day.",
        "You practised on %(done)d of %(days)d days.",
        page.days_counted,
    ) % {"done": page.days_practised, "days": page.days_counted}


def short_weekday(day: dt.date) -> str:
    """The day of the week, as short as it is written."""
    return (
        pgettext("day of the week", "Mon"),
        pgettext("day of the week", "Tue"),
        pgettext("day of the week", "Wed"),
        pgettext("day of the week", "Thu"),
        pgettext("day of the week", "Fri"),
        pgettext("day of the week", "Sat"),
        pgettext("day of the week", "Sun"),
    )[day.weekday()]


def cell_text(cell: Cell) -> str:
    """A period of a day, for a screen reader."""
    name = period_name(cell.period)
    if cell.seal.value == "rest":
        return _("%(period)s: rest.") % {"period": name}
    if cell.seal.value == "nothing":
        return _("%(period)s: nothing due.") % {"period": name}
    if cell.seal.value == "open":
        return _("%(period)s: not ticked.") % {"period": name}
    if not cell.done and cell.extra:
        return _("%(period)s: %(extra)s.") % {"period": name, "extra": extra_text(cell.extra)}
    gaps = {
        "period": name,
        "done": cell.done,
        "planned": cell.planned,
        "extra": extra_text(cell.extra),
    }
    if not cell.extra:
        return _("%(period)s: %(done)d of %(planned)d done.") % gaps
    return _("%(period)s: %(done)d of %(planned)d done, and %(extra)s.") % gaps


def line_text(line: ExerciseLine) -> str:
    """How a week went for one exercise."""
    if line.balance.percent is not None:
        gaps = {"credited": line.balance.credited_text, "due": line.balance.due_text}
        parts = [_("%(credited)s of %(due)s") % gaps]
    else:
        parts = [_("nothing was due") if line.is_chosen else _("not in your plan")]
    if line.extra:
        parts.append(extra_text(line.extra))
    if line.guided:
        words = ngettext("%(n)d with the guide", "%(n)d with the guide", line.guided)
        parts.append(words % {"n": line.guided})
    return listed(parts)


def extra_text(number: int) -> str:
    """How much was done beyond what was chosen; it is shown and never counted."""
    return ngettext("%(n)d extra", "%(n)d extra", number) % {"n": number}
