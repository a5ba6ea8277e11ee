"""Which of Loop's habits is which exercise, at which time of day."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.types import ExerciseFacts, Period
from practice.forms.fields import CHANGED, choice_field, flag_field
from practice.rules.plan import Slot
from practice.transfer.loop import Habit


def slot_name(slot: Slot) -> str:
    return f"{slot.period.slug}/{slot.exercise}"


class LoopForm(forms.Form):
    """One choice a habit: nothing, or the first set of an exercise in a period."""

    numbers = flag_field()

    def __init__(
        self, data: Any = None, *, habits: Iterable[Habit], exercises: Iterable[ExerciseFacts]
    ) -> None:
        super().__init__(data)
        self.habits = list(habits)
        every = [
            Slot(period, each.id, 1)
            for each in exercises
            for period in Period
            if each.exists_in(period)
        ]
        self.slots = {slot_name(slot): slot for slot in every}
        for number, _habit in enumerate(self.habits):
            field = choice_field(*self.slots, message=CHANGED, required=False)
            self.fields[f"habit-{number}"] = field

    def lines(self, chosen: Mapping[str, str]) -> Iterator[tuple[str, Habit, str]]:
        """Each habit with the name of its field, and what is chosen of it by now."""
        for number, habit in enumerate(self.habits):
            name = f"habit-{number}"
            typed = self.data.get(name, "") if self.is_bound else chosen.get(str(number), "")
            yield name, habit, typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        names = {str(n): cleaned[f"habit-{n}"] for n, _habit in enumerate(self.habits)}
        chosen = {number: name for number, name in names.items() if name}
        if not chosen:
            raise ValidationError(_("Choose an exercise for at least one habit."))
        if len({*chosen.values()}) < len(chosen):
            raise ValidationError(
                _("Two habits are the same exercise at the same time of day. Keep one of them.")
            )
        cleaned["chosen"] = chosen
        return cleaned
