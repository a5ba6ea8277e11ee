"""Sentences about a plan, and what is said once it was begun or changed."""

from django.contrib.messages.storage.base import Message
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue import exercise_words, exercises, technique, technique_of
from content.types import Exercise, Period
from kidneycare.i18n.lists import enumerated, listed
from practice.rules.plan import Plan, easy_start, full_day, one_technique
from practice.words.day import period_name

LEFT_OUT, ADDED = "left-out", "added"
_OF_EXERCISES = {
    LEFT_OUT: gettext_lazy(
        "Left out from today: %(exercises)s. Anything you did of it today is kept, as an extra."
    ),
    ADDED: gettext_lazy("Added to your plan from today: %(exercises)s."),
}


def sets_text(plan: Plan, exercise: str) -> str:
    """When and how often the plan has an exercise: ``Morning, evening 2×``."""
    parts = []
    for period in Period:
        sets = plan.sets_in(exercise, period)
        if sets:
            name = period_name(period)
            parts.append(
                _("%(period)s %(times)s") % {"period": name, "times": times_text(sets)}
                if sets > 1
                else name
            )
    return enumerated(parts)


def times_text(sets: int) -> str:
    return _("%(number)d×") % {"number": sets}


def notice_of(change: str, *exercises: str) -> str:
    """A message on the next page about exercises, put into words there (:func:`notice_text`)."""
    return " ".join([change, *exercises])


def notice_text(message: Message) -> str:
    """What was saved; an information is the way somebody has begun (rules.md 25)."""
    if message.level_tag == "info":
        return begun_text(message.message)
    change, *exercises = message.message.split(" ")
    if change not in _OF_EXERCISES:
        return _(message.message)
    words = exercise_words()
    names = listed(words[each].words.name for each in exercises if each in words)
    return str(_OF_EXERCISES[change]) % {"exercises": names}


def begun_text(way: str) -> str:
    """What somebody has begun: ``easy``, ``full`` or the slug of a technique."""
    if way == "easy":
        return _("You have begun the easy start.")
    begun = technique(way)
    if begun is not None:
        return _("You have begun one technique: %(technique)s.") % {"technique": begun.words.title}
    return _("You have begun the document's full day.")


def in_order_of_day() -> dict[str, Exercise]:
    """The exercises by id, as Today lists those of one period: what belongs to bedtime last."""
    return dict(sorted(exercise_words().items(), key=lambda each: each[1].facts.at_bedtime))


def plan_name(plan: Plan) -> str:
    """The way it was begun, and what was left out of that; one technique by its title."""
    way, name = _way(plan)
    left_out = [
        exercise.words.name
        for each, exercise in in_order_of_day().items()
        if each in plan.aside and each in way.sets
    ]
    if not left_out:
        return name
    return _("%(plan)s without %(exercises)s") % {"plan": name, "exercises": listed(left_out)}


def _way(plan: Plan) -> tuple[Plan, str]:
    """The plan as it was chosen, and its name; nothing can be left out of one's own."""
    if plan.kind == "easy":
        return easy_start(exercises(), plan.starts), _("Easy start")
    if plan.kind == "full":
        return full_day(exercises(), plan.starts), _("The document's full day")
    techniques = {technique_of(name).slug for name in plan.sets or plan.aside}
    chosen = technique(techniques.pop()) if plan.kind == "one" and len(techniques) == 1 else None
    if chosen is None:
        return Plan(plan.starts, "own", {}), _("A plan of your own")
    return one_technique(chosen, plan.starts), chosen.words.title
