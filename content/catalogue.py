"""The parsed library, cached in memory, and look-ups in it."""

from functools import cache

import msgspec
from django.conf import settings
from django.utils.translation import get_language

from content.other_document import add_document
from content.parsing import parse_library
from content.types import Edition, Exercise, ExerciseFacts, Library, Source, Technique


@cache
def library() -> Library:
    """Parsed at the first call; raises ``LibraryError`` where a file of it is broken."""
    parsed = parse_library(settings.LIBRARY)
    return add_document(parsed, settings.CONTENT_EXTRA) if settings.CONTENT_EXTRA else parsed


def exercises() -> tuple[ExerciseFacts, ...]:
    return library().exercises


@cache
def exercises_by_code() -> dict[int, ExerciseFacts]:
    return {exercise.code: exercise for exercise in exercises()}


@cache
def exercises_by_id() -> dict[str, ExerciseFacts]:
    return {exercise.id: exercise for exercise in exercises()}


def edition() -> Edition:
    """The library in the language of this request, English where there is none."""
    editions = library().editions
    return editions.get(get_language() or "en") or editions["en"]


def sources() -> dict[str, Source]:
    """Every source by its id, named in the language of this request where it can be."""
    return _sources(edition().language)


@cache
def _sources(language: str) -> dict[str, Source]:
    named = library().editions[language].words.sources
    return {
        slug: msgspec.structs.replace(source, name=named.get(slug, source.name))
        for slug, source in library().document.sources.items()
    }


def technique(slug: str) -> Technique | None:
    return next((each for each in edition().techniques if each.slug == slug), None)


def exercise_words() -> dict[str, Exercise]:
    return {
        exercise.id: exercise
        for technique in edition().techniques
        for exercise in technique.exercises
    }


def technique_of(exercise_id: str) -> Technique:
    for each in edition().techniques:
        if any(exercise.id == exercise_id for exercise in each.exercises):
            return each
    raise KeyError(exercise_id)
