"""Sentences about twelve weeks and about a year."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext

from kidneycare.i18n.lists import listed, sentences
from practice.rules.trend import CalendarWeek, ExerciseBars, Month, TwelveWeeks, Year
from practice.rules.week import Seal
from practice.words.day import state_text
from practice.words.week import figures_text

_WEEKS = (
    ngettext_lazy("all done in %(n)d week", "all done in %(n)d weeks", "n"),
    ngettext_lazy("some in %(n)d week", "some in %(n)d weeks", "n"),
    ngettext_lazy("not ticked in %(n)d week", "not ticked in %(n)d weeks", "n"),
    ngettext_lazy("nothing due in %(n)d week", "nothing due in %(n)d weeks", "n"),
)
_DAYS = {
    Seal.ALL: ngettext_lazy("all done on %(n)d day", "all done on %(n)d days", "n"),
    Seal.SOME: ngettext_lazy("some on %(n)d day", "some on %(n)d days", "n"),
    Seal.OPEN: ngettext_lazy("not ticked on %(n)d day", "not ticked on %(n)d days", "n"),
    Seal.REST: ngettext_lazy("rest on %(n)d day", "rest on %(n)d days", "n"),
    Seal.NOTHING: ngettext_lazy("nothing due on %(n)d day", "nothing due on %(n)d days", "n"),
}


def twelve_weeks_text(trend: TwelveWeeks) -> str:
    if not trend.days_practised:
        return _with_rest(_("Nothing is ticked in the last twelve weeks."), trend.days_rested)
    practised = ngettext(
        "In the last twelve weeks you practised on %(n)d day.",
        "In the last twelve weeks you practised on %(n)d days.",
        trend.days_practised,
    )
    return _with_rest(practised % {"n": trend.days_practised}, trend.days_rested)


def year_text(year: Year) -> str:
    if not year.days_practised:
        nothing = _("Nothing is ticked in %(year)d.") % {"year": year.year}
        return _with_rest(nothing, year.days_rested)
    practised = ngettext(
        "In %(year)d you practised on %(n)d day.",
        "In %(year)d you practised on %(n)d days.",
        year.days_practised,
    )
    return _with_rest(practised % {"year": year.year, "n": year.days_practised}, year.days_rested)


def _with_rest(sentence: str, days: int) -> str:
    if not days:
        return sentence
    rested = ngettext("%(n)d day was a day of rest.", "%(n)d days were days of rest.", days)
    return sentences([sentence, rested % {"n": days}])


def month_text(month: Month) -> str:
    if not month.days_practised:
        return _("nothing ticked")
    return ngettext("%(n)d day", "%(n)d days", month.days_practised) % {"n": month.days_practised}


def bars_text(line: ExerciseBars, *, is_week_new: bool) -> str:
    *past, now = (bar.balance for bar in line.bars)
    shares = [balance.percent for balance in past]
    whole, none, gaps = shares.count(100), shares.count(0), shares.count(None)
    counts = (whole, len(shares) - whole - none - gaps, none, gaps)
    parts = [words % {"n": n} for n, words in zip(counts, _WEEKS, strict=True) if n]
    if is_week_new:
        parts.append(_("this week has just begun"))
    elif now.percent is None:
        parts.append(_("this week nothing was due so far"))
    else:
        words = _("this week up to yesterday %(figures)s")
        parts.append(words % {"figures": figures_text(now)})
    return state_text(line.exercise.words.name, listed(parts))


def _days_text(week: CalendarWeek) -> str:
    first, last = week.days[0].day, week.days[-1].day
    if first == last:
        return date_format(first, "DATE")
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, "ROW_FIRST"),
        "last": date_format(last, "ROW_LAST"),
    }


def calendar_row_text(week: CalendarWeek) -> str:
    counts = {seal: week.count(seal) for seal in _DAYS}
    parts = [_DAYS[seal] % {"n": days} for seal, days in counts.items() if days]
    return state_text(_days_text(week), listed(parts) if parts else _("still to come"))


def weekday_letters() -> tuple[str, ...]:
    return (
        pgettext("two letters", "Mo"),
        pgettext("two letters", "Tu"),
        pgettext("two letters", "We"),
        pgettext("two letters", "Th"),
        pgettext("two letters", "Fr"),
        pgettext("two letters", "Sa"),
        pgettext("two letters", "Su"),
    )
