"""What a person sends: checked whole before anything is written.

Messages are for the person; ``explanation`` joins them into one.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, ClassVar
from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.types import AMOUNT_LIMITS
from people.zones import is_zone
from practice.models import Feeling
from practice.rules.adherence import LONGEST, State
from practice.rules.days import EPOCH, FIRST_DAY, Week, parse_day

if TYPE_CHECKING:
    from content.types import ExerciseFacts

AMOUNT_WORDS = {
    "strokes": _("Give a whole number of rubs, 1 to 9999."),
    "raises": _("Give a whole number of raises, 1 to 99."),
    "throws": _("Give a whole number of throws, 1 to 99."),
    "minutes": _("Give the minutes, 0.1 to 240, with at most one decimal."),
}
"""What is said of an amount outside ``AMOUNT_LIMITS``."""

CHANGED = _("This form was changed on its way; nothing was saved.")

CHOOSE_WEEK = _("Choose a week that has begun, like 2026-W47.")


def explanation(form: forms.Form) -> str:
    """Everything that is wrong with a form, in one line of plain words."""
    return " ".join(str(message) for messages in form.errors.values() for message in messages)


class FlagField(forms.Field):
    """``1``, or absent."""

    def to_python(self, value: str | None) -> bool:
        """True for ``1``; ``ValidationError`` for anything but ``1``, ``0`` or nothing."""
        if value in {None, "", "0"}:
            return False
        if value == "1":
            return True
        raise ValidationError(CHANGED)


class InstantField(forms.Field):
    """ISO 8601 with an offset."""

    def to_python(self, value: str | None) -> dt.datetime | None:
        """The instant; ``ValidationError`` for a time without an offset."""
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
    """One line of words: line ends become spaces, and what can't be seen is left out."""

    def to_python(self, value: Any) -> str:
        """The line. A NUL stays, to be refused: nobody's keyboard makes one."""
        words = " ".join((super().to_python(value) or "").split())
        return "".join(sign for sign in words if sign == "\0" or category(sign) != "Cc")


class DayField(forms.Field):
    """A day written ``2026-11-20``, as a browser's date field sends it."""

    def to_python(self, value: str | None) -> dt.date | None:
        """The day; ``ValidationError`` for anything else."""
        if not value:
            return None
        try:
            return parse_day(value)
        except ValueError as error:
            raise ValidationError(_("Choose a day of the calendar.")) from error


class WeekField(forms.Field):
    """An ISO week written ``2026-W47``."""

    def to_python(self, value: str | None) -> Week | None:
        """The week; ``ValidationError`` for anything else."""
        if not value:
            return None
        try:
            return Week.parse(value)
        except ValueError as error:
            raise ValidationError(CHOOSE_WEEK) from error


class TickForm(forms.Form):
    """The state of one slot (docs/addresses.md, "A slot and its tick").

    ``started`` and ``performed`` are the phone's own times: between them lie the
    ``seconds`` that the set took.
    """

    done = forms.ChoiceField(
        choices=[("1", "1"), ("0", "0")],
        required=False,
        error_messages={"invalid_choice": _("Say done=1 or done=0.")},
    )
    skip = FlagField(required=False)
    felt = FlagField(required=False)
    amount = forms.CharField(required=False, max_length=12)
    source = forms.ChoiceField(
        choices=[("tick", "tick"), ("guided", "guided")],
        required=False,
        error_messages={"invalid_choice": _("Say source=tick or source=guided.")},
    )
    started = InstantField(required=False)
    performed = InstantField(required=False)
    sent = InstantField(required=False)

    def __init__(self, data: Any, *, exercise: ExerciseFacts, received: dt.datetime) -> None:
        """The exercise decides the amount's unit; ``received`` is the server's now."""
        super().__init__(data)
        self.exercise = exercise
        self.received = received

    def clean_amount(self) -> int | None:
        """The amount in tenths of the unit, or ``None`` where it isn't given."""
        text = self.cleaned_data["amount"]
        if not text:
            return None
        least, most, decimals = AMOUNT_LIMITS[self.exercise.dose.unit]
        message = AMOUNT_WORDS[self.exercise.dose.unit]
        if not re.fullmatch(r"\d*\.?\d+", text, re.ASCII):
            raise ValidationError(message)
        field = forms.DecimalField(min_value=least, max_value=most, decimal_places=decimals)
        try:
            value = field.clean(text)
        except ValidationError as error:
            raise ValidationError(message) from error
        return int(value * 10)

    def clean(self) -> dict[str, Any]:
        """Work out ``state`` and ``instant``, and refuse what contradicts itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        done, skip = cleaned["done"] == "1", cleaned["skip"]
        if not cleaned["done"] and not skip:
            raise ValidationError(_("Say done=1 or done=0."))
        if done and skip:
            raise ValidationError(_("Done and not today can't both be true."))
        cleaned["state"] = State.DONE if done else State.SKIPPED if skip else State.UNDONE
        cleaned["instant"] = self._effective(cleaned["performed"], cleaned["sent"])
        cleaned["seconds"] = self._seconds(cleaned["started"], cleaned["performed"])
        return cleaned

    def _seconds(self, started: dt.datetime | None, performed: dt.datetime | None) -> int | None:
        """How long it took; a clock that was set back meanwhile is no reason to lose the set."""
        if started is None:
            return None
        if performed is None:
            raise ValidationError(_("The times started and performed go together."))
        seconds = round((performed - started).total_seconds())
        return seconds if 0 <= seconds <= LONGEST else None

    def _effective(self, performed: dt.datetime | None, sent: dt.datetime | None) -> dt.datetime:
        """Rules.md 4: received - (sent - performed), never after received."""
        if (performed is None) != (sent is None):
            raise ValidationError(_("The times performed and sent go together."))
        if performed is None or sent is None:
            return self.received
        away = sent - performed
        if away > self.received - EPOCH:
            raise ValidationError(_("These times are too far apart."))
        return self.received - max(away, dt.timedelta())


class PeriodForm(forms.Form):
    """Every planned slot of a period in one go, or the undoing of that one go."""

    done = forms.ChoiceField(
        choices=[("1", "1"), ("0", "0")],
        error_messages={
            "required": _("Say done=1 or done=0."),
            "invalid_choice": _("Say done=1 or done=0."),
        },
    )
    instant = forms.IntegerField(
        required=False,
        min_value=-(2**62),
        max_value=2**62,
        error_messages={"invalid": CHANGED},
    )

    def clean(self) -> dict[str, Any]:
        """Undoing needs to know which go."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("done") == "0" and cleaned.get("instant") is None:
            raise ValidationError(CHANGED)
        return cleaned


class ZoneForm(forms.Form):
    """A time zone by name."""

    zone = forms.CharField(
        max_length=64, error_messages={"required": _("Choose a time zone from the list.")}
    )

    def clean_zone(self) -> str:
        """The name, if this machine knows such a zone."""
        name: str = self.cleaned_data["zone"]
        if not is_zone(name):
            raise ValidationError(_("Choose a time zone from the list."))
        return name


class DayStartForm(forms.Form):
    """When the practice day begins."""

    start = forms.TimeField(
        input_formats=["%H:%M"],
        error_messages={
            "required": _("Choose a time from 00:00 to 08:00."),
            "invalid": _("Choose a time from 00:00 to 08:00."),
        },
    )

    def clean_start(self) -> int:
        """Minutes after midnight, at most eight hours (rules.md 14)."""
        time: dt.time = self.cleaned_data["start"]
        minutes = time.hour * 60 + time.minute
        if minutes > 8 * 60:
            raise ValidationError(_("Choose a time from 00:00 to 08:00."))
        return minutes


class BlankDaysForm(forms.Form):
    """The one answer about days on which nothing was ticked (rules.md 13).

    It carries the days that were asked about: by now they may be others.
    """

    first = DayField(required=True, error_messages={"required": CHANGED})
    last = DayField(required=True, error_messages={"required": CHANGED})

    answer = forms.ChoiceField(
        choices=[("rested", "rested"), ("forgot", "forgot"), ("leave", "leave")],
        error_messages={
            "required": _("Choose one of the three answers."),
            "invalid_choice": _("Choose one of the three answers."),
        },
    )


class NoteForm(forms.Form):
    """How a day felt, and one line about it; both may be left out."""

    feeling = forms.TypedChoiceField(
        choices=[(feeling.name.lower(), "") for feeling in Feeling],
        coerce=lambda name: Feeling[name.upper()],
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": CHANGED},
    )
    words = LineField(
        required=False,
        max_length=200,
        error_messages={
            "max_length": _("One line, please: 200 letters at most."),
            "null_characters_not_allowed": CHANGED,
        },
    )


class EndPauseForm(forms.Form):
    """Which pause is over, told by its first day; ``whole`` takes it away altogether."""

    first = DayField(required=True, error_messages={"required": CHANGED})
    whole = FlagField(required=False)
    back = forms.ChoiceField(
        choices=[("today", "")], required=False, error_messages={"invalid_choice": CHANGED}
    )


class SheetForm(forms.Form):
    """Which weeks stand on the sheet, and whether notes do."""

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
    notes = FlagField(required=False)

    def __init__(self, data: Any, *, today: dt.date) -> None:
        """``today``: the practice day it is for this person."""
        super().__init__(data)
        self.present = Week.of(today)

    def clean_to(self) -> Week:
        """The last week of the sheet, usually the present one."""
        last: Week = self.cleaned_data["to"] or self.present
        if last > self.present or last.monday < FIRST_DAY + dt.timedelta(weeks=self.MOST):
            raise ValidationError(CHOOSE_WEEK)
        return last

    def clean(self) -> dict[str, Any]:
        """Work out ``shown``, the weeks themselves."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["shown"] = cleaned["to"].and_before(cleaned["weeks"] or self.USUAL)
        return cleaned
