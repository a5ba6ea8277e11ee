"""People, plans and ticks for tests, and the browser somebody sits at."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from content.catalogue import exercises, exercises_by_id
from content.types import Period
from kidneycare.limits import USUAL_DAY_START
from people.access import recovery_codes
from people.access.codes import hash_of, new_token
from people.access.invitations import ShownInvitation, invite_phone, shown_invitation
from people.identity import COOKIE, SEPARATOR, SignedIn
from people.models import CONSENT_VERSION, Device, Passkey, Person, RateLimitCounter
from practice.models import (
    DayNote,
    Feeling,
    Pause,
    PendingImport,
    PlanVersion,
    Preferences,
    Source,
    Tick,
    microseconds,
)
from practice.rules.adherence import State
from practice.rules.plan import Plan, easy_start, full_day
from reminders.models import CONSENT_VERSION as REMINDER_CONSENT
from reminders.models import PushSubscription, Reminder, ReminderChoice
from sharing.models import CONSENT_VERSION as SHARING_CONSENT
from sharing.models import EveningNotice, EveningPhone, Kind, SharedLink

_numbers = count(1)

HTMX: dict[str, str] = {"HX-Request": "true"}
"""What htmx says of itself."""


def new_person(
    *,
    zone: str = "UTC",
    day_start: int = USUAL_DAY_START,
    blanks_settled_to: dt.date | None = None,
    keeps_notes: bool = False,
    nickname: str = "",
    consented_at: dt.datetime | None = None,
) -> Person:
    """Somebody who keeps a record, without a device or a plan."""
    person = Person.objects.create(
        zone=zone,
        day_start=day_start,
        consent_version=CONSENT_VERSION,
        consented_at=consented_at or timezone.now(),
        nickname=nickname,
    )
    if blanks_settled_to or keeps_notes:
        new_preferences(person=person, blanks_settled_to=blanks_settled_to, keeps_notes=keeps_notes)
    return person


def new_preferences(*, person: Person, **values: Any) -> Preferences:
    """What somebody was asked and answered."""
    return Preferences.objects.create(person=person, **values)


def new_device(
    *,
    person: Person,
    token: str | None = None,
    seen_at: dt.datetime | None = None,
    kind: str = "",
) -> str:
    """Let ``person`` in with the returned token."""
    token = token or f"token-{next(_numbers)}"
    seen = seen_at or timezone.now()
    Device.objects.create(
        person=person,
        token_hash=hashlib.sha256(token.encode()).digest(),
        kind=kind,
        made_at=seen,
        seen_at=seen,
        used_on=seen.date(),
        others_known_at=seen,
    )
    return token


def new_passkey(*, person: Person, kind: str = "") -> Passkey:
    """A passkey whose secret half nobody has."""
    return Passkey.objects.create(
        person=person,
        credential=f"credential-{next(_numbers)}".encode(),
        public_key=b"",
        counter=0,
        handle=b"handle",
        kind=kind,
        made_on=timezone.now().date(),
    )


def new_sheet(*, person: Person) -> list[str]:
    """The codes of a recovery sheet."""
    here = SignedIn(f"token-{next(_numbers)}", Device(person=person))
    shown = recovery_codes.shown_sheet(here, recovery_codes.make_sheet(here))
    assert shown is not None
    return shown.codes


def new_invitation(*, person: Person) -> ShownInvitation:
    """What another phone needs to join."""
    here = SignedIn(f"token-{next(_numbers)}", Device(person=person))
    invite_phone(here)
    shown = shown_invitation(here)
    assert shown is not None
    return shown


def stranger(*, enforce_csrf_checks: bool = False) -> Client:
    """A browser that was never here."""
    return Client(enforce_csrf_checks=enforce_csrf_checks, SERVER_NAME="localhost")


def browser_of(person: Person, *others: Person, seen_at: dt.datetime | None = None) -> Client:
    """A browser of ``person``, who is here, and of others who share it."""
    browser = stranger()
    tokens = [new_device(person=each, seen_at=seen_at) for each in (person, *others)]
    browser.cookies[COOKIE] = SEPARATOR.join(tokens)
    return browser


def new_plan(
    *,
    person: Person,
    starts: dt.date,
    kind: str = "full",
    sets: Mapping[str, tuple[int, int, int]] | None = None,
) -> None:
    """Let a plan be in force from ``starts`` on."""
    plan = easy_start(exercises(), starts) if kind == "easy" else full_day(exercises(), starts)
    if sets is not None:
        plan = Plan(starts, "own", sets)
    PlanVersion.objects.replace_from(person, plan)


def new_tick(
    *,
    person: Person,
    day: dt.date,
    period: Period = Period.EVENING,
    exercise: str = "sole-rub",
    number: int = 1,
    state: State = State.DONE,
    tenths: int | None = None,
    felt: bool = False,
    late: bool = False,
    source: Source = Source.TICK,
    instant: dt.datetime | None = None,
    seconds: int | None = None,
    by: str = "",
) -> Tick:
    """A state of a slot, written straight into the table; performed at that day's noon."""
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    return Tick.objects.create(
        person=person,
        day=day,
        period=period,
        exercise=exercises_by_id()[exercise].code,
        set=number,
        state=state,
        source=source,
        tenths=tenths,
        felt=felt,
        late=late,
        instant=microseconds(instant or noon),
        seconds=seconds,
        by=by,
    )


def new_pause(
    *, person: Person, first_day: dt.date, last_day: dt.date | None = None, reason: str = ""
) -> Pause:
    """Days of rest."""
    return Pause.objects.create(
        person=person, first_day=first_day, last_day=last_day, reason=reason
    )


def new_note(
    *, person: Person, day: dt.date, feeling: Feeling | None = None, words: str = "A good day."
) -> DayNote:
    """How a day felt."""
    return DayNote.objects.create(person=person, day=day, feeling=feeling, words=words)


def new_pending_import(*, person: Person | None = None) -> PendingImport:
    """A file that was shown and not yet confirmed."""
    return PendingImport.objects.create(
        token_hash=hashlib.sha256(f"import-{next(_numbers)}".encode()).digest(),
        person=person,
        made_at=timezone.now(),
        content=b"",
    )


def new_reminders(
    *,
    person: Person,
    times: Mapping[Period, int] | None = None,
    is_on: bool = True,
    names_exercises: bool = False,
    alarms: str = "",
) -> ReminderChoice:
    """Wants to be reminded, at half past seven in the evening unless ``times`` say otherwise."""
    now = timezone.now()
    times = {Period.EVENING: 19 * 60 + 30} if times is None else times
    Reminder.objects.replace_all(person, times, now if is_on else None)
    return ReminderChoice.objects.create(
        person=person,
        consent_version=REMINDER_CONSENT if is_on else None,
        agreed_at=now if is_on else None,
        names_exercises=names_exercises,
        alarms=alarms,
    )


def new_feed(choice: ReminderChoice) -> str:
    """The token of a calendar's address, which is kept as a hash."""
    token = f"calendar-token-{next(_numbers)}"
    choice.feed_hash, choice.feed_made_at = hash_of(token), timezone.now()
    choice.save()
    return token


def new_push_subscription(*, device: Device, **values: Any) -> PushSubscription:
    """A browser that lets itself be reached."""
    return PushSubscription.objects.create(
        device=device,
        endpoint="https://push.example/endpoint",
        p256dh=b"\4" * 65,
        auth=b"a" * 16,
        made_at=timezone.now(),
        **values,
    )


def new_link(
    *,
    person: Person,
    name: str = "Lin",
    token: str | None = None,
    kind: str = Kind.LOOKS,
    until: dt.date = dt.date(2027, 2, 21),
    opened_on: dt.date | None = None,
    agreed_at: dt.datetime | None = None,
    revoked_at: dt.datetime | None = None,
    **shown: Any,
) -> str:
    """Let somebody look on by the returned token; ``shown`` as the model's fields."""
    token = token or new_token()
    link = SharedLink.objects.create(
        person=person,
        token_hash=hash_of(token),
        name=name,
        kind=kind,
        until=until,
        consent_version=SHARING_CONSENT,
        agreed_at=agreed_at or timezone.now(),
        revoked_at=revoked_at,
        **shown,
    )
    if opened_on:
        link.count_opening(opened_on)
    return token


def have_every_way_back(somebody: Person) -> None:
    """A passkey, a sheet, and a second phone on its way."""
    new_passkey(person=somebody)
    new_sheet(person=somebody)
    new_invitation(person=somebody)


def somebody_with_everything() -> Person:
    """Somebody whose whole record carries marks that nobody else's has."""
    monday = dt.date(2026, 11, 23)
    somebody = new_person(zone="Asia/Kathmandu", nickname="Nick-of-the-other", keeps_notes=True)
    new_plan(person=somebody, starts=monday, sets={"arm-raise": (5, 0, 0)})
    new_tick(person=somebody, day=monday, tenths=43210, felt=True)
    new_tick(person=somebody, day=monday, exercise="arm-raise", number=5)
    new_pause(person=somebody, first_day=monday, reason="Reason-of-the-other")
    new_note(person=somebody, day=monday, words="Words-of-the-other")
    new_pending_import(person=somebody)
    new_link(person=somebody, name="Link-of-the-other", opened_on=monday)
    have_every_way_back(somebody)
    new_feed(new_reminders(person=somebody))
    return somebody


def many_full_days(*, person: Person, last: dt.date, days: int) -> None:
    """Every slot of the document's day ticked, on ``days`` days up to ``last``."""
    codes = {name: facts.code for name, facts in exercises_by_id().items()}
    rows = [
        (
            person.pk,
            connection.ops.adapt_datefield_value(last - dt.timedelta(days=back)),
            *(slot.period, codes[slot.exercise], slot.set),
            *(State.DONE, Source.TICK, False, False, 0),
        )
        for back in range(days)
        for slot in full_day(exercises(), last).slots
    ]
    with connection.cursor() as cursor:
        # Ten years are 36,530 rows: the models would take their time.
        cursor.executemany(
            "INSERT INTO practice_tick (person_id, day, period, exercise, "
            '"set", state, source, felt, late, instant) '
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def the_tick() -> Tick:
    """The only row."""
    found: Tick = Tick.objects.get()
    return found


def everything_stored() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the product, to compare before and after.

    Left out are the day on which a phone was last used, for reading notes it too,
    and how often something was tried.
    """
    return {
        model._meta.label: sorted(
            model._default_manager.values_list(
                *(
                    field.attname
                    for field in model._meta.concrete_fields
                    if field.column and (model, field.attname) != (Device, "used_on")
                )
            ),
            key=repr,
        )
        for model in apps.get_models()
        if model is not RateLimitCounter
    }


WAYS_TO_A_PERSON: dict[type[Model], str] = {
    Person: "pk",
    PushSubscription: "device__person",
    EveningNotice: "link__person",
    EveningPhone: "notice__link__person",
}
"""Where no field is called so."""


def rows_of(person: Person) -> dict[str, list[Any]]:
    """Everything stored about one person."""
    return {
        model._meta.label: sorted(
            model._default_manager.filter(
                **{WAYS_TO_A_PERSON.get(model, "person"): person.pk}
            ).values_list(*(f.attname for f in model._meta.concrete_fields if f.column)),
            key=repr,
        )
        for model in apps.get_models()
        if model is not RateLimitCounter
    }


def rows_stored() -> int:
    """How many rows there are in all."""
    return sum(len(rows) for rows in everything_stored().values())
