"""Sentences about a hands-free run."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.rules.guided_run import Part, Run, Step


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


def practise_label(run: Run) -> str:
    time = in_minutes(run.minutes)
    if len(run.parts) == 1:
        return _("Practise %(name)s · %(time)s") % {"name": run.parts[0].name, "time": time}
    return _("Practise these %(all)d · %(time)s") % {"all": len(run.parts), "time": time}
