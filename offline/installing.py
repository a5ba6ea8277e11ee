"""Kidneycare on a home screen, and what this phone keeps of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content.catalogue import exercise_words
from content.types import Period
from kidneycare.web.private import private_page
from people.access.device_kinds import kind_of
from people.browser_storage_owner import browser_owner
from people.identity import HttpRequest


@private_page
def install(request: HttpRequest) -> HttpResponse:
    """How to put it on a home screen, the kind of device that asks first, and bring the record."""
    kind = kind_of(request.headers.get("User-Agent", ""))
    context = {"kind": kind, "person": request.identity.person}
    return render(request, "offline/install.html", context)


@require_safe
@cache_control(public=True, no_cache=True)
def install_hint(request: HttpRequest) -> HttpResponse:
    """What Today adds to itself where the browser can put it on the home screen."""
    return render(request, "offline/install_hint.html")


@private_page
def this_phone(request: HttpRequest) -> HttpResponse:
    """What this phone keeps: the page's script looks, and names what waits by these words."""
    exercises = {each: words.words.name for each, words in exercise_words().items()}
    context = {
        "owners": browser_owner(request.identity),
        "exercises": exercises,
        "periods": [*Period],
    }
    return render(request, "offline/this_phone.html", context)
