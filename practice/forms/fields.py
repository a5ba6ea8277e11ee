"""Fields that several forms share, and the check that a form is valid.

Every message is ours. Where a check of our own refuses all bad text, the field is a plain
``forms.Field``: a ``CharField`` would refuse some of it before, in Django's words.
"""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kidneycare.i18n.text import clean_line
from kidneycare.limits import NOTE_LENGTH
from kidneycare.web.http import RequestError
from practice.rules.days import Week, parse_day

CHANGED = _("This form was changed on its way; nothing was saved.")
CHOOSE_DAY = _("Choose a day of the calendar.")
CHOOSE_WEEK = _("Choose a week that has begun, like 2026-W47.")


def error_text(form: forms.Form) -> str:
    return " ".join(str(message) for messages in form.errors.values() for message in messages)


def require_valid(form: forms.Form) -> dict[str, Any]:
    """Return the cleaned data.

    Raises:
        RequestError: the form is not valid.
    """
    if not form.is_valid():
        raise RequestError(error_text(form))
    return form.cleaned_data


def form_status(form: forms.Form) -> int:
    """The status of the page that shows a form: 400 where it comes back with its errors."""
    return 400 if form.is_bound and form.errors else 200


def choice_field(*values: str, message: Any, required: bool = True) -> forms.ChoiceField:
    """One of ``values``; ``message`` where it is missing or another."""
    return forms.ChoiceField(
        choices=[(value, "") for value in values],
        required=required,
        error_messages=dict.fromkeys(("required", "invalid_choice"), message),
    )


def flag_field() -> forms.TypedChoiceField:
    """``1``, or ``0`` or absent; Django's own BooleanField takes any other text for a yes."""
    return forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")],
        coerce=lambda value: value == "1",
        empty_value=False,  # type: ignore[arg-type]  # the stubs expect text
        required=False,
        error_messages={"invalid_choice": CHANGED},
    )


class DayField(forms.DateField):
    """A practice day, as a browser's date field sends it, and in no other spelling."""

    def strptime(self, value: str, format: str) -> dt.date:  # noqa: A002, ARG002 - Django's name
        return parse_day(value)

    default_error_messages: ClassVar = {"invalid": CHOOSE_DAY}


class InstantField(forms.Field):
    """ISO 8601 with an offset."""

    def to_python(self, value: str | None) -> dt.datetime | None:
        if not value:
            return None
        try:
            instant = dt.datetime.fromisoformat(value)
            if instant.tzinfo is not None:
                return instant.astimezone(dt.UTC)
        except (ValueError, OverflowError):
            pass
        raise ValidationError(_("A time must be written like 2026-11-20T21:05:00+01:00."))


class LineField(forms.CharField):
    """One line of text, cleaned; a NUL is refused, for no keyboard makes one."""

    def __init__(self, *, too_long: Any) -> None:
        super().__init__(
            required=False, max_length=NOTE_LENGTH, error_messages={"max_length": too_long}
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if "\0" in text:
            raise ValidationError(CHANGED)
        return clean_line(text)


class WeekField(forms.Field):
    def to_python(self, value: str | None) -> Week | None:
        if not value:
            return None
        try:
            return Week.parse(value)
        except ValueError as error:
            raise ValidationError(CHOOSE_WEEK) from error
