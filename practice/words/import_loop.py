"""Words about habits of Loop Habit Tracker, and what they become."""

from django.utils.translation import ngettext

from content.catalogue import exercise_words
from kidneycare.i18n.lists import enumerated
from practice.rules.plan import Slot
from practice.transfer.loop import Habit
from practice.transfer.loop_ticks import LoopTicks
from practice.words.day import amount_with_unit, period_name
from practice.words.import_record import counted_days


def habit_text(habit: Habit) -> str:
    """How many days were done, from when to when."""
    number = len(habit.days)
    done = ngettext("%(n)d day done", "%(n)d days done", number) % {"n": number}
    return counted_days(done, habit.days[0][0], habit.days[-1][0])


def slot_label(slot: Slot) -> str:
    return enumerated([exercise_words()[slot.exercise].words.name, period_name(slot.period)])


def loop_lines(made: LoopTicks) -> list[str]:
    """What is written of a habit, and of how many days nothing is, with the reason."""
    lines = []
    if made.ticks:
        number = len(made.ticks)
        added = ngettext("%(n)d day is added", "%(n)d days are added", number) % {"n": number}
        first, last = made.ticks[0][0], made.ticks[-1][0]
        lines.append(counted_days(added, first.isoformat(), last.isoformat()))
    if amounts := made.amounts:
        exercise = exercise_words()[made.slot.exercise]
        span = "–".join(dict.fromkeys(f"{amount:g}" for amount in (amounts[0], amounts[-1])))
        counted = ngettext(
            "%(n)d with a number: %(span)s", "%(n)d with numbers: %(span)s", len(amounts)
        )
        lines.append(counted % {"n": len(amounts), "span": amount_with_unit(span, exercise)})
    left_out = (
        (
            made.kept,
            ngettext(
                "%(n)d day is here already and stays as it is",
                "%(n)d days are here already and stay as they are",
                made.kept,
            ),
        ),
        (
            made.refused,
            ngettext(
                "%(n)d day is left out: this exercise cannot have its number",
                "%(n)d days are left out: this exercise cannot have their numbers",
                made.refused,
            ),
        ),
        (
            made.future,
            ngettext(
                "%(n)d day is left out: it is still to come",
                "%(n)d days are left out: they are still to come",
                made.future,
            ),
        ),
    )
    return lines + [words % {"n": number} for number, words in left_out if number]
