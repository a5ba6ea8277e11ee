"""My phones: which browsers can open my record, one more, one less."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.web import addresses
from kidneycare.web.http import HttpResponseSeeOther, RequestError, require_button
from kidneycare.web.private import private_form, private_page, private_post
from people.access.codes import grouped
from people.access.invitations import invite_phone, shown_invitation
from people.access.phone_address import address_for_phones, qr_code, safe_address
from people.browser_storage_owner import owner_id
from people.erase import lock_person
from people.forms import KnownForm
from people.identity import HttpRequest
from people.language import remember_language
from people.models import Device, Person
from people.rate_limit import INVITATIONS, throttle


@private_page
def devices(request: HttpRequest) -> HttpResponse:
    """Every browser with this record, when it was last used, and which is this one."""
    here = request.identity.signed_in
    context = {
        "person": here and here.person,
        "here": here and here.device,
        "devices": list(here.person.devices.order_by("-used_on", "pk")) if here else [],
        "today": timezone.now().date(),
    }
    return render(request, "people/devices.html", context)


@private_form
def add_device(request: HttpRequest) -> HttpResponse:
    """Say how a second phone joins; while an invitation is open here, show its square and code."""
    if request.method == "POST":
        return _invite(request)
    here = request.identity.signed_in
    shown = shown_invitation(here) if here else None
    if shown is None:
        return render(request, "people/add_device.html", {"person": here and here.person})
    context = {
        "qr_code": qr_code(address_for_phones(request, addresses.invitation(shown.token))),
        "address": address_for_phones(request, reverse("back")),
        "safe_address": safe_address(request, addresses.invitation(shown.token)),
        "code": grouped(shown.short_code),
    }
    return render(request, "people/invitation.html", context)


def _invite(request: HttpRequest) -> HttpResponse:
    here = request.identity.require_signed_in()
    require_button(request, "show", "1")
    throttle(INVITATIONS, f"person {here.person.pk}")
    remember_language(here.person)
    invite_phone(here)
    return HttpResponseSeeOther(reverse("add_device"))


@private_form
def sign_out(request: HttpRequest, device: int) -> HttpResponse:
    """Ask whether a phone shall open the record no more, and do it: it has no undo."""
    here = request.identity.signed_in
    if here is None:
        raise Http404
    if request.method != "POST":
        return _question(request, here.person, device, here.device)
    with transaction.atomic():
        person = lock_person(here.person)
        mine = person.devices.filter(pk=device).first()
        if mine is None:
            raise Http404
        if _is_only_way(person):
            raise RequestError(
                _(
                    "This is the only way to this record: signed out, it would be lost. "
                    "Keep it first, or erase it."
                )
            )
        person.devices.filter(pk=device).delete()
        transaction.on_commit(request_checkpoint)
    request.identity.sign_out(mine)
    if mine == here.device:
        return HttpResponseSeeOther(reverse("signed_out"))
    back = addresses.home() if request.POST.get("back") == "today" else reverse("devices")
    return HttpResponseSeeOther(back)


def _question(request: HttpRequest, person: Person, device: int, here: Device) -> HttpResponse:
    asked = get_object_or_404(person.devices, pk=device)
    context = {
        "device": asked,
        "is_here": asked == here,
        "is_only_way": _is_only_way(person),
        "today": timezone.now().date(),
    }
    return render(request, "people/sign_out.html", context)


def _is_only_way(person: Person) -> bool:
    ways = person.ways_back()
    return ways["devices"] == 1 and not ways["passkeys"] and not ways["codes_left"]


@private_post
def know_joined(request: HttpRequest) -> HttpResponse:
    """Tell this phone no more of those that have joined; the record's others are told on."""
    form = KnownForm(request.POST)
    if not form.is_valid():
        raise RequestError(_("This form was changed on its way; nothing was saved."))
    if (here := request.identity.signed_in) is not None:
        until = min(form.cleaned_data["until"], timezone.now())
        mine = Device.objects.filter(pk=here.device.pk, others_known_at__lt=until)
        mine.update(others_known_at=until)
    return HttpResponseSeeOther(addresses.home())


@private_page
def signed_out(request: HttpRequest) -> HttpResponse:
    """After signing out; the browser empties what it stored for people no longer in it."""
    others = map(owner_id, request.identity.signed_in_people)
    return render(request, "people/signed_out.html", {"others": others})
