"""Merges a guest's record into that of the person they turn out to be."""

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.limits import NOTE_LENGTH
from people.erase import lock_person
from people.models import Person
from practice.models import DayNote, PlanVersion, Preferences, Tick
from practice.rules.adherence import State
from practice.rules.plan import in_force
from practice.store.extensions import reminders
from practice.transfer.import_record import (
    ROWS_A_WRITE,
    intentions_of,
    merge_answers,
    replace_plans_and_pauses,
)
from practice.transfer.merge_intentions import Intentions, merge_intentions

SETTINGS = ("zone", "day_start", "next_day_start", "next_day_start_on")


@dataclass(frozen=True)
class MergePreview:
    """What the guest's record brings: ``done`` slots from ``first`` to ``last``, and notes.

    ``shared`` counts slots, ``shared_notes`` days, that both records know.
    """

    done: int
    first: dt.date | None
    last: dt.date | None
    shared: int
    notes: int
    shared_notes: int
    stays_begun: bool


def preview_merge(stays: Person, guest: Person) -> MergePreview:
    """Count what ``merge_people`` would do, without doing it."""
    same_slot = Tick.objects.for_person(stays).filter(
        **{name: OuterRef(name) for name in ("day", "period", "exercise", "set")}
    )
    done = Q(state=State.DONE)
    ticks = Tick.objects.for_person(guest).aggregate(
        done=Count("day", filter=done),
        first=Min("day", filter=done),
        last=Max("day", filter=done),
        shared=Count("day", filter=Exists(same_slot)),
    )
    notes = DayNote.objects.filter(person=guest)
    same_day = DayNote.objects.filter(person=stays, day=OuterRef("day"))
    return MergePreview(
        **ticks,
        notes=notes.count(),
        shared_notes=notes.filter(Exists(same_day)).count(),
        stays_begun=Tick.objects.for_person(stays).exists(),
    )


def merge_people(stays: Person, guest: Person, today: dt.date) -> None:
    """Move the guest's record into the other, with all phones and ways back, and delete it.

    Of each slot what was performed last holds; plans and days of rest are merged
    as those of a file are, and from ``today`` on the plan of the record that
    stays is in force again. Where that one has ticked nothing yet, plan, zone
    and start of day are the guest's.

    Raises:
        RequestError: one of the two was erased meanwhile.
    """
    with transaction.atomic():
        # Always in the same order, so that two at once can't wait for each other.
        people = sorted((stays, guest), key=lambda person: person.pk)
        locked = {person.pk: lock_person(person) for person in people}
        stays, guest = locked[stays.pk], locked[guest.pk]
        own = intentions_of(stays)
        _merge_settings(stays, guest, begun=own.last_tick is not None)
        _merge_plans_and_pauses(stays, own, intentions_of(guest), today)
        _merge_notes(stays, guest)
        _merge_ticks(stays, guest)
        guest.hand_over_to(stays)
        guest.delete()
        transaction.on_commit(request_checkpoint)


def _merge_settings(stays: Person, guest: Person, *, begun: bool) -> None:
    if not begun:
        for name in SETTINGS:
            setattr(stays, name, getattr(guest, name))
    stays.nickname = stays.nickname or guest.nickname
    stays.keeping_settled |= guest.keeping_settled
    stays.save()
    reminders().zone_changed(stays)
    reminders().merge(stays, guest)
    theirs = Preferences.objects.of(guest)
    merge_answers(stays, theirs.blanks_settled_to, theirs.growth_asked_on)
    if theirs.keeps_notes:
        Preferences.objects.change(stays, keeps_notes=True)


def _merge_plans_and_pauses(
    stays: Person, own: Intentions, of_guest: Intentions, today: dt.date
) -> None:
    if not of_guest.plans:
        return
    merged = merge_intentions(own, of_guest)
    replace_plans_and_pauses(stays, merged)
    if own.last_tick is not None and own.plans:
        wanted = in_force(own.plans, today)
        if in_force(merged.plans, today).intends_other_than(wanted):
            PlanVersion.objects.replace_from(stays, wanted.starting(today))


def _merge_notes(stays: Person, guest: Person) -> None:
    own = {note.day: note for note in DayNote.objects.filter(person=stays)}
    for note in DayNote.objects.filter(person=guest):
        both = own.get(note.day, DayNote(person=stays, day=note.day))
        both.feeling = both.feeling or note.feeling
        lines = [both.words] if both.words == note.words else [both.words, note.words]
        line = " · ".join(filter(None, lines))
        both.words = line if len(line) <= NOTE_LENGTH else f"{line[: NOTE_LENGTH - 1]}…"
        both.save(force_insert=note.day not in own)


def _merge_ticks(stays: Person, guest: Person) -> None:
    ticks = Tick.objects.for_person(guest).order_by("pk").iterator(chunk_size=ROWS_A_WRITE)
    while part := list(islice(ticks, ROWS_A_WRITE)):
        Tick.objects.upsert_for(stays, part)
