"""Sentences about a week, and the figures that stand on every page of what was done."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from kidneycare.i18n.lists import listed, sentences
from practice.rules.adherence import Balance
from practice.rules.week import DayRow, ExerciseLine, PeriodCell, Seal, WeekPage
from practice.words.day import (
    counts_text,
    done_of_text,
    done_text,
    extra_text,
    partly_text,
    period_name,
    state_text,
)

_UNDONE = {
    Seal.REST: pgettext_lazy("state of a period", "rest"),
    Seal.NOTHING: gettext_lazy("nothing due"),
    Seal.OPEN: gettext_lazy("not ticked"),
}


def week_text(page: WeekPage) -> str:
    if not page.days_practised:
        return _("Nothing is ticked in this week.")
    practised = _practised_text(page.days_practised, page.days_counted)
    if page.steadiest is None:
        return practised
    steadiest = _("%(name)s was the steadiest.") % {"name": page.steadiest.words.name}
    return sentences([practised, steadiest])


def _practised_text(done: int, days: int) -> str:
    if days == 1:
        return _("You practised on 1 day.")
    if done == days:
        return _("You practised on all %(days)d days.") % {"days": days}
    return _("You practised on %(done)d of %(days)d days.") % {"done": done, "days": days}


def figures_text(balance: Balance) -> str:
    """Slots, never parts of slots (rules.md 26): ``28 done, 6 partly, of 66``."""
    if not balance.partly:
        return done_of_text(balance.done, balance.slots)
    values = {"done": balance.done, "partly": balance.partly, "all": balance.slots}
    return _("%(done)d done, %(partly)d partly, of %(all)d") % values


def so_far_text(balance: Balance, today: DayRow | None, *, is_running: bool) -> str:
    """What the sentence under the heading says: of days that are over, and of today."""
    share = share_text(balance, is_running=is_running)
    return sentences([share, today_text(today) if today else ""])


def share_text(balance: Balance, *, is_running: bool) -> str:
    """How much of what was chosen is done on the days that are over; nothing before one is."""
    if balance.percent is None:
        return "" if is_running else _("Nothing was due.")
    values = {"percent": balance.percent, "figures": figures_text(balance)}
    if is_running:
        return _("Up to yesterday %(percent)d %%: %(figures)s.") % values
    return _("%(percent)d %% of what you chose: %(figures)s.") % values


def today_text(row: DayRow) -> str:
    """Of the day that runs, apart from what is over (rules.md 27)."""
    parts = counts_text(row.tally) or [done_text(0)]
    if row.is_paused:
        parts.append(_("a day of rest"))
    elif row.to_go:
        parts.append(_("%(n)d to go") % {"n": row.to_go})
    return _("Today so far: %(state)s.") % {"state": listed(parts)}


def chosen_text(totals: Sequence[int], document_total: int, *, has_document_days: bool) -> str:
    """What a percentage is of; where the plan has changed, or days precede it, that too."""
    least, most = totals[0], totals[-1]
    values = {"least": least, "most": most, "document": document_total}
    words = (
        _("You chose %(most)d a day; the document has %(document)d.")
        if least == most
        else _(
            "Your plan has changed: you chose from %(least)d to %(most)d a day;"
            " the document has %(document)d."
        )
    )
    before = document_days_text(document_total) if has_document_days else ""
    return sentences([words % values, before])


def document_days_text(document_total: int) -> str:
    """What days before the first plan are judged by (rules.md 12)."""
    return _("Days before the first plan are measured by the document's %(n)d.") % {
        "n": document_total
    }


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


def day_word(row: DayRow) -> str:
    """What stands in place of a day's seals where nothing was done on it, if anything."""
    if row.sets_touched:
        return ""
    if row.is_before:
        return _("before you began")
    if row.is_paused:
        return _("rest")
    return _("to come") if row.is_future else ""


def day_figures(row: DayRow) -> list[str]:
    """A day in a narrow column; a day that runs has no share (rules.md 27)."""
    return counts_text(row.tally) if row.is_today else figure_lines(row.balance)


def figure_lines(balance: Balance) -> list[str]:
    """Slots in a narrow column, a line each."""
    counted = _("%(done)d of %(all)d") % {"done": balance.done, "all": balance.slots}
    return [counted, partly_text(balance.partly)] if balance.partly else [counted]


def cell_text(cell: PeriodCell) -> str:
    """A period of a day; while it runs it has no share (rules.md 27)."""
    period = period_name(cell.period)
    if cell.seal is Seal.OPEN and not cell.is_over:
        return state_text(period, _("not ticked yet"))
    if cell.seal in _UNDONE:
        return state_text(period, str(_UNDONE[cell.seal]))
    counts = counts_text(cell.tally, has_share=cell.is_over and not cell.is_paused)
    return state_text(period, listed(counts or [done_text(0)]))


def line_text(line: ExerciseLine) -> str:
    if line.balance.percent is not None:
        parts = figure_lines(line.balance)
    else:
        parts = [_("nothing was due") if line.is_chosen else _("not in your plan")]
    if line.extra:
        parts.append(extra_text(line.extra))
    if line.guided:
        words = ngettext("%(n)d with the guide", "%(n)d with the guide", line.guided)
        parts.append(words % {"n": line.guided})
    return listed(parts)
