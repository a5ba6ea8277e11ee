"""A person's times, plan and days of rest as calendars are given them."""

import datetime as dt

from django.utils import timezone, translation

from content.catalogue import exercises
from content.types import Period
from kidneycare.i18n.languages import address_in, is_language
from kidneycare.web import addresses
from people.access.codes import seed_of, token_from
from people.identity import HttpRequest, SignedIn
from people.models import Person
from practice.models import Pause, PlanVersion
from practice.rules.plan import Plan, in_force
from practice.store.moment import clock_of
from reminders.calendar_files import CalendarFile, PeriodWords
from reminders.models import Reminder, ReminderChoice
from reminders.rules.alarms import Alarms, alarms_of
from reminders.words import calendar_title

WEEKS_BACK = dt.timedelta(weeks=4)


def feed_token(here: SignedIn, choice: ReminderChoice) -> str | None:
    """The token of the calendar's address, where this browser is the one that made it."""
    if choice.feed_made_at is None or choice.feed_hash is None:
        return None
    token = new_feed_token(here, choice.feed_made_at)
    return token if choice.opens_feed(token) else None


def new_feed_token(here: SignedIn, made_at: dt.datetime) -> str:
    return token_from(seed_of(here.token, "calendar", made_at.isoformat()))


def alarms_now(person: Person, first: dt.date | None = None) -> Alarms:
    """What calendars say of the days from today on, or from ``first`` on."""
    return _alarms(person, PlanVersion.objects.plans_of(person), first or _today(person))


def alarms_file(request: HttpRequest, person: Person, choice: ReminderChoice) -> bytes:
    with translation.override(_language(person)):
        file = _file(request, person, choice, "alarm", timezone.now(), _today(person))
        return file.alarms_file()


def feed(request: HttpRequest, person: Person, choice: ReminderChoice) -> bytes:
    """The plan from four weeks ago on: the same from Monday to Sunday while nothing is changed."""
    today, made_at = _today(person), choice.feed_made_at or timezone.now()
    first = today - dt.timedelta(days=today.weekday()) - WEEKS_BACK
    with translation.override(_language(person)):
        return _file(request, person, choice, "plan", made_at, first).feed()


def _file(
    request: HttpRequest,
    person: Person,
    choice: ReminderChoice,
    kind: str,
    stamp: dt.datetime,
    first: dt.date,
) -> CalendarFile:
    plans, today = PlanVersion.objects.plans_of(person), _today(person)
    alarms = _alarms(person, plans, max([first, *(plan.starts for plan in plans[:1])]))
    words = {
        period: _words(
            in_force(plans, max(each.days[0].first, today)),
            period,
            names_exercises=choice.names_exercises,
        )
        for period, each in alarms.periods.items()
    }
    address = request.build_absolute_uri(address_in(addresses.home(), _language(person)))
    return CalendarFile(kind, person, alarms, words, address, stamp)


def _words(plan: Plan, period: Period, *, names_exercises: bool) -> PeriodWords:
    planned = {each: plan.sets_in(each.id, period) for each in exercises()}
    names = [each.id for each, sets in planned.items() if sets and names_exercises]
    seconds = sum(each.guided_seconds * sets for each, sets in planned.items())
    return PeriodWords(calendar_title(period, names), round(seconds / 60))


def _alarms(person: Person, plans: list[Plan], first: dt.date) -> Alarms:
    times = Reminder.objects.of(person) if plans else {}
    return alarms_of(person.zone, times, plans, Pause.objects.of(person), first)


def _today(person: Person) -> dt.date:
    return clock_of(person, person.zone).today(timezone.now())


def _language(person: Person) -> str:
    """The one they last read in; where nothing tells it, that of the request."""
    return person.language if is_language(person.language) else translation.get_language() or "en"
