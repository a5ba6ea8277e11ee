"""Keeping a record, so that it outlives this browser: by passkey, or by a sheet of paper."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.web import addresses
from kidneycare.web.http import SAVED, HttpResponseSeeOther, RequestError, require_button
from kidneycare.web.private import private_form, private_page, private_post
from people.access import passkeys, recovery_codes
from people.access.codes import grouped
from people.access.phone_address import address_for_phones, qr_code
from people.identity import HttpRequest
from people.models import Passkey, Person
from people.rate_limit import PASSKEYS, SHEETS, network_of, throttle


@private_page
def keep(request: HttpRequest) -> HttpResponse:
    """Both ways to keep the record, what there is of them, and why one may not work here."""
    person = request.identity.person
    context: dict[str, Any] = {"person": person, "ceremony": None}
    if person is not None:
        codes = list(person.recovery_codes.all())
        context |= {
            "passkeys": list(person.passkeys.order_by("pk")),
            "ceremony": passkeys.begin_registration(request, person),
            "sheet_made_on": codes[0].made_on if codes else None,
            "codes": len(codes),
            "codes_left": sum(code.used_on is None for code in codes),
        }
    return render(request, "people/keep.html", context)


@private_post
def keep_later(request: HttpRequest) -> HttpResponse:
    """Dismiss the offer on Today; it stays on the page about me."""
    require_button(request, "answer", "later")
    person = request.identity.person
    if person is not None:
        Person.objects.filter(pk=person.pk).update(keeping_settled=True)
    return HttpResponseSeeOther(addresses.home())


@private_post
def keep_passkey(request: HttpRequest) -> HttpResponse:
    person = request.identity.require_person()
    throttle(PASSKEYS, network_of(request))
    answer, state = request.POST.get("answer", ""), request.POST.get("state", "")
    try:
        passkeys.register(request, person, answer, state)
    except passkeys.PasskeyRejected as error:
        raise RequestError(
            _("The passkey could not be kept. Open the page again and try once more.")
        ) from error
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("keep"))


@private_post
def remove_passkey(request: HttpRequest, passkey: int) -> HttpResponse:
    person = request.identity.person
    if person is None or not Passkey.objects.filter(person=person, pk=passkey).delete()[0]:
        raise Http404
    transaction.on_commit(request_checkpoint)
    return HttpResponseSeeOther(reverse("keep"))


@private_form
def sheet(request: HttpRequest) -> HttpResponse:
    """Say what a sheet is; show one that was made here just now."""
    if request.method == "POST":
        return _make_sheet(request)
    here = request.identity.signed_in
    shown = recovery_codes.shown_sheet(here, request.GET.get("key", "")) if here else None
    if here is None or shown is None:
        made_on = here and here.person.recovery_codes.values_list("made_on", flat=True).first()
        context: dict[str, Any] = {"person": here and here.person, "made_on": made_on}
        return render(request, "people/sheet_ask.html", context)
    address = address_for_phones(request, reverse("back"))
    context = {
        "person": here.person,
        "made_on": shown.made_on,
        "codes": [grouped(code) for code in shown.codes],
        "address": address,
        "qr_code": qr_code(f"{address}#code={shown.codes[0]}"),
    }
    return render(request, "people/sheet.html", context)


def _make_sheet(request: HttpRequest) -> HttpResponse:
    here = request.identity.require_signed_in()
    require_button(request, "show", "1")
    throttle(SHEETS, f"person {here.person.pk}")
    key = recovery_codes.make_sheet(here)
    return HttpResponseSeeOther(f"{reverse('sheet')}?{urlencode({'key': key})}")
