"""Days of rest, their end, and the question about blank days."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import CHANGED, DayField, LineField, choice_field, flag_field
from practice.rules.pauses import PauseSpan


class PauseForm(forms.Form):
    """Days of rest: today, from today on, or from one day to another."""

    days = choice_field("today", "open", "dates", message=_("Choose which days."))
    first = DayField(required=False)
    last = DayField(required=False)
    no_end = flag_field()
    reason = LineField(too_long=_("Make the reason shorter, please: 200 letters at most."))

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and (bounds := self._bounds(cleaned)):
            cleaned["span"] = PauseSpan(*bounds, cleaned["reason"])
        return cleaned

    def _bounds(self, cleaned: Mapping[str, Any]) -> tuple[dt.date, dt.date | None] | None:
        """The first and last day; none where one of them is refused."""
        if cleaned["days"] == "today":
            return self.today, self.today
        if cleaned["days"] == "open":
            return self.today, None
        first, last = cleaned["first"], cleaned["last"]
        if first is None:
            self.add_error("first", _("Choose the first day of rest."))
        elif cleaned["no_end"]:
            return first, None
        elif last is None:
            self.add_error("last", _("Choose the last day of rest, or say that it is open."))
        elif last < first:
            self.add_error("last", _("The last day is before the first."))
        else:
            return first, last
        return None


class EndPauseForm(forms.Form):
    """Which pause is over, by its first day; ``whole`` deletes it altogether."""

    first = DayField(required=True, error_messages={"required": CHANGED})
    whole = flag_field()
    back = choice_field("today", message=CHANGED, required=False)


class BlankDaysForm(forms.Form):
    """The one answer about days on which nothing was ticked (rules.md 13).

    It carries the days that were asked about: by now they may be others.
    """

    first = DayField(required=True, error_messages={"required": CHANGED})
    last = DayField(required=True, error_messages={"required": CHANGED})
    answer = choice_field(
        "rested", "forgot", "leave", message=_("Choose one of the three answers.")
    )
