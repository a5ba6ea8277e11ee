"""Which weeks stand on paper."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from practice.forms.fields import CHOOSE_WEEK, WeekField, flag_field
from practice.rules.days import FIRST_DAY, Week


class SheetForm(forms.Form):
    MOST: ClassVar = 12
    USUAL: ClassVar = 4

    weeks = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Choose 1 to 12 weeks.")
        ),
    )
    to = WeekField(required=False)
    notes = flag_field()

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(data)
        self.present = Week.of(today)

    def clean_to(self) -> Week:
        last: Week = self.cleaned_data["to"] or self.present
        if last > self.present or last.monday < FIRST_DAY + dt.timedelta(weeks=self.MOST):
            raise ValidationError(CHOOSE_WEEK)
        return last

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["shown"] = cleaned["to"].and_before(cleaned["weeks"] or self.USUAL)
        return cleaned
