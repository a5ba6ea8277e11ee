"""Parts of addresses: a day, a week, a year, a period, an exercise. What doesn't fit is a 404."""

import datetime as dt

from django.urls import register_converter

from content.catalogue import exercises_by_id
from content.types import ExerciseFacts, Period
from practice.rules.days import Week, parse_day, parse_year


class DayConverter:
    """``2026-11-20``."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        """The date; ``ValueError`` (a 404) for one the calendar doesn't have."""
        return parse_day(value)

    def to_url(self, value: dt.date) -> str:
        """As in the address."""
        return value.isoformat()


class WeekConverter:
    """``2026-W47``."""

    regex = r"\d{4}-W\d{2}"

    def to_python(self, value: str) -> Week:
        """The week; ``ValueError`` (a 404) for one the year doesn't have."""
        return Week.parse(value)

    def to_url(self, value: Week) -> str:
        """As in the address."""
        return str(value)


class YearConverter:
    """``2026``."""

    regex = r"\d{4}"

    def to_python(self, value: str) -> int:
        """The year; ``ValueError`` (a 404) for one at the far ends of the calendar."""
        return parse_year(value)

    def to_url(self, value: int) -> str:
        """As in the address."""
        return f"{value:04}"


class PeriodConverter:
    """``morning``, ``afternoon`` or ``evening``."""

    regex = "|".join(period.slug for period in Period)

    def to_python(self, value: str) -> Period:
        """The period."""
        return Period.from_slug(value)

    def to_url(self, value: Period) -> str:
        """As in the address."""
        return value.slug


class ExerciseConverter:
    """An exercise's permanent name."""

    regex = r"[a-z0-9-]+"

    def to_python(self, value: str) -> ExerciseFacts:
        """The exercise; ``ValueError`` (a 404) for one the document doesn't have."""
        try:
            return exercises_by_id()[value]
        except KeyError as error:
            raise ValueError(value) from error

    def to_url(self, value: ExerciseFacts | str) -> str:
        """As in the address."""
        return value if isinstance(value, str) else value.id


def register() -> None:
    """Make ``<day:…>``, ``<week:…>``, ``<year:…>``, ``<period:…>`` and ``<exercise:…>`` known."""
    register_converter(DayConverter, "day")
    register_converter(WeekConverter, "week")
    register_converter(YearConverter, "year")
    register_converter(PeriodConverter, "period")
    register_converter(ExerciseConverter, "exercise")
