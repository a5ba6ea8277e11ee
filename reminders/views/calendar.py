"""Reminders in the phone's own calendar: alarms to take once, and the plan to follow."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.types import Period
from kidneycare.web import addresses
from kidneycare.web.http import SAVED, HttpResponseSeeOther, require_button
from kidneycare.web.private import private_page, private_post
from people.access.codes import hash_of
from people.access.device_kinds import kind_of
from people.access.phone_address import address_for_phones, qr_code
from people.identity import HttpRequest
from people.language import remember_language
from people.rate_limit import CALENDARS, throttle
from practice.store.write import changing
from reminders import store
from reminders.calendars import alarms_file, alarms_now, feed, feed_token
from reminders.models import ReminderChoice

CONTENT_TYPE = "text/calendar; charset=utf-8"


@private_page
def reminder_calendar(request: HttpRequest) -> HttpResponse:
    """Both ways into a phone's calendar, in pictures; the kind of device that asks first."""
    here = request.identity.signed_in
    choice = ReminderChoice.objects.of(here.person) if here else None
    context: dict[str, Any] = {
        "person": here and here.person,
        "choice": choice,
        "kind": kind_of(request.headers.get("User-Agent", "")),
        "periods": [*Period],
        "address": None,
    }
    if here and choice and choice.is_on:
        context["rings"] = bool(alarms_now(here.person).periods)
        if token := feed_token(here, choice):
            address = address_for_phones(request, reverse("calendar", args=[token]))
            webcal = f"webcal:{address.partition(':')[2]}"
            context |= {"address": address, "webcal": webcal, "qr_code": qr_code(webcal)}
    return render(request, "reminders/calendar.html", context)


@private_post
def take_alarms(request: HttpRequest) -> HttpResponse:
    """Keep what the file says that is about to be taken, and lead to it."""
    request.identity.require_person()
    require_button(request, "take", "1")
    with changing(request) as person:
        _require_on(ReminderChoice.objects.of(person))
        remember_language(person)
        store.note_taken(person)
    return HttpResponseSeeOther(reverse("alarms"))


@private_page
def alarms(request: HttpRequest) -> HttpResponse:
    """The file, which phones open in their calendar; where nothing rings there is none."""
    person = request.identity.person
    choice = _require_on(ReminderChoice.objects.of(person) if person else None)
    if person is None or not alarms_now(person).periods:
        raise Http404
    response = HttpResponse(alarms_file(request, person, choice), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="kidneycare.ics"'
    return response


@private_post
def remove_alarms(request: HttpRequest) -> HttpResponse:
    """Take somebody's word that the alarms are out of their calendar: Today tells no more."""
    request.identity.require_person()
    require_button(request, "answer", "removed")
    with changing(request) as person:
        store.forget_taken(person)
    messages.success(request, SAVED)
    back = addresses.home() if request.POST.get("back") == "today" else reverse("reminder_calendar")
    return HttpResponseSeeOther(back)


@private_post
def change_feed(request: HttpRequest) -> HttpResponse:
    """Make the address of the calendar to follow, another one, or none."""
    here = request.identity.require_signed_in()
    if request.POST.get("follow") != "0":
        require_button(request, "follow", "1")
    with changing(request) as person:
        _require_on(ReminderChoice.objects.of(person))
        if request.POST["follow"] == "1":
            remember_language(person)
            store.make_feed(here, person, timezone.now())
        else:
            store.stop_feed(person)
    messages.success(request, SAVED)
    return HttpResponseSeeOther(f"{reverse('reminder_calendar')}#follow")


@require_safe
@cache_control(private=True, no_cache=True)
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The plan for whoever has its secret address; wrong and withdrawn ones are told alike."""
    choice = _require_on(ReminderChoice.objects.with_feed(token))
    # One that is not there costs less than counting; nobody guesses 128 bits.
    throttle(CALENDARS, f"person {choice.person.pk}")
    content = feed(request, choice.person, choice)
    etag = quote_etag(hash_of(content.decode()).hex()[:32])
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        content, content_type=CONTENT_TYPE
    )
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _require_on(choice: ReminderChoice | None) -> ReminderChoice:
    if choice is None or not choice.is_on:
        raise Http404
    return choice
