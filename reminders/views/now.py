"""What a reminder opens: the two ways on, since not every phone shows them beside it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from content.types import Period
from kidneycare.web.http import HttpResponseSeeOther, RequestError
from kidneycare.web.private import private_page, private_post
from people.identity import HttpRequest
from practice.store.day import load_day
from practice.store.moment import Moment, moment_of
from practice.store.write import changing
from reminders.models import Reminder
from reminders.words import reminder_title

SNOOZE = dt.timedelta(minutes=30)


@private_page
def reminded(request: HttpRequest, period: Period) -> HttpResponse:
    """Practise now, or be reminded again in half an hour; once the period is over, neither."""
    moment = moment_of(request)
    context: dict[str, Any] = {"period": period, "section": None, "is_now": False}
    if moment.person is not None and moment.period is period:
        shown = load_day(moment, moment.today)
        section = shown.checklist.section(period)
        rings = Reminder.objects.agreed(moment.person).filter(period=period).exists()
        context |= {
            "section": section if section.unfinished and not section.is_paused else None,
            "kind": shown.plan.kind,
            "is_now": True,
            "title": reminder_title(period),
            "can_wait": rings and _has_time(moment),
        }
    return render(request, "reminders/reminded.html", context)


@private_post
def remind_later(request: HttpRequest, period: Period) -> HttpResponse:
    """Snooze: the server keeps it, so any phone of this person rings."""
    moment = moment_of(request)
    if moment.period is not period or not _has_time(moment):
        raise RequestError(_("This part of the day is over by then."))
    again = moment.now + SNOOZE
    with changing(request) as person:
        if not Reminder.objects.snooze(person, period, moment.now, again):
            raise RequestError(_("There is no reminder for this part of the day."))
    shown = again.astimezone(moment.clock.zone)
    messages.success(request, _("You are reminded again at %(time)s.") % {"time": f"{shown:%H:%M}"})
    return HttpResponseSeeOther(reverse("today"))


def _has_time(moment: Moment) -> bool:
    """Whether half an hour from now is still this part of the day."""
    return moment.seconds_left > SNOOZE.total_seconds()
