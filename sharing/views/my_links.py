"""My links: who may look on, since when, how often it was opened, and one that ends."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kidneycare.limits import NICKNAME_LENGTH
from kidneycare.web.http import SAVED, HttpResponseSeeOther, RequestError
from kidneycare.web.private import private_form, private_page, private_post
from people.access.codes import hash_of
from people.access.phone_address import address_for_phones, qr_code
from people.erase import lock_person
from people.identity import HttpRequest
from people.language import remember_language
from people.rate_limit import LINKS, throttle
from practice.forms.fields import form_status
from practice.store.moment import moment_of
from sharing.forms import DAYS, USUAL_DAYS, LinkForm
from sharing.models import CONSENT_VERSION, SharedLink
from sharing.tokens import make_token, shown_token

DAYS_TOLD = 30
"""On how many of the last days a link was opened, and how often."""


@private_page
def my_links(request: HttpRequest) -> HttpResponse:
    """Every link, those that open something first."""
    moment = moment_of(request)
    links = list(SharedLink.objects.of(moment.person)) if moment.person else []
    context = {
        "person": moment.person,
        "today": moment.today,
        "open_links": [link for link in links if link.is_open(moment.today)],
        "ended_links": [link for link in links if not link.is_open(moment.today)],
    }
    return render(request, "sharing/my_links.html", context)


@private_form
def new_link(request: HttpRequest) -> HttpResponse:
    """What a link would show, and the yes to it; a post makes it."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        here = request.identity.require_signed_in()
        throttle(LINKS, f"person {here.person.pk}")
        if form.is_valid():
            return _make_link(request, form.cleaned_data)
    context = {
        "person": request.identity.person,
        "form": form,
        "days": DAYS,
        "usual_days": USUAL_DAYS,
        "name_length": NICKNAME_LENGTH,
    }
    return render(request, "sharing/new_link.html", context, status=form_status(form))


def _make_link(request: HttpRequest, wanted: dict[str, Any]) -> HttpResponse:
    here, moment = request.identity.require_signed_in(), moment_of(request)
    token, key = make_token(here)
    remember_language(here.person)
    with transaction.atomic():
        person = lock_person(here.person)
        if not SharedLink.objects.make_room(person, moment.today):
            raise RequestError(_("There are thirty links already. End one of them first."))
        link = SharedLink.objects.create(
            person=person,
            token_hash=hash_of(token),
            name=wanted["name"],
            shown_name=wanted["shown_name"],
            kind=wanted["kind"],
            shows_notes=wanted["notes"],
            shows_pain=wanted["pain"],
            shows_reasons=wanted["reasons"],
            until=moment.today + timedelta(days=int(wanted["days"])),
            consent_version=CONSENT_VERSION,
            agreed_at=moment.now,
        )
    return HttpResponseSeeOther(f"{reverse('my_link', args=[link.pk])}?{urlencode({'key': key})}")


@private_page
def my_link(request: HttpRequest, link: int) -> HttpResponse:
    """One link; in the browser that made it just now, with its address."""
    moment, here = moment_of(request), request.identity.signed_in
    mine = SharedLink.objects.of(here.person).filter(pk=link).first() if here else None
    if here is None or mine is None:
        raise Http404
    token = shown_token(here, mine, request.GET.get("key", ""))
    context = {
        "link": mine,
        "today": moment.today,
        "is_open": mine.is_open(moment.today),
        "openings": mine.openings.order_by("-day")[:DAYS_TOLD],
    }
    return render(request, "sharing/my_link.html", context | _shown(request, token))


def _shown(request: HttpRequest, token: str | None) -> dict[str, Any]:
    if token is None:
        return {"address": None}
    address = address_for_phones(request, reverse("shared", args=[token]))
    return {"address": address, "qr_code": qr_code(address)}


@private_post
def end_link(request: HttpRequest, link: int) -> HttpResponse:
    person = request.identity.person
    if person is None or not SharedLink.objects.revoke(person, link, timezone.now()):
        raise Http404
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("my_links"))
