"""Sentences about a week."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from kidneycare.i18n.lists import listed
from practice.rules.week import ExerciseLine, PeriodCell, Seal, WeekPage
from practice.words.day import period_name

_UNDONE = {
    Seal.REST: gettext_lazy("%(period)s: rest."),
    Seal.NOTHING: gettext_lazy("%(period)s: nothing due."),
    Seal.OPEN: gettext_lazy("%(period)s: not ticked."),
}


def week_text(page: WeekPage) -> str:
    if not page.days_practised:
        return _("Nothing is ticked in this week.")
    return ngettext(
        "You practised on %(done)d of %(days)d day.",
        "You practised on %(done)d of %(days)d days.",
        page.days_counted,
    ) % {"done": page.days_practised, "days": page.days_counted}


def short_weekday(day: dt.date) -> str:
    return (
        pgettext("day of the week", "Mon"),
        pgettext("day of the week", "Tue"),
        pgettext("day of the week", "Wed"),
        pgettext("day of the week", "Thu"),
        pgettext("day of the week", "Fri"),
        pgettext("day of the week", "Sat"),
        pgettext("day of the week", "Sun"),
    )[day.weekday()]


def cell_text(cell: PeriodCell) -> str:
    values = {
        "period": period_name(cell.period),
        "done": cell.done,
        "planned": cell.planned,
        "extra": extra_text(cell.extra),
    }
    if cell.seal in _UNDONE:
        return _UNDONE[cell.seal] % values
    if not cell.done and cell.extra:
        return _("%(period)s: %(extra)s.") % values
    if not cell.extra:
        return _("%(period)s: %(done)d of %(planned)d done.") % values
    return _("%(period)s: %(done)d of %(planned)d done, and %(extra)s.") % values


def line_text(line: ExerciseLine) -> str:
    if line.balance.percent is not None:
        values = {"credited": line.balance.credited_text, "due": line.balance.due_text}
        parts = [_("%(credited)s of %(due)s") % values]
    else:
        parts = [_("nothing was due") if line.is_chosen else _("not in your plan")]
    if line.extra:
        parts.append(extra_text(line.extra))
    if line.guided:
        words = ngettext("%(n)d with the guide", "%(n)d with the guide", line.guided)
        parts.append(words % {"n": line.guided})
    return listed(parts)


def extra_text(number: int) -> str:
    return ngettext("%(n)d extra", "%(n)d extra", number) % {"n": number}
