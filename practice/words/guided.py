"""Sentences about a hands-free run."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from content.types import Period
from kidneycare.i18n.lists import enumerated, listed
from practice.rules.guided_run import Part, Run, Step

_PRACTISE = {
    Period.MORNING: gettext_lazy("Practise this morning · %(time)s"),
    Period.AFTERNOON: gettext_lazy("Practise this afternoon · %(time)s"),
    Period.EVENING: gettext_lazy("Practise this evening · %(time)s"),
}


def in_minutes(minutes: int) -> str:
    """How long, as short as a button needs it: ``4 min``."""
    return (_("%(n)d min") % {"n": minutes}).replace(" ", "\N{NO-BREAK SPACE}")


def about_minutes(minutes: int) -> str:
    return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}


def plain_number(number: float) -> str:
    return f"{number:g}"


def step_amount(step: Step, part: Part) -> str:
    if step.kind == "strokes":
        values = {"n": step.count, "pace": step.per_minute}
        return _("%(n)d times, about %(pace)d a minute") % values
    if step.kind == "breaths":
        inward, outward = step.rhythms[0]
        return _("%(least)d to %(most)d times; %(in)d seconds in, %(out)d seconds out") % {
            "least": step.choices[0],
            "most": step.choices[-1],
            "in": inward,
            "out": outward,
        }
    if step.kind == "minutes":
        return about_minutes(step.count)
    if step.kind == "soak":
        return _("%(n)d minutes are enough; you may leave it out") % {"n": step.seconds // 60}
    if step.kind == "after":
        return about_minutes(step.seconds // 60)
    return ""


def practise_label(run: Run, period: Period) -> str:
    time = in_minutes(run.minutes)
    if len(run.parts) == 1:
        return _("Practise %(name)s · %(time)s") % {"name": run.parts[0].name, "time": time}
    return _PRACTISE[period] % {"time": time}


def bedtime_label(run: Run) -> str:
    name = enumerated(part.name for part in run.parts)
    return _("At bedtime: %(name)s · %(time)s") % {"name": name, "time": in_minutes(run.minutes)}


def soak_and_rest_text(run: Run) -> str:
    """What a run takes besides, before its first tick and after its last; often nothing."""
    soak, rest = run.soak_minutes, run.rest_minutes
    parts = [_("foot soak before: %(time)s") % {"time": in_minutes(soak)}] if soak else []
    parts += [_("rest after: %(time)s") % {"time": in_minutes(rest)}] if rest else []
    return _("Plus %(parts)s") % {"parts": listed(parts)} if parts else ""
