"""The state of a slot, or of a period's slots in one go."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.types import AMOUNT_LIMITS, ExerciseFacts
from practice.forms.fields import CHANGED, InstantField, choice_field, flag_field
from practice.models import microseconds
from practice.rules.adherence import LONGEST, State, TickState
from practice.rules.days import EPOCH

AMOUNT_MESSAGES = {
    "strokes": _("Give a whole number of rubs, 1 to 9999."),
    "raises": _("Give a whole number of raises, 1 to 99."),
    "throws": _("Give a whole number of throws, 1 to 99."),
    "minutes": _("Give the minutes, 0.1 to 240, with at most one decimal."),
}
"""What is said of an amount outside ``AMOUNT_LIMITS``."""
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
WITH_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,'’\s]\d{3})+([.,]\d+)?", re.ASCII)


class TickForm(forms.Form):
    """The state of one slot (docs/addresses.md, "A slot and its tick").

    ``started`` and ``performed`` are the phone's own times: between them lie the
    ``seconds`` that the set took.
    """

    done = choice_field("1", "0", message=_("Say done=1 or done=0."), required=False)
    skip = flag_field()
    felt = flag_field()
    amount = forms.Field(required=False)
    source = choice_field(
        "tick", "guided", message=_("Say source=tick or source=guided."), required=False
    )
    begin = choice_field("technique", message=_("Say begin=technique."), required=False)
    started = InstantField(required=False)
    performed = InstantField(required=False)
    sent = InstantField(required=False)

    def __init__(self, data: Any, *, exercise: ExerciseFacts, received: dt.datetime) -> None:
        """The exercise decides the amount's unit; ``received`` is the server's now."""
        super().__init__(data)
        self.exercise = exercise
        self.received = received

    def clean_amount(self) -> int | None:
        """Tenths of a unit, as people type numbers (rules.md 24)."""
        text = (self.cleaned_data["amount"] or "").strip().translate(FULL_WIDTH)
        if not text:
            return None
        least, most, decimals = AMOUNT_LIMITS[self.exercise.dose.unit]
        message = AMOUNT_MESSAGES[self.exercise.dose.unit]
        if WITH_THOUSANDS.fullmatch(text):
            raise ValidationError(_("Write the number without marks between its digits."))
        if not re.fullmatch(r"\d{0,6}[.,]?\d{1,6}", text, re.ASCII):
            raise ValidationError(message)
        field = forms.DecimalField(min_value=least, max_value=most, decimal_places=decimals)
        try:
            value = field.clean(text.replace(",", "."))
        except ValidationError as error:
            raise ValidationError(message) from error
        return int(value * 10)

    def clean(self) -> dict[str, Any]:
        """Work out ``state``, a ``TickState``, and refuse what contradicts itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        done, skip = cleaned["done"] == "1", cleaned["skip"]
        if not cleaned["done"] and not skip:
            raise ValidationError(_("Say done=1 or done=0."))
        if done and skip:
            raise ValidationError(_("Done and not today can't both be true."))
        instant = self._effective(cleaned["performed"], cleaned["sent"])
        seconds = self._seconds(cleaned["started"], cleaned["performed"])
        state = TickState(
            State.DONE if done else State.SKIPPED if skip else State.UNDONE,
            guided=cleaned["source"] == "guided",
            instant=microseconds(instant),
        )
        if done:
            state = state._replace(tenths=cleaned["amount"], felt=cleaned["felt"], seconds=seconds)
        elif skip:
            # What was done before the pain counts (rules.md 28).
            state = state._replace(tenths=cleaned["amount"])
        cleaned["state"] = state
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

    done = choice_field("1", "0", message=_("Say done=1 or done=0."))
    instant = forms.IntegerField(
        required=False,
        min_value=-(2**62),
        max_value=2**62,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), CHANGED),
    )

    def clean(self) -> dict[str, Any]:
        """Undoing needs to know which go."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("done") == "0" and cleaned.get("instant") is None:
            raise ValidationError(CHANGED)
        return cleaned
