"""Template tags for pictures of the exercises: ``{% load figures %}``.

``{% figure exercise %}`` shows all pictures of one exercise: the moving one with its
pause button, where it starts and ends, parts seen close.
``{% picture "warm-hands" %}`` is one still picture, and
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
    """All pictures of an exercise except those of single steps."""
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
    return _still(name, edition().language)


@register.simple_tag
def moving_figure(exercise: str, *, other_side: bool = False) -> SafeString:
    """The moving picture of an exercise by id, or of its other side where it has two."""
    return _moving(exercise, edition().language, other_side)


@register.filter
def start_picture(exercise: Exercise) -> str:
    return library().figures.exercises[exercise.id].start


@register.filter
def step_picture(exercise: Exercise, number: int) -> str | None:
    return library().figures.exercises[exercise.id].steps.get(str(number))


@cache
def _still(name: str, language: str) -> SafeString:
    texts = library().editions[language]
    drawn = render.still(library().figures, name, texts.words.labels, texts.picture(name).alt)
    return mark_safe(drawn)  # noqa: S308 - drawn by us; words are escaped there


@cache
def _moving(exercise: str, language: str, other_side: bool) -> SafeString:
    texts = library().editions[language]
    words = exercise_words()[exercise].words
    alt = words.moving_other_side if other_side else words.moving
    if alt is None:
        raise LookupError(f"{exercise} has no other side")
    drawn = render.moving(
        library().figures, exercise, texts.words.labels, alt, other_side=other_side
    )
    return mark_safe(drawn)  # noqa: S308 - drawn by us; words are escaped there


def _seen_from(yaw: float) -> str:
    """From where the body is seen, as text; ``yaw`` in degrees as in a camera."""
    seen = edition().words.seen
    if abs(yaw) < 20:
        return seen.front
    if abs(yaw) > 160:
        return seen.behind
    return seen.right if yaw > 0 else seen.left
