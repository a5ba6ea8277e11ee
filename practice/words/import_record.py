"""What is said of a file: what it holds, or the first thing that is wrong with it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.transfer.schema import Fault, ImportProblem, ParsedRecord


def _entry(error: ImportProblem) -> str:
    """Which entry is to blame: ``tick 17 (2026-11-20, evening, sole-rub)``."""
    names = {
        "ticks": _("tick %(number)s"),
        "plans": _("plan %(number)s"),
        "pauses": _("pause %(number)s"),
        "notes": _("note %(number)s"),
    }
    if error.number is not None and error.part in names:
        name = names[error.part] % {"number": error.number}
    elif error.part is not None:
        name = _("the part “%(part)s”") % {"part": error.part}
    else:
        name = _("the file")
    if not error.detail:
        return name
    return _("%(name)s (%(detail)s)") % {"name": name, "detail": error.detail}


def fault_text(error: ImportProblem) -> str:
    """One plain sentence: nothing was taken over, and why."""
    whole = {
        Fault.TOO_LARGE: _("Nothing was taken over: the file is larger than 32 megabytes."),
        Fault.NOT_OURS: _(
            "Nothing was taken over: this is not the file kidneycare.json that Kidneycare wrote."
        ),
        Fault.NEWER: _(
            "Nothing was taken over: the file comes from a newer Kidneycare than this one."
        ),
        Fault.EMPTY: _("Nothing was taken over: there is no record in this file."),
        Fault.NO_PLAN: _("Nothing was taken over: there is no plan in this file."),
        Fault.BROKEN: _(
            "Nothing was taken over: the file is damaged or cut off, in line %(number)s."
        ),
    }
    if error.fault in whole:
        return whole[error.fault] % {"number": error.number}
    words = {
        Fault.FORM: _("Nothing was taken over: %(entry)s is not in the right form."),
        Fault.DUPLICATE_KEY: _("Nothing was taken over: %(entry)s says the same thing twice."),
        Fault.DAY: _("Nothing was taken over: %(entry)s has a day that no calendar has."),
        Fault.FUTURE: _("Nothing was taken over: %(entry)s lies in the future."),
        Fault.EXERCISE: _("Nothing was taken over: %(entry)s names an unknown exercise."),
        Fault.TIME_OF_DAY: _(
            "Nothing was taken over: the document does not have %(entry)s at that time of day."
        ),
        Fault.AMOUNT: _("Nothing was taken over: %(entry)s has an amount that cannot be."),
        Fault.INSTANT: _("Nothing was taken over: %(entry)s has a time that cannot be read."),
        Fault.TWICE: _("Nothing was taken over: %(entry)s stands in the file twice."),
        Fault.SETS: _("Nothing was taken over: %(entry)s asks for more than the document has."),
        Fault.ZONE: _("Nothing was taken over: %(entry)s names an unknown time zone."),
        Fault.ENDS_BEFORE: _("Nothing was taken over: %(entry)s ends before it begins."),
    }
    return words[error.fault] % {"entry": _entry(error)}


def contents_text(portable: ParsedRecord) -> list[str]:
    """What a file holds, a line each."""
    lines = [_("Nothing ticked yet")]
    if portable.days is not None:
        first, last = portable.days
        done = ngettext("%(n)d tick", "%(n)d ticks", portable.done) % {"n": portable.done}
        when = {
            "first": date_format(first, "DATE_AND_YEAR"),
            "last": date_format(last, "DATE_AND_YEAR"),
        }
        if first == last:
            lines[0] = _("%(done)s, on %(first)s") % {"done": done, **when}
        else:
            lines[0] = _("%(done)s, from %(first)s to %(last)s") % {"done": done, **when}
    for number, words in (
        (len(portable.plans), ngettext("%(n)d plan", "%(n)d plans", len(portable.plans))),
        (
            len(portable.pauses),
            ngettext("%(n)d time of rest", "%(n)d times of rest", len(portable.pauses)),
        ),
        (len(portable.notes), ngettext("%(n)d note", "%(n)d notes", len(portable.notes))),
    ):
        if number:
            lines.append(words % {"n": number})
    return lines
