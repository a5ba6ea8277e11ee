"""The plan and its growth."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.types import Exercise, Period
from practice.forms.fields import CHANGED, choice_field
from practice.rules.days import ONE_DAY
from practice.rules.plan import Plan, SetsADay, Slot, most_sets


@dataclass(frozen=True)
class SetsBox:
    """One box of the plan form: how many sets of an exercise in a period."""

    name: str
    period: Period
    most: int
    sets: int

    @property
    def choices(self) -> range:
        return range(self.most + 1)


class PlanForm(forms.Form):
    """Sets of every exercise in every period, and from which day on (rules.md 12)."""

    starts = choice_field("today", "tomorrow", "monday", message=_("Choose from which day on."))

    def __init__(
        self,
        data: Any = None,
        *,
        exercises: Iterable[Exercise],
        today: dt.date,
        plan: Plan | None = None,
    ) -> None:
        super().__init__(data)
        self.exercises = list(exercises)
        self.today = today
        self.plan = plan
        for _exercise, boxes in self.lines():
            for box in boxes:
                self.fields[box.name] = forms.IntegerField(
                    required=False,
                    min_value=0,
                    max_value=box.most,
                    error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), CHANGED),
                )

    def lines(self) -> Iterator[tuple[Exercise, list[SetsBox]]]:
        """Every exercise with its boxes, in the document's order."""
        for exercise in self.exercises:
            boxes = []
            for period in Period:
                name = f"{exercise.id}-{period.slug}"
                if most := most_sets(exercise.facts, period):
                    boxes.append(SetsBox(name, period, most, self._sets_shown(name, period)))
            yield exercise, boxes

    def _sets_shown(self, name: str, period: Period) -> int:
        """What was typed, where the form comes back; else what the plan has."""
        if self.is_bound:
            typed = self.data.get(name, "")
            return int(typed) if typed in {"1", "2", "3", "4", "5"} else 0
        exercise = name.removesuffix(f"-{period.slug}")
        return self.plan.sets_in(exercise, period) if self.plan else 0

    def clean_starts(self) -> dt.date:
        days = {
            "today": self.today,
            "tomorrow": self.today + ONE_DAY,
            "monday": self.today + (7 - self.today.weekday()) * ONE_DAY,
        }
        return days[self.cleaned_data["starts"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        wanted: dict[str, SetsADay] = {}
        for exercise, boxes in self.lines():
            sets = dict.fromkeys(Period, 0) | {
                box.period: cleaned.get(box.name) or 0 for box in boxes
            }
            most = exercise.facts.daily_ceiling
            if sum(sets.values()) > most:
                raise ValidationError(
                    _("%(exercise)s: the document goes up to %(most)d a day."),
                    params={"exercise": exercise.words.name, "most": most},
                )
            if any(sets.values()):
                morning, afternoon, evening = sets.values()
                wanted[exercise.id] = (morning, afternoon, evening)
        if not wanted:
            raise ValidationError(
                _("Choose at least one. If you want to rest, take days of rest instead.")
            )
        cleaned["wanted"] = wanted
        return cleaned


class GrowthForm(forms.Form):
    answer = choice_field("yes", "later", message=CHANGED)
    step = forms.Field(required=False)

    def clean_step(self) -> Slot | None:
        """The slot that was offered, written ``evening/arm-raise/2``."""
        text: str | None = self.cleaned_data["step"]
        if not text:
            return None
        try:
            period, exercise, number = text.split("/")
            return Slot(Period.from_slug(period), exercise, int(number))
        except (KeyError, ValueError) as error:
            raise ValidationError(CHANGED) from error
