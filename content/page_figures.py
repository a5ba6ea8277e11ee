"""Pictures of the exercises for templates: ``{% load figures %}``.

``{% figure exercise %}`` is everything there is of one exercise: the picture that
moves with its pause, where it starts and ends, parts seen close.
``{% picture "warm-hands" %}`` is one picture that stands still, and
``{% moving_figure exercise.id %}`` the moving one alone: its style sheet is
``figures/figures.css``, and a script that sets ``data-driven`` and the custom
property ``--p`` on it, 0 to 1, leads it by itself.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from content.catalogue import edition, exercise_words, library
from content.figures import render

if TYPE_CHECKING:
    from content.types import Exercise

register = template.Library()


@register.inclusion_tag("content/figure.html")
def figure(exercise: Exercise) -> dict[str, Any]:
    """All pictures of an exercise but those of single steps."""
    shown = library().figures.exercises[exercise.id]
    return {
        "exercise": exercise,
        "seen": _seen_from(library().figures.pictures[shown.start].seen[0]),
        "pictures": [
            (name, edition().picture(name).caption)
            for name in (shown.start, shown.end, *shown.close_ups)
        ],
    }


@register.simple_tag
def picture(name: str) -> SafeString:
    """One picture that stands still."""
    return _still(name, edition().language)


@register.simple_tag
def moving_figure(exercise: str, *, other_side: bool = False) -> SafeString:
    """The moving picture of an exercise by id, or of its other side where it has two."""
    return _moving(exercise, edition().language, other_side)


@register.filter
def start_picture(exercise: Exercise) -> str:
    """The picture an exercise starts with."""
    return library().figures.exercises[exercise.id].start


@register.filter
def step_picture(exercise: Exercise, number: int) -> str | None:
    """The picture of a step, where it has one of its own."""
    return library().figures.exercises[exercise.id].steps.get(str(number))


@cache
def _still(name: str, language: str) -> SafeString:
    told = library().editions[language]
    drawn = render.still(library().figures, name, told.words.labels, told.picture(name).alt)
    return mark_safe(drawn)  # noqa: S308 - drawn by us; words are escaped there


@cache
def _moving(exercise: str, language: str, other_side: bool) -> SafeString:
    told = library().editions[language]
    words = exercise_words()[exercise].words
    alt = words.moving_other_side if other_side else words.moving
    if alt is None:
        raise LookupError(f"{exercise} has no other side")
    labels = told.words.labels
    drawn = render.moving(library().figures, exercise, labels, alt, other_side=other_side)
    return mark_safe(drawn)  # noqa: S308 - drawn by us; words are escaped there


def _seen_from(yaw: float) -> str:
    """From where one looks at the body, in words; ``yaw`` as a camera has it."""
    seen = edition().words.seen
    if abs(yaw) < 20:
        return seen.front
    if abs(yaw) > 160:
        return seen.behind
    return seen.right if yaw > 0 else seen.left
