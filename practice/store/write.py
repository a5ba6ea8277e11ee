"""Writing a record, which may be erased or changed elsewhere at the same moment."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from content.catalogue import exercises, exercises_by_id
from people.erase import erased, lock_person
from people.identity import HttpRequest, new_guest
from people.models import Person
from practice.models import PlanVersion, Source, Tick, microseconds
from practice.rules.plan import Slot, full_day
from practice.rules.tick_change import TickChange
from practice.store.moment import Moment


def tick_row(moment: Moment, day: dt.date, slot: Slot, change: TickChange) -> Tick:
    """A change of a slot as a row, still nobody's; late where its day had ended (rules.md 4)."""
    return Tick(
        day=day,
        period=slot.period,
        exercise=exercises_by_id()[slot.exercise].code,
        set=slot.set,
        state=change.state,
        source=Source.GUIDED if change.guided else Source.TICK,
        tenths=change.tenths,
        felt=change.felt,
        late=moment.clock.today(change.instant) > day,
        instant=microseconds(change.instant),
        seconds=change.seconds,
    )


def write_ticks(request: HttpRequest, moment: Moment, ticks: Sequence[Tick]) -> None:
    """Upsert ticks of whoever asks.

    Who has no record yet begins one, with the document's full day as the plan (rules.md,
    "Beginning").

    Raises:
        RequestError: the record was erased meanwhile, or too many were begun from there.
    """
    if moment.person is not None:
        # One statement without a lock: the database refuses a tick of nobody.
        try:
            Tick.objects.upsert_for(moment.person, ticks)
        except IntegrityError as error:
            if Person.objects.filter(pk=moment.person.pk).exists():
                raise
            raise erased() from error
        return
    with changing(request) as person:
        PlanVersion.objects.put(person, full_day(exercises(), moment.today))
        Tick.objects.upsert_for(person, ticks)


@contextmanager
def changing(request: HttpRequest) -> Iterator[Person]:
    """Lock the person of this request, made now where there is none, until the block is left.

    For a change that reads before it writes.

    Raises:
        RequestError: the record was erased meanwhile.
    """
    person, guest = request.identity.person, None
    with transaction.atomic():
        if person is None:
            guest = new_guest(request)
            person = guest.person
        yield lock_person(person)
    if guest is not None:
        # Only now: no cookie may lead to somebody who was rolled back.
        request.identity.sign_in_guest(guest)
