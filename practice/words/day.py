"""Sentences whose words depend on numbers or on the state of a day."""

import datetime as dt

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from content.types import Exercise, Period
from kidneycare.i18n.lists import listed
from people.zones import zone_label
from practice.models import Feeling
from practice.rules.adherence import TickState
from practice.rules.checklist import Checklist, Row, Section
from practice.rules.days import EPOCH
from practice.rules.matching import Tally
from practice.rules.pauses import PauseSpan
from practice.rules.record import Record
from practice.store.day import DayView
from practice.store.moment import Moment
from practice.words.guided import about_minutes

_ORDINALS = (
    gettext_lazy("first time today"),
    gettext_lazy("second time today"),
    gettext_lazy("third time today"),
    gettext_lazy("fourth time today"),
    gettext_lazy("fifth time today"),
)
_ORDINALS_OF_ANOTHER_DAY = (
    gettext_lazy("first time that day"),
    gettext_lazy("second time that day"),
    gettext_lazy("third time that day"),
    gettext_lazy("fourth time that day"),
    gettext_lazy("fifth time that day"),
)
_PERIODS = {
    Period.MORNING: pgettext_lazy("period", "Morning"),
    Period.AFTERNOON: pgettext_lazy("period", "Afternoon"),
    Period.EVENING: pgettext_lazy("period", "Evening"),
}
_DONE_IN = {
    Period.MORNING: gettext_lazy("done this morning"),
    Period.AFTERNOON: gettext_lazy("done this afternoon"),
    Period.EVENING: gettext_lazy("done this evening"),
}
_DONE_IN_ON_ANOTHER_DAY = {
    Period.MORNING: gettext_lazy("done in the morning"),
    Period.AFTERNOON: gettext_lazy("done in the afternoon"),
    Period.EVENING: gettext_lazy("done in the evening"),
}
_CLOSINGS = {
    Period.MORNING: gettext_lazy("That was the morning. Have a good day."),
    Period.AFTERNOON: gettext_lazy("That was the afternoon. Well done."),
    Period.EVENING: gettext_lazy("That was the evening. Rest well."),
}
_LEFT = {
    Period.MORNING: ngettext_lazy("%(n)d left this morning", "%(n)d left this morning", "n"),
    Period.AFTERNOON: ngettext_lazy("%(n)d left this afternoon", "%(n)d left this afternoon", "n"),
    Period.EVENING: ngettext_lazy("%(n)d left this evening", "%(n)d left this evening", "n"),
}
_NOTHING_LEFT = {
    Period.MORNING: gettext_lazy("nothing left this morning"),
    Period.AFTERNOON: gettext_lazy("nothing left this afternoon"),
    Period.EVENING: gettext_lazy("nothing left this evening"),
}
_TO_FINISH = {
    Period.MORNING: ngettext_lazy(
        "%(n)d to finish this morning", "%(n)d to finish this morning", "n"
    ),
    Period.AFTERNOON: ngettext_lazy(
        "%(n)d to finish this afternoon", "%(n)d to finish this afternoon", "n"
    ),
    Period.EVENING: ngettext_lazy(
        "%(n)d to finish this evening", "%(n)d to finish this evening", "n"
    ),
}
_AMOUNTS = {
    "strokes": ngettext_lazy("%(n)s rub", "%(n)s rubs", "form"),
    "raises": ngettext_lazy("%(n)s raise", "%(n)s raises", "form"),
    "throws": ngettext_lazy("%(n)s throw", "%(n)s throws", "form"),
    "minutes": ngettext_lazy("%(n)s minute", "%(n)s minutes", "form"),
}
_AMOUNT_EACH_SIDE = ngettext_lazy("%(n)s rub a foot", "%(n)s rubs a foot", "form")
_AMOUNT_QUESTIONS = {
    "strokes": gettext_lazy("How many rubs?"),
    "raises": gettext_lazy("How many raises?"),
    "throws": gettext_lazy("How many throws?"),
    "minutes": gettext_lazy("How many minutes?"),
}
_FEELINGS = {
    Feeling.COMFORTABLE: gettext_lazy("Comfortable"),
    Feeling.SORE: gettext_lazy("A little sore"),
    Feeling.HURT: gettext_lazy("It hurt"),
}


def period_name(period: Period) -> str:
    return str(_PERIODS[period])


def covered_label(row: Row) -> str:
    """Where a set that is open here was done."""
    words = _DONE_IN if row.is_today else _DONE_IN_ON_ANOTHER_DAY
    return str(words[row.covered_in]) if row.covered_in else ""


def ordinal_label(row: Row) -> str:
    """Which time of its day this is: "second time today"."""
    words = _ORDINALS if row.is_today else _ORDINALS_OF_ANOTHER_DAY
    if row.ordinal is None or row.ordinal > len(words):
        return _("once more today") if row.is_today else _("once more that day")
    return str(words[row.ordinal - 1])


def closing_text(checklist: Checklist, period: Period) -> str:
    """A warm word where the present period or the whole day is finished."""
    if checklist.is_paused:
        return ""
    if checklist.is_finished and any(row.is_skipped for row in checklist.rows):
        return _("That is it for today. Rest well.")
    if checklist.is_finished and period is Period.EVENING:
        return _("That was everything for today. Rest well.")
    if checklist.is_finished:
        return _("That was everything for today. Well done.")
    return str(_CLOSINGS[period]) if checklist.section(period).is_finished else ""


def praise_text(shown: DayView, section: Section) -> str:
    """The same word where a tap has just finished a period, which may be far below the head."""
    period = shown.moment.period
    if not (shown.is_today and section.is_finished):
        return ""
    is_told = section.period is period or shown.checklist.is_finished
    return closing_text(shown.checklist, period) if is_told else ""


def summary_text(shown: DayView) -> str:
    """How the day stands; on Today also what is left of its present period."""
    checklist, counts = shown.checklist, counts_text(shown.checklist.tally)
    if checklist.is_paused and not counts:
        return _("A day of rest")
    if shown.is_today:
        left = _left_text(checklist, shown.moment.period)
        done = listed(counts or [done_text(0)])
        return _("%(done)s · %(left)s") % {"done": done, "left": left} if left else done
    if not counts:
        return _("Before you began") if shown.is_before_record else _("Nothing ticked on this day")
    if checklist.tally.asked and not checklist.is_paused:
        counts.append(_("of %(all)d") % {"all": checklist.tally.asked})
    return listed(counts)


def counts_text(tally: Tally, *, has_share: bool = False) -> list[str]:
    """What was done, if anything: ``2 done``, ``1 partly``, ``1 extra``.

    ``has_share``: the first with what it is of, where something is asked for.
    """
    counts = [done_text(tally.done)] if tally.done else []
    if has_share and tally.asked:
        counts = [done_of_text(tally.done, tally.asked)]
    if tally.partly:
        counts.append(partly_text(tally.partly))
    return [*counts, extra_text(tally.extra)] if tally.extra else counts


def done_text(number: int) -> str:
    return ngettext("%(n)d done", "%(n)d done", number) % {"n": number}


def done_of_text(number: int, of: int) -> str:
    return _("%(done)d of %(all)d done") % {"done": number, "all": of}


def partly_text(number: int) -> str:
    return ngettext("%(n)d partly", "%(n)d partly", number) % {"n": number}


def extra_text(number: int) -> str:
    return ngettext("%(n)d extra", "%(n)d extra", number) % {"n": number}


def _left_text(checklist: Checklist, period: Period) -> str:
    """What is to do in the present period, or in the next one where this one has nothing."""
    if checklist.is_paused:
        return _("a day of rest")
    here = checklist.section(period)
    part = checklist.next_to_do(period) if not here.tally.asked else here
    if part is None or not part.unfinished:
        # A finished one is told in a sentence of its own.
        return "" if here.is_finished or checklist.is_finished else str(_NOTHING_LEFT[period])
    # One that is partly done is told among "partly"; what the button offers counts it too.
    offered = len(part.unfinished)
    words = _LEFT if part.tally.left == offered else _TO_FINISH
    return words[part.period] % {"n": offered}


def count_text(section: Section) -> str:
    """How a period stands, in the words of the day's summary."""
    counts = counts_text(section.tally, has_share=not section.is_paused)
    if counts:
        return listed(counts)
    if section.is_paused:
        return _("rest")
    if section.open:
        return _("before you began")
    return _("not today") if section.required else _("nothing planned")


def amount_text(row: Row) -> str:
    return amount_with_unit(row.amount or "", row.exercise)


def amount_with_unit(amount: str, exercise: Exercise) -> str:
    dose = exercise.facts.dose
    if exercise.facts.from_elsewhere:
        # Another document may count what is neither rubbed, raised nor thrown.
        return _("%(n)s %(unit)s") % {"n": amount, "unit": exercise.words.dose.unit}
    words = _AMOUNT_EACH_SIDE if dose.each_side else _AMOUNTS[dose.unit]
    # A part of one, as in half a minute, is spoken of in the plural.
    return words % {"n": amount, "form": 1 if amount == "1" else 2}


def state_label(row: Row) -> str:
    if row.is_skipped:
        skipped = _("Not today")
        return listed([skipped, amount_text(row)]) if row.amount else skipped
    parts = [_("Done") if row.is_done else _("Partly done")]
    if row.amount:
        parts.append(amount_text(row))
    if row.tick and row.tick.felt:
        parts.append(row.exercise.words.dose.felt or _("felt it"))
    if row.is_enough_for_today:
        parts.append(_("enough for today"))
    if row.tick and row.tick.guided:
        parts.append(_("with the guide"))
    if row.tick and row.tick.late:
        parts.append(_("written down later"))
    if row.tick and row.tick.by:
        parts.append(by_text(row.tick.by))
    return listed(parts)


def by_text(name: str) -> str:
    """Who ticked for the person."""
    return _("ticked by %(name)s") % {"name": name}


def row_title(row: Row) -> str:
    parts = [row.exercise.words.name, period_name(row.slot.period)]
    return listed([*parts, ordinal_label(row)] if row.ordinal else parts)


def tick_label(row: Row) -> str:
    return _("Tick: %(exercise)s") % {"exercise": row_title(row)}


def undo_label(row: Row) -> str:
    return _("Undo: %(exercise)s") % {"exercise": row_title(row)}


def amount_label(row: Row) -> str:
    return _("How much? %(exercise)s") % {"exercise": row_title(row)}


def guided_time(tick: TickState, moment: Moment) -> str:
    """When a guided set was finished, and how long was practised."""
    end = EPOCH + dt.timedelta(microseconds=tick.instant)
    minutes = max(1, round((tick.seconds or 0) / 60))
    return _("Finished at %(end)s, after %(time)s of practice.") % {
        "end": f"{end.astimezone(moment.clock.zone):%H:%M}",
        "time": about_minutes(minutes),
    }


def amount_question(exercise: Exercise) -> str:
    if exercise.facts.from_elsewhere:
        return _("How many %(unit)s?") % {"unit": exercise.words.dose.unit}
    return str(_AMOUNT_QUESTIONS[exercise.facts.dose.unit])


def feeling_name(feeling: Feeling) -> str:
    return str(_FEELINGS[feeling])


def span_text(span: PauseSpan) -> str:
    first = date_format(span.first, "DAY_AND_YEAR")
    if span.last is None:
        return _("from %(first)s, open") % {"first": first}
    if span.last == span.first:
        return first
    return _("%(first)s to %(last)s") % {
        "first": first,
        "last": date_format(span.last, "DAY_AND_YEAR"),
    }


def row_announcement(row: Row) -> str:
    state = state_label(row) if row.is_touched else _("not ticked")
    return state_text(row.exercise.words.name, state)


def period_announcement(section: Section) -> str:
    return state_text(period_name(section.period), count_text(section))


def state_text(what: str, state: str) -> str:
    """How an exercise, a period or some days stand: ``Evening: rest.``."""
    return _("%(what)s: %(state)s.") % {"what": what, "state": state}


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
    begins = dt.time(*divmod(moment.clock.start_minutes(moment.today + dt.timedelta(days=1)), 60))
    return _("still %(day)s evening, until %(time)s") % {
        "day": date_format(moment.today, "WEEKDAY"),
        "time": time_format(begins, "TIME" if begins.minute else "HOUR"),
    }


def zone_text(moment: Moment) -> str:
    return _("Times here are in %(zone)s.") % {"zone": zone_label(moment.zone)}


def offer_to_keep_text(record: Record) -> str:
    if record.third_day == record.last_day:
        return _("You have three days, stored only in this browser.")
    return _("You have more than three days, stored only in this browser.")


def gap_text(blank: tuple[dt.date, dt.date]) -> str:
    first, last = blank
    if first == last:
        return _("Nothing is ticked on %(day)s. What would you like to do about it?") % {
            "day": date_format(first, "DAY")
        }
    return _(
        "Nothing is ticked from %(first)s to %(last)s. What would you like to do about it?"
    ) % {"first": date_format(first, "DAY"), "last": date_format(last, "DAY")}
