"""The language somebody reads, for where no address tells it: after a change of people."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from people.models import Person


def remember_language(person: Person) -> None:
    """Keep the language of the page that is open now."""
    language = get_language() or ""
    if language != person.language:
        Person.objects.filter(pk=person.pk).update(language=language)
        person.language = language


def home_of(person: Person) -> str:
    """The address of Today in the language that ``person`` last read."""
    today = reverse("today")
    known = {code for code, _name in settings.LANGUAGES}
    return translate_url(today, person.language) if person.language in known else today
