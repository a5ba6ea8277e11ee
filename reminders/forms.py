"""The times at which somebody wants to be reminded."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.types import Period
from practice.forms.fields import flag_field
from reminders.rules.times import bounds

STEP = 15
"""Minutes between the times to choose from."""


class TimesForm(forms.Form):
    """A time, or none, for each of some ``periods``; ``stored``: those that hold now."""

    def __init__(
        self,
        data: Any,
        *,
        periods: Iterable[Period],
        stored: Mapping[Period, int],
        day_start: int,
        names_exercises: bool,
    ) -> None:
        super().__init__(data)
        self.periods = tuple(periods)
        for period in self.periods:
            times = _times(period, day_start) | ({stored[period]} if period in stored else set())
            self.fields[period.slug] = forms.TypedChoiceField(
                choices=[("", ""), *((_text(at), _text(at)) for at in sorted(times))],
                coerce=_minutes,
                empty_value=None,
                required=False,
                initial=_text(stored[period]) if period in stored else "",
                error_messages={"invalid_choice": _("Choose a time from the list.")},
            )
        self.fields["names"] = flag_field()
        self.fields["names"].initial = "1" if names_exercises else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            chosen = {period: cleaned[period.slug] for period in self.periods}
            cleaned["times"] = {period: at for period, at in chosen.items() if at is not None}
            if not cleaned["times"]:
                self.add_error(None, _("Choose a time for at least one part of the day."))
        return cleaned


def _times(period: Period, day_start: int) -> set[int]:
    first, end = bounds(period, day_start)
    return {*range(first, end, STEP)}


def _text(minutes: int) -> str:
    return dt.time(*divmod(minutes, 60)).strftime("%H:%M")


def _minutes(text: str) -> int:
    time = dt.time.fromisoformat(text)
    return time.hour * 60 + time.minute
