"""Sentences about an imported file: what it holds, or the first fault in it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from practice.rules.days import parse_day
from practice.transfer.schema import Contents, Fault, ImportProblem

_ENTRIES = {
    "ticks": gettext_lazy("tick %(number)s"),
    "plans": gettext_lazy("plan %(number)s"),
    "pauses": gettext_lazy("pause %(number)s"),
    "notes": gettext_lazy("note %(number)s"),
}
_FAULTS = {
    Fault.TOO_LARGE: gettext_lazy("Nothing was imported: the file is larger than 32 megabytes."),
    Fault.NOT_OURS: gettext_lazy(
        "Nothing was imported: this is not the file kidneycare.json that Kidneycare wrote."
    ),
    Fault.NEWER: gettext_lazy(
        "Nothing was imported: the file comes from a newer Kidneycare than this one."
    ),
    Fault.EMPTY: gettext_lazy("Nothing was imported: there is no record in this file."),
    Fault.NO_PLAN: gettext_lazy("Nothing was imported: there is no plan in this file."),
    Fault.BROKEN: gettext_lazy(
        "Nothing was imported: the file is damaged or cut off, in line %(number)s."
    ),
    Fault.ENCODING: gettext_lazy(
        "Nothing was imported: line %(number)s is not in UTF-8. If you saved the file in another "
        "program, save it there again as UTF-8. If not, the file is damaged."
    ),
    Fault.FORM: gettext_lazy("Nothing was imported: %(entry)s is not in the right form."),
    Fault.DUPLICATE_KEY: gettext_lazy("Nothing was imported: %(entry)s says the same thing twice."),
    Fault.DAY: gettext_lazy("Nothing was imported: %(entry)s has a day that no calendar has."),
    Fault.FUTURE: gettext_lazy("Nothing was imported: %(entry)s is in the future."),
    Fault.EXERCISE: gettext_lazy("Nothing was imported: %(entry)s names an unknown exercise."),
    Fault.TIME_OF_DAY: gettext_lazy(
        "Nothing was imported: the document does not have %(entry)s at that time of day."
    ),
    Fault.AMOUNT: gettext_lazy("Nothing was imported: %(entry)s has an amount that cannot be."),
    Fault.INSTANT: gettext_lazy("Nothing was imported: %(entry)s has a time that cannot be read."),
    Fault.TWICE: gettext_lazy("Nothing was imported: %(entry)s is in the file twice."),
    Fault.SETS: gettext_lazy(
        "Nothing was imported: %(entry)s asks for more than the document has."
    ),
    Fault.ZONE: gettext_lazy("Nothing was imported: %(entry)s names an unknown time zone."),
    Fault.ENDS_BEFORE: gettext_lazy("Nothing was imported: %(entry)s ends before it begins."),
    Fault.LOOP_DATABASE: gettext_lazy(
        "Nothing was imported: this is the full backup of Loop Habit Tracker. In the settings of "
        "Loop choose “Export as CSV”, then choose that file here."
    ),
    Fault.LOOP_LOOSE: gettext_lazy(
        "Nothing was imported: this is a table. Choose the whole zip file that Loop Habit Tracker "
        "wrote, unopened."
    ),
    Fault.LOOP_OTHER_ZIP: gettext_lazy(
        "Nothing was imported: this zip file is not the CSV export of Loop Habit Tracker."
    ),
    Fault.LOOP_TOO_LARGE: gettext_lazy(
        "Nothing was imported: this zip file is too large, or holds too much."
    ),
    Fault.LOOP_BROKEN: gettext_lazy(
        "Nothing was imported: this zip file is damaged, or locked with a password."
    ),
    Fault.LOOP_EMPTY: gettext_lazy("Nothing was imported: no habit in this file has a day done."),
    Fault.LOOP_ROW: gettext_lazy(
        "Nothing was imported: line %(number)s of %(part)s has a day that no calendar has."
    ),
}


def fault_text(error: ImportProblem) -> str:
    named = {"entry": _entry(error), "number": error.number, "part": error.part}
    return _FAULTS[error.fault] % named


def _entry(error: ImportProblem) -> str:
    """Which entry is to blame: ``tick 17 (2026-11-20, evening, sole-rub)``."""
    if error.part is None:
        name = _("the file")
    elif error.number is not None and error.part in _ENTRIES:
        name = _ENTRIES[error.part] % {"number": error.number}
    else:
        name = _("the part “%(part)s”") % {"part": error.part}
    return (
        _("%(name)s (%(detail)s)") % {"name": name, "detail": error.detail}
        if error.detail
        else name
    )


def contents_text(contents: Contents) -> list[str]:
    counted = (
        (contents.plans, ngettext_lazy("%(n)d plan", "%(n)d plans", "n")),
        (contents.pauses, ngettext_lazy("%(n)d time of rest", "%(n)d times of rest", "n")),
        (contents.notes, ngettext_lazy("%(n)d note", "%(n)d notes", "n")),
    )
    return [_ticks_text(contents), *(words % {"n": number} for number, words in counted if number)]


def _ticks_text(contents: Contents) -> str:
    if not contents.done:
        return _("Nothing ticked yet")
    done = ngettext("%(n)d tick", "%(n)d ticks", contents.done) % {"n": contents.done}
    return counted_days(done, contents.first, contents.last)


def counted_days(done: str, first_day: str, last_day: str) -> str:
    """What was ``done``, with the days between which it was."""
    first, last = (date_format(parse_day(day), "DATE_AND_YEAR") for day in (first_day, last_day))
    if first == last:
        return _("%(done)s, on %(first)s") % {"done": done, "first": first}
    span = _("%(done)s, from %(first)s to %(last)s")
    return span % {"done": done, "first": first, "last": last}
