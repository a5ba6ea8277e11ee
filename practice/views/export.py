"""Everything I recorded, as one JSON file."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.catalogue import exercises_by_code
from content.types import Period
from people.identity import person_of
from practice.adherence import State
from practice.models import EPOCH, KINDS, Pause, PlanVersion, Source, Tick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, HttpResponseBase

    from people.models import Person

FORMAT = "kidneycare-export"
VERSION = 1


@never_cache
@require_safe
def export_json(request: HttpRequest) -> HttpResponseBase:
    """Stream the whole record (docs/export.md); without a record, an empty one."""
    response = StreamingHttpResponse(
        _chunks(person_of(request)), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="kidneycare.json"'
    return response


def _chunks(person: Person | None) -> Iterator[str]:
    head = {
        "format": FORMAT,
        "version": VERSION,
        "exported": timezone.now().isoformat(timespec="seconds"),
        "person": _person(person) if person else None,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1]
    lists: dict[str, Iterable[dict[str, Any]]] = {
        "plans": map(_plan, PlanVersion.objects.filter(person=person).order_by("starts").iterator())
        if person
        else (),
        "pauses": map(_pause, Pause.objects.filter(person=person).order_by("first_day").iterator())
        if person
        else (),
        "ticks": map(_tick, Tick.objects.for_person(person).order_by("pk").iterator())
        if person
        else (),
    }
    for name, rows in lists.items():
        yield f', "{name}": ['
        for place, row in enumerate(rows):
            yield (",\n" if place else "\n") + json.dumps(row, ensure_ascii=False)
        yield "]"
    yield "}\n"


def _person(person: Person) -> dict[str, Any]:
    return {
        "zone": person.zone,
        "day_starts": [
            {"from": None if first == dt.date.min else first.isoformat(), "minutes": minutes}
            for first, minutes in person.day_starts
        ],
        "consent": {
            "version": person.consent_version,
            "given": person.consented_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        },
        "blanks_settled_to": person.blanks_settled_to and person.blanks_settled_to.isoformat(),
    }


def _plan(plan: PlanVersion) -> dict[str, Any]:
    return {"starts": plan.starts.isoformat(), "kind": KINDS[plan.kind], "sets": plan.sets}


def _pause(pause: Pause) -> dict[str, Any]:
    return {
        "first_day": pause.first_day.isoformat(),
        "last_day": pause.last_day and pause.last_day.isoformat(),
        "reason": pause.reason,
    }


def _tick(tick: Tick) -> dict[str, Any]:
    known = exercises_by_code().get(tick.exercise)
    instant = EPOCH + dt.timedelta(microseconds=tick.instant)
    return {
        "day": tick.day.isoformat(),
        "period": Period(tick.period).slug,
        "exercise": known.id if known else f"code-{tick.exercise}",
        "set": tick.set,
        "state": State(tick.state).name.lower(),
        "source": Source(tick.source).name.lower(),
        "amount": None if tick.tenths is None else tick.tenths / 10,
        "unit": known.dose.unit if known else None,
        "felt": tick.felt,
        "late": tick.late,
        "instant": instant.isoformat(timespec="microseconds"),
    }
