"""What the technique pages need of the content's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from content.types import ExerciseFacts, Period, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

register = template.Library()


@register.filter
def times_of_day(exercise: ExerciseFacts) -> list[str]:
    """When the document has this exercise done, one word or two each."""
    if exercise.flexible:
        return [_("any time of day")]
    if exercise.at_bedtime:
        return [_("evening, at bedtime")]
    names = {
        Period.MORNING: _("morning"),
        Period.AFTERNOON: _("afternoon"),
        Period.EVENING: _("evening"),
    }
    return [names[period] for period in Period if exercise.sets.in_period(period)]


@register.filter
def cited(slugs: Iterable[str], sources: Mapping[str, Source]) -> list[Source]:
    """The sources behind a statement of ours."""
    return [sources[slug] for slug in slugs]
