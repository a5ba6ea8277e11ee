"""The zone and the start of the day."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kidneycare.limits import LATEST_DAY_START
from people.zones import is_zone

CHOOSE_ZONE = _("Choose a time zone from the list.")
CHOOSE_TIME = _("Choose a time from 00:00 to 08:00.")


class ZoneForm(forms.Form):
    zone = forms.Field(error_messages={"required": CHOOSE_ZONE})

    def clean_zone(self) -> str:
        name: str = self.cleaned_data["zone"]
        if not is_zone(name):
            raise ValidationError(CHOOSE_ZONE)
        return name


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
