"""The language somebody reads, for where no address tells it: after a change of people."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import get_language

from kidneycare.i18n.languages import address_in, is_language
from kidneycare.i18n.look import keep_look, look_of
from kidneycare.web import addresses
from kidneycare.web.http import HttpResponseSeeOther
from people.identity import HttpRequest
from people.models import Person


def remember_language(person: Person) -> None:
    language = get_language() or ""
    if language != person.language:
        Person.objects.filter(pk=person.pk).update(language=language)
        person.language = language


def redirect_home(request: HttpRequest, person: Person) -> HttpResponse:
    """To Today in the language that ``person`` last read, in which the browser goes on."""
    if not is_language(person.language):
        return HttpResponseSeeOther(addresses.home())
    response = HttpResponseSeeOther(address_in(addresses.home(), person.language))
    keep_look(response, replace(look_of(request), language=person.language))
    return response
