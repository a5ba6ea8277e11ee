"""Writing a record, which may be erased or changed elsewhere at the same moment."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from content.catalogue import exercises, exercises_by_id
from kidneycare.db.secure_erase import request_checkpoint
from people.erase import erased, lock_person
from people.identity import HttpRequest, new_guest
from people.models import Person
from practice.models import PlanVersion, Source, Tick, microseconds
from practice.rules.adherence import State, TickState
from practice.rules.days import ONE_DAY
from practice.rules.plan import Plan, Slot, full_day
from practice.store.moment import Moment


def tick_row(day: dt.date, slot: Slot, state: TickState) -> Tick:
    """A slot's state as a row, still nobody's."""
    return Tick(
        day=day,
        period=slot.period,
        exercise=exercises_by_id()[slot.exercise].code,
        set=slot.set,
        state=state.state,
        source=Source.GUIDED if state.guided else Source.TICK,
        tenths=state.tenths,
        felt=state.felt,
        late=state.late,
        instant=state.instant,
        seconds=state.seconds,
        by=state.by,
    )


def write_ticks(
    request: HttpRequest,
    moment: Moment,
    day: dt.date,
    states: Mapping[Slot, TickState],
    *,
    begun: dt.datetime | None = None,
    first_plan: Plan | None = None,
    keep_from: int | None = None,
) -> bool:
    """Upsert states of a day's slots for whoever asks; whether that changed anything.

    ``keep_from``: see ``TickQuerySet.upsert``.

    Late is what was not done before the day had ended, nor ``begun`` by then (rules.md 4); a
    slot that was only skipped or undone by then may still be done late (rules.md 8).

    Who has no record yet begins one, with ``first_plan``: where there is none, the document's
    full day (rules.md 25).

    Raises:
        RequestError: the record was erased meanwhile, or too many were begun from there.
    """
    end = microseconds(moment.clock.beginning(day + ONE_DAY))
    is_in_time = begun is not None and microseconds(begun) < end
    ticks = []
    for slot, state in states.items():
        is_late = state.instant >= end and not is_in_time
        late = is_late or state.state is not State.DONE
        ticks.append(tick_row(day, slot, state._replace(late=late)))
    if moment.person is not None:
        # One statement without a lock: the database refuses a tick of nobody.
        try:
            return Tick.objects.upsert_for(moment.person, ticks, keep_from=keep_from)
        except IntegrityError as error:
            if Person.objects.filter(pk=moment.person.pk).exists():
                raise
            raise erased() from error
    with changing(request) as person:
        plan = first_plan or full_day(exercises(), moment.today)
        PlanVersion.objects.replace_from(person, plan)
        return Tick.objects.upsert_for(person, ticks)


@contextmanager
def changing(request: HttpRequest) -> Iterator[Person]:
    """Lock the person of this request, made now where there is none, until the block is left.

    For a change that reads before it writes. What it replaces or removes is overwritten afterwards.

    Raises:
        RequestError: the record was erased meanwhile.
    """
    person, guest = request.identity.person, None
    with transaction.atomic():
        if person is None:
            request.identity.require_not_gone()
            guest = new_guest(request)
            person = guest.person
        yield lock_person(person)
        transaction.on_commit(request_checkpoint)
    if guest is not None:
        # Only now: no cookie may lead to somebody who was rolled back.
        request.identity.sign_in_guest(guest)
