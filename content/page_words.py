"""What the technique pages need of the content's values."""

import re
from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.types import ExerciseFacts, Period, Source, Technique
from kidneycare.i18n.lists import enumerated

HAN = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.’-]*(?: [A-Za-z][A-Za-z0-9.’-]*)+")


def times_of_day(exercise: ExerciseFacts) -> str:
    """When the document has this exercise done, in a word or two each."""
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


def exercise_names(technique: Technique) -> str:
    """The exercises of a technique, side by side."""
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
    """The sources behind a statement of ours."""
    return [sources[slug] for slug in slugs]
