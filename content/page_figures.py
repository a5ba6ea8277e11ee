"""Pictures of the exercises for templates, drawn once a language."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe

from content.catalogue import edition, exercise_words, library
from content.figures import render
from content.types import Exercise


def figure_pictures(exercise: Exercise) -> list[tuple[str, str]]:
    """All pictures of an exercise but those of single steps, each with its caption."""
    shown = library().figures.exercises[exercise.id]
    names = (shown.start, shown.end, *shown.close_ups)
    return [(name, edition().picture(name).caption) for name in names]


def seen_from(exercise: Exercise) -> str:
    """From where one looks at the body, in words."""
    pictures = library().figures
    yaw = pictures.pictures[pictures.exercises[exercise.id].start].seen[0]
    seen = edition().words.seen
    if abs(yaw) < 20:
        return seen.front
    if abs(yaw) > 160:
        return seen.behind
    return seen.right if yaw > 0 else seen.left


def picture(name: str) -> SafeString:
    """One picture that stands still."""
    return _still(name, edition().language)


def moving_figure(exercise: str, *, other_side: bool = False) -> SafeString:
    """The moving picture of an exercise by id, or of its other side where it has two."""
    return _moving(exercise, edition().language, other_side)


def start_picture(exercise: Exercise) -> str:
    """The picture an exercise starts with."""
    return library().figures.exercises[exercise.id].start


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
