"""Merges a guest's record into that of the person they turn out to be."""

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from kidneycare.db.limits import NOTE_LENGTH
from kidneycare.db.secure_erase import request_checkpoint
from people.access.hand_over import hand_over
from people.erase import lock_person
from people.models import Person
from practice.models import DayNote, Pause, PlanVersion, Preferences, Tick
from practice.rules.adherence import State
from practice.rules.plan import in_force
from practice.transfer.import_record import ROWS_AT_A_TIME, later, merge_plans_and_pauses
from practice.transfer.merge_rules import Intentions

SETTINGS = ("zone", "day_start", "next_day_start", "next_day_start_on")


@dataclass(frozen=True)
class MergePreview:
    """What a merge would bring: of the guest's record, and of both.

    ``done`` slots from ``first`` to ``last`` in the guest's; ``shared`` slots
    that both records know, and ``shared_notes`` likewise of days.
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
        held = {
            each.pk: lock_person(each) for each in sorted((stays, guest), key=lambda one: one.pk)
        }
        stays, guest = held[stays.pk], held[guest.pk]
        own_last = Tick.objects.for_person(stays).latest_day()
        _merge_settings(stays, guest, begun=own_last is not None)
        _merge_plans_and_pauses(stays, guest, own_last, today)
        _merge_notes(stays, guest)
        _merge_ticks(stays, guest)
        hand_over(guest, stays)
        guest.delete()
        transaction.on_commit(request_checkpoint)


def _merge_settings(stays: Person, guest: Person, *, begun: bool) -> None:
    if not begun:
        for name in SETTINGS:
            setattr(stays, name, getattr(guest, name))
    stays.nickname = stays.nickname or guest.nickname
    stays.keeping_settled |= guest.keeping_settled
    stays.save()
    own, theirs = Preferences.objects.of(stays), Preferences.objects.of(guest)
    own.blanks_settled_to = later(own.blanks_settled_to, theirs.blanks_settled_to)
    own.growth_asked_on = later(own.growth_asked_on, theirs.growth_asked_on)
    own.keeps_notes |= theirs.keeps_notes
    own.save()


def _merge_plans_and_pauses(
    stays: Person, guest: Person, own_last: dt.date | None, today: dt.date
) -> None:
    plans = PlanVersion.objects.plans_of(stays)
    of_guest = PlanVersion.objects.plans_of(guest)
    if not of_guest:
        return
    last_tick = Tick.objects.for_person(guest).latest_day()
    merge_plans_and_pauses(
        stays, Intentions(of_guest, Pause.objects.of(guest), last_tick), own_last
    )
    if own_last is None or not plans:
        return
    wanted = in_force(plans, today)
    if in_force(PlanVersion.objects.plans_of(stays), today).intends_other_than(wanted):
        PlanVersion.objects.put(stays, wanted.starting(today))


def _merge_notes(stays: Person, guest: Person) -> None:
    own = {note.day: note for note in DayNote.objects.filter(person=stays)}
    for note in DayNote.objects.filter(person=guest):
        both = own.get(note.day, DayNote(person=stays, day=note.day))
        both.feeling = both.feeling or note.feeling
        lines = [both.words] if both.words == note.words else [both.words, note.words]
        both.words = shortened(" · ".join(line for line in lines if line))
        both.save(force_insert=note.day not in own)


def shortened(line: str) -> str:
    """A line that fits; where two together are too long for one, the end is left out."""
    return line if len(line) <= NOTE_LENGTH else f"{line[: NOTE_LENGTH - 1]}…"


def _merge_ticks(stays: Person, guest: Person) -> None:
    ticks = Tick.objects.for_person(guest).order_by("pk").iterator(chunk_size=ROWS_AT_A_TIME)
    while part := list(islice(ticks, ROWS_AT_A_TIME)):
        Tick.objects.upsert_for(stays, part)
