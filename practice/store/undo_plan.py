"""The one undo of a change of the plan: the versions it replaced travel with the page, signed."""

import datetime as dt
from collections.abc import Sequence
from typing import cast

from django.core import signing
from django.utils.translation import gettext as _

from kidneycare.web.http import RequestError
from people.models import Person
from practice.models import PlanVersion, sets_from_json
from practice.rules.plan import Kind, Plan

SALT = "practice.store.undo_plan"


def undo_token(person: Person, starts: dt.date, before: Sequence[Plan]) -> str:
    """What undoes the change from ``starts`` on that took the place of ``before``."""
    rows = [_rows(before), _rows(_versions(person, starts))]
    return signing.dumps([person.pk, starts.isoformat(), *rows], salt=SALT, compress=True)


def undo_change(person: Person, token: str, today: dt.date) -> None:
    """Put the versions before the change back. Call it with the person locked.

    Raises:
        RequestError: it is no token of ours, or the plan was changed or a day has passed since.
    """
    try:
        key, first, before, after = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise RequestError(_("This form was changed on its way; nothing was saved.")) from error
    starts = dt.date.fromisoformat(first)
    # A day that has passed keeps the plan it had (rules.md 12).
    if key != person.pk or starts < today or _rows(_versions(person, starts)) != after:
        message = _("Nothing was saved: this change can no longer be undone. Look at your plan.")
        raise RequestError(message)
    plans = [
        Plan(dt.date.fromisoformat(day), cast("Kind", kind), *map(sets_from_json, sets))
        for day, kind, *sets in before
    ]
    PlanVersion.objects.put_back(person, starts, plans)


def _versions(person: Person, starts: dt.date) -> list[Plan]:
    return [plan for plan in PlanVersion.objects.plans_of(person) if plan.starts >= starts]


def _rows(plans: Sequence[Plan]) -> list[list[object]]:
    """The versions as JSON reads them again."""
    return [
        [
            plan.starts.isoformat(),
            plan.kind,
            {name: list(sets) for name, sets in plan.sets.items()},
            {name: list(sets) for name, sets in plan.aside.items()},
        ]
        for plan in plans
    ]
