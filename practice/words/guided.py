"""Words around a hands-free run whose form depends on numbers or kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.rules.days import parse_day
from practice.rules.guided_run import bedtime_rows, run_of, seated_rows

if TYPE_CHECKING:
    from content.types import Period
    from practice.rules.checklist import Section
    from practice.rules.guided_run import Part, Run, Step
    from practice.rules.plan import Kind

register = template.Library()


@register.filter
def in_minutes(minutes: int) -> str:
    """How long, as short as a button needs it: ``4 min``."""
    return (_("%(n)d min") % {"n": minutes}).replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def about_minutes(minutes: int) -> str:
    """How long, in words."""
    return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}


@register.filter
def plain_number(number: float) -> str:
    """``120`` or ``7.5``."""
    return f"{number:g}"


@register.filter
def measure_words(step: Step, part: Part) -> str:
    """How much a stage is, after its words."""
    if step.kind == "strokes":
        return _("%(n)d times, about %(pace)d a minute") % {
            "n": step.count,
            "pace": step.per_minute,
        }
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


@register.filter
def starts(section: Section, kind: Kind) -> list[tuple[str, Run]]:
    """What can be practised hands-free of a period, by the kind of plan: seated, and at bedtime."""
    easy = kind == "easy"
    return [
        ("seated", run_of(seated_rows(section), easy=easy)),
        ("bedtime", run_of(bedtime_rows(section), easy=easy)),
    ]


@register.filter
def practise_address(run: Run, period: Period) -> str:
    """Where it is practised: one exercise alone, or what the period has."""
    if len(run.parts) == 1:
        return reverse("practise", args=[period, run.parts[0].exercise])
    return reverse("practise_period", args=[period])


@register.filter
def practise_words(run: Run) -> str:
    """What its start button says."""
    if len(run.parts) == 1:
        return _("Practise %(name)s · %(time)s") % {
            "name": run.parts[0].name,
            "time": in_minutes(run.minutes),
        }
    return _("Practise these %(all)d · %(time)s") % {
        "all": len(run.parts),
        "time": in_minutes(run.minutes),
    }


@register.filter
def tick_address(slot: str) -> str:
    """Where a set is ticked."""
    day, period, exercise, number = slot.split("/")
    return reverse("day", args=[parse_day(day)]) + f"{period}/{exercise}/{number}/"
