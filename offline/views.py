"""What a phone keeps to work without a network, and what it asks before it sends ticks."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.catalogue import edition, exercise_words
from content.types import ExerciseFacts, Period
from kidneycare.i18n.languages import address_in
from kidneycare.rendering.addresses import address
from kidneycare.rendering.jinja import cached_macro
from kidneycare.web.private import private_page
from offline.assets import assets, version
from people.browser_storage_owner import browser_owner
from people.identity import HttpRequest
from practice.forms.tick import TickForm
from practice.rules.days import ONE_DAY, Week
from practice.store.coming import ComingPeriod, coming_periods
from practice.store.moment import Moment, moment_of
from reminders.sending.message import TAG

WEEKS = 3
"""How many weeks' pages a phone keeps."""

public_page = cache_control(public=True, no_cache=True)


@private_page
def outbox(request: HttpRequest) -> HttpResponse:
    """Who is here, and a CSRF token: a page that waits for a network lives longer than its own."""
    return JsonResponse({"token": get_token(request), **browser_owner(request.identity)._asdict()})


@private_page
def pages_to_keep(request: HttpRequest) -> HttpResponse:
    """The addresses of pages to keep, and what is to be done in the coming parts of days."""
    moment = moment_of(request)
    periods = [*coming_periods(moment)]
    return JsonResponse(
        {
            "pages": [*_addresses(moment)],
            "today": address("today"),
            "periods": [_period(each, moment) for each in periods],
        }
    )


def _addresses(moment: Moment) -> Iterator[str]:
    yield address("today")
    yield address("day", moment.today - ONE_DAY)
    yield address("techniques")
    for technique in edition().techniques:
        yield address("technique", technique.slug)
    for period in Period:
        yield address("practise_period", period)
    yield address("when_it_hurts")
    yield address("history")
    week = Week.of(moment.today)
    for _ in range(WEEKS):
        yield address("week", week)
        week = week.previous()
    for exercise in exercise_words():
        yield address("offline_amount", exercise)
    yield address("this_phone")
    yield address("no_network")


def _period(coming: ComingPeriod, moment: Moment) -> dict[str, Any]:
    is_today = coming.day == moment.today
    return {
        "starts": int(coming.starts.timestamp() * 1000),
        "period": coming.period.slug,
        "page": address("today") if is_today else address("coming_day", coming.day),
        "next": cached_macro(
            "practice/checklist.html", "next_to_do", coming.next, coming.kind, False
        ),
    }


@require_safe
@public_page
def no_network(request: HttpRequest) -> HttpResponse:
    """What stands in for a page that the phone doesn't keep."""
    return render(request, "offline/no_network.html", {"periods": [*Period]})


@require_safe
@public_page
def amount(request: HttpRequest, exercise: ExerciseFacts) -> HttpResponse:
    """How much it was, of an exercise: the form posts to whichever slot's address shows it."""
    now = timezone.now()
    form = TickForm(None, exercise=exercise, received=now, day_ends=now)
    context = {"exercise": exercise_words()[exercise.id], "form": form}
    return render(request, "offline/amount.html", context)


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, or one that removes itself and what it kept (``OFFLINE=0``)."""
    prefixes = sorted((address_in("/", code) for code, _ in settings.LANGUAGES), key=len)
    config = {"version": version(), "assets": assets(), "prefixes": prefixes[::-1]}
    notices = {
        "title": "Kidneycare",
        "page": "/",
        "tag": TAG,
        "icon": static("icons/any-192.png"),
    }
    context = {
        "is_on": settings.OFFLINE,
        "config": json.dumps(config),
        "notices": json.dumps(notices),
    }
    return render(request, "offline/sw.js", context, content_type="text/javascript")
