"""The language somebody reads, for where no address tells it: after a change of people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language

from kidneycare.i18n.languages import address_in, is_language
from kidneycare.i18n.look import keep_look, look_of
from kidneycare.web.http import SeeOther
from people.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def remember_language(person: Person) -> None:
    """Keep the language of the page that is open now."""
    language = get_language() or ""
    if language != person.language:
        Person.objects.filter(pk=person.pk).update(language=language)
        person.language = language


def lead_home(request: HttpRequest, person: Person) -> HttpResponse:
    """To Today in the language that ``person`` last read, in which the browser goes on."""
    if not is_language(person.language):
        return SeeOther(reverse("today"))
    response = SeeOther(address_in(reverse("today"), person.language))
    keep_look(response, replace(look_of(request), language=person.language))
    return response
