"""What templates call of the content: pictures drawn once a language, and texts."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.catalogue import edition, exercise_words, library
from content.figures import render
from content.figures.schema import ExerciseFigures
from content.language_texts import EmergencyNumberWords
from content.types import EmergencyNumber, Exercise, ExerciseFacts, Period, Source, Technique
from kidneycare.i18n.lists import enumerated

HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.’-]*(?: [A-Za-z][A-Za-z0-9.’-]*)+")


def close_ups(exercise: Exercise) -> list[tuple[str, str]]:
    """The pictures of an exercise that belong to no step, each with its caption."""
    shown = _figures(exercise.id)
    names = shown.close_ups if shown else ()
    pictures = ((name, edition().picture(name).caption) for name in names)
    return [(name, caption) for name, caption in pictures if caption]


def step_picture(exercise: Exercise, number: int) -> str | None:
    shown = _figures(exercise.id)
    return shown.steps.get(str(number)) if shown else None


def stage_pictures(exercise: str) -> Iterable[tuple[str, str]]:
    """The stages of guided practice that show something else than the movement, by id."""
    shown = _figures(exercise)
    return shown.stages.items() if shown else ()


def is_drawn(exercise: str) -> bool:
    """Whether an exercise, by its id, has figures; one of another document may have none."""
    return _figures(exercise) is not None


def _figures(exercise: str) -> ExerciseFigures | None:
    return library().figures.exercises.get(exercise)


def picture(name: str) -> SafeString:
    return _still(name, edition().language)


def moving_figure(exercise: str, *, other_side: bool = False) -> SafeString:
    """The moving picture of an exercise by id, or of its other side where it has two."""
    return _moving(exercise, edition().language, other_side)


@cache
def _still(name: str, language: str) -> SafeString:
    shown = library().editions[language]
    drawn = render.still(library().figures, name, shown.words.labels, shown.picture(name).alt)
    return mark_safe(drawn)  # noqa: S308 - drawn by us; words are escaped there


@cache
def _moving(exercise: str, language: str, other_side: bool) -> SafeString:
    labels = library().editions[language].words.labels
    words = exercise_words()[exercise].words
    alt = words.moving_other_side if other_side else words.moving
    if alt is None:
        raise LookupError(f"{exercise} has no other side")
    drawn = render.moving(library().figures, exercise, labels, alt, other_side=other_side)
    return mark_safe(drawn)  # noqa: S308 - drawn by us; words are escaped there


def times_of_day(exercise: ExerciseFacts) -> str:
    if exercise.flexible:
        return _("any time of day")
    if exercise.at_bedtime:
        return _("evening, at bedtime")
    names = {
        Period.MORNING: _("morning"),
        Period.AFTERNOON: _("afternoon"),
        Period.EVENING: _("evening"),
    }
    return enumerated(names[period] for period in Period if exercise.sets.in_period(period))


def emergency_numbers() -> Iterable[tuple[str, EmergencyNumber, EmergencyNumberWords]]:
    """Each with the code of its country."""
    named = edition().words.emergency_numbers
    return (
        (code.upper(), number, named[code]) for code, number in library().emergency_numbers.items()
    )


def exercise_names(technique: Technique) -> str:
    return enumerated(exercise.words.name for exercise in technique.exercises)


def mark_languages(text: str) -> SafeString:
    """The text, its words of another language marked as such (WCAG 3.1.2).

    Han characters in a page of another script are simplified Chinese; two or
    more Latin words side by side in a Chinese page are English.
    """
    if (get_language() or "").startswith("zh"):
        pattern, tag = LATIN, "en"
    else:
        pattern, tag = HAN, "zh-Hans"
    marked = []
    end = 0
    for found in pattern.finditer(text):
        marked.append(
            format_html('{}<i lang="{}">{}</i>', text[end : found.start()], tag, found[0])
        )
        end = found.end()
    return format_html_join("", "{}", ((part,) for part in (*marked, text[end:])))


def cited(slugs: Iterable[str], sources: Mapping[str, Source]) -> list[Source]:
    return [sources[slug] for slug in slugs]


def source_numbers(technique: Technique) -> dict[str, int]:
    """The sources that a technique's page cites, numbered in its order."""
    return {slug: number for number, slug in enumerate(dict.fromkeys(technique.sources), 1)}
