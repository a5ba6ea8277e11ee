"""The zone and the start of the day."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kidneycare.limits import LATEST_DAY_START
from people.zones import is_zone, zones_like
from practice.forms.fields import LineField

CHOOSE_ZONE = _("Choose a time zone from the list.")
NO_CITY = _("No such city is in the list of time zones: try a larger one nearby.")
CHOOSE_TIME = _("Choose a time from 00:00 to 08:00.")


class ZoneForm(forms.Form):
    """A zone of the list, or a city to look for in all of them."""

    zone = forms.Field(required=False)
    city = LineField(too_long=NO_CITY)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.found: list[tuple[str, str]] = []

    def clean_zone(self) -> str:
        name: str = self.cleaned_data["zone"] or ""
        if name and not is_zone(name):
            raise ValidationError(CHOOSE_ZONE)
        return name

    def clean(self) -> dict[str, Any]:
        """Work out ``zone``: a city that was typed comes before what the list shows."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if city := cleaned.get("city"):
            found = zones_like(city)
            if not found:
                self.add_error("city", NO_CITY)
            elif len(found) > 1:
                self.found = found
                self.add_error("city", _("There are several: choose one."))
            else:
                cleaned["zone"] = found[0][0]
        elif not cleaned.get("zone") and not self.errors:
            self.add_error("zone", CHOOSE_ZONE)
        return cleaned


class DayStartForm(forms.Form):
    start = forms.TimeField(
        input_formats=["%H:%M"],
        error_messages=dict.fromkeys(("required", "invalid"), CHOOSE_TIME),
    )

    def clean_start(self) -> int:
        time: dt.time = self.cleaned_data["start"]
        minutes = time.hour * 60 + time.minute
        if minutes > LATEST_DAY_START:
            raise ValidationError(CHOOSE_TIME)
        return minutes
