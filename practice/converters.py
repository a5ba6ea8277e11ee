"""Parts of addresses: a day, a week, a year, a period, an exercise. What doesn't fit is a 404."""

import datetime as dt

from django.urls import register_converter

from content.catalogue import exercises_by_id
from content.types import ExerciseFacts, Period
from practice.rules.days import Week, parse_day, parse_year


class DayConverter:
    """``2026-11-20``."""

    regex = r"\d{4}-\d{2}-\d{2}"
    to_python = staticmethod(parse_day)
    to_url = staticmethod(dt.date.isoformat)


class WeekConverter:
    """``2026-W47``."""

    regex = r"\d{4}-W\d{2}"
    to_python = staticmethod(Week.parse)
    to_url = staticmethod(str)


class YearConverter:
    """``2026``."""

    regex = r"\d{4}"
    to_python = staticmethod(parse_year)
    to_url = staticmethod("{:04}".format)


class PeriodConverter:
    """``morning``, ``afternoon`` or ``evening``."""

    regex = "|".join(period.slug for period in Period)
    to_python = staticmethod(Period.from_slug)

    def to_url(self, value: Period) -> str:
        return value.slug


class ExerciseConverter:
    """An exercise by its permanent name; ``url`` takes the name alone too."""

    regex = r"[a-z0-9-]+"

    def to_python(self, value: str) -> ExerciseFacts:
        try:
            return exercises_by_id()[value]
        except KeyError as error:
            raise ValueError(value) from error

    def to_url(self, value: ExerciseFacts | str) -> str:
        return value if isinstance(value, str) else value.id


def register() -> None:
    """Make ``<day:…>``, ``<week:…>``, ``<year:…>``, ``<period:…>`` and ``<exercise:…>`` known."""
    register_converter(DayConverter, "day")
    register_converter(WeekConverter, "week")
    register_converter(YearConverter, "year")
    register_converter(PeriodConverter, "period")
    register_converter(ExerciseConverter, "exercise")
