"""Two of us on one phone: who is here, somebody else, somebody new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kidneycare.limits import NICKNAME_LENGTH
from kidneycare.text import clean_line
from kidneycare.web.http import Refusal, SeeOther, require_said
from people.identity import person_of, require_person, require_room, seats_of, sit_down
from people.language import lead_home, remember_language
from people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def household(request: HttpRequest) -> HttpResponse:
    """Whose records this browser can open, what I am called, and room for one more."""
    return render(request, "people/household.html", {"person": person_of(request)})


@never_cache
@require_POST
def switch(request: HttpRequest, device: int) -> HttpResponse:
    """Let another of this browser's people be here."""
    wanted = [seat for seat in seats_of(request) if seat.device.pk == device]
    if not wanted:
        raise Http404
    leave(request)
    sit_down(request, wanted[0])
    return lead_home(request, wanted[0].person)


@never_cache
@require_POST
def begin_second(request: HttpRequest) -> HttpResponse:
    """Let nobody be here, so that the next tick or choice begins a new record.

    Nobody is made yet: somebody new sees Today as a stranger does.
    """
    require_said(request, "somebody", "new")
    if person_of(request) is not None:
        require_room(request)
        leave(request)
        sit_down(request, None)
    return SeeOther(reverse("today"))


@never_cache
@require_POST
def change_name(request: HttpRequest) -> HttpResponse:
    """What my button says; nothing at all is fine too."""
    person = require_person(request)
    name = clean_line(request.POST.get("name", ""))
    if len(name) > NICKNAME_LENGTH:
        raise Refusal(_("A name of 40 letters at most, please."))
    Person.objects.filter(pk=person.pk).update(nickname=name)
    return SeeOther(reverse("household"))


def leave(request: HttpRequest) -> None:
    """Remember which language whoever is here reads, before somebody else takes over."""
    person = person_of(request)
    if person is not None:
        remember_language(person)
