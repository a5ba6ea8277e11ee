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

AMOUNT_MESSAGES = {
    "strokes": _("Give a whole number of rubs, 1 to 9999."),
    "raises": _("Give a whole number of raises, 1 to 99."),
    "throws": _("Give a whole number of throws, 1 to 99."),
    "minutes": _("Give the minutes, 0.1 to 240, with at most one decimal."),
}
"""What is said of an amount outside ``AMOUNT_LIMITS``."""
RIGHT_CLOCK = dt.timedelta(minutes=5)
"""A phone whose clock differs from the server's by no more is right about its times."""
LONGEST_WAIT = dt.timedelta(days=30)
"""How long a tick may wait on a phone."""
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
WITH_THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,'’\s]\d{3})+([.,]\d+)?", re.ASCII)


class TickForm(forms.Form):
    """The state of one slot (docs/addresses.md, "A slot and its tick").

    ``started``, ``performed`` and ``sent`` are the phone's own times. ``seconds`` is how long
    was practised between the first two, without the pauses.
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
    seconds = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LONGEST,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), CHANGED),
    )

    def __init__(
        self,
        data: Any,
        *,
        exercise: ExerciseFacts,
        received: dt.datetime,
        day_ends: dt.datetime,
    ) -> None:
        """The exercise decides the amount's unit.

        ``received``: the server's now. ``day_ends``: when the slot's day was over.
        """
        super().__init__(data)
        self.exercise = exercise
        self.received = received
        self.day_ends = day_ends

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
        """Work out ``state``, a ``TickState``, and when the set was ``begun``, if that is known.

        ``keep_from``: of a plain tick, which says no amount, not even an empty one, the tenths
        from which the slot keeps what it holds (rules.md 30).

        What contradicts itself is refused.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        done, skip = cleaned["done"] == "1", cleaned["skip"]
        if not cleaned["done"] and not skip:
            raise ValidationError(_("Say done=1 or done=0."))
        if done and skip:
            raise ValidationError(_("Done and not today can't both be true."))
        instant = self._effective(cleaned["performed"], cleaned["sent"])
        took = self._took(cleaned["started"], cleaned["performed"])
        seconds = cleaned["seconds"]
        if seconds is None and took is not None:
            seconds = round(took.total_seconds())
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
        cleaned["state"], cleaned["begun"] = state, instant - took if took is not None else None
        is_plain = done and not (state.felt or state.guided or "amount" in self.data)
        cleaned["keep_from"] = 10 * self.exercise.dose.floor if is_plain else None
        return cleaned

    def _took(
        self, started: dt.datetime | None, performed: dt.datetime | None
    ) -> dt.timedelta | None:
        """From start to end; a clock that was set back meanwhile is no reason to lose the set."""
        if started is None:
            return None
        if performed is None:
            raise ValidationError(_("The times started and performed go together."))
        took = performed - started
        return took if dt.timedelta() <= took <= dt.timedelta(seconds=LONGEST) else None

    def _effective(self, performed: dt.datetime | None, sent: dt.datetime | None) -> dt.datetime:
        """The instant of the state (rules.md 4), never after it was received."""
        if (performed is None) != (sent is None):
            raise ValidationError(_("The times performed and sent go together."))
        if performed is None or sent is None:
            return self.received
        waited = sent - performed
        if not dt.timedelta() <= waited <= LONGEST_WAIT:
            # The phone's clock was changed meanwhile: no more than the day is known.
            return min(self.day_ends - dt.datetime.resolution, self.received)
        if abs(self.received - sent) <= RIGHT_CLOCK:
            return min(performed, self.received)
        return self.received - waited


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
