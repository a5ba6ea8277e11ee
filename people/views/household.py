"""Two of us on one phone: who is here, somebody else, somebody new."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.limits import NICKNAME_LENGTH
from kidneycare.web import addresses
from kidneycare.web.http import SAVED, HttpResponseSeeOther, require_button
from kidneycare.web.private import private_page, private_post
from people.forms import NameForm
from people.identity import HttpRequest
from people.language import redirect_home, remember_language
from people.models import Person


@private_page
def household(request: HttpRequest) -> HttpResponse:
    return _page(request, NameForm())


def _page(request: HttpRequest, form: NameForm) -> HttpResponse:
    context = {"person": request.identity.person, "name_length": NICKNAME_LENGTH, "form": form}
    return render(request, "people/household.html", context, status=400 if form.errors else 200)


@private_post
def switch(request: HttpRequest, device: int) -> HttpResponse:
    by_device = {each.device.pk: each for each in request.identity.signed_in_people}
    if device not in by_device:
        raise Http404
    if request.identity.person is not None:
        remember_language(request.identity.person)
    request.identity.switch_person(by_device[device])
    return redirect_home(request, by_device[device].person)


@private_post
def begin_second(request: HttpRequest) -> HttpResponse:
    """Let nobody be here, so that the next tick or choice begins a new record."""
    require_button(request, "somebody", "new")
    if request.identity.person is not None:
        request.identity.require_room()
        remember_language(request.identity.person)
        request.identity.switch_person(None)
    return HttpResponseSeeOther(addresses.home())


@private_post
def change_name(request: HttpRequest) -> HttpResponse:
    person = request.identity.require_person()
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    Person.objects.filter(pk=person.pk).update(nickname=form.cleaned_data["name"])
    transaction.on_commit(request_checkpoint)
    messages.success(request, SAVED)
    return HttpResponseSeeOther(reverse("household"))
