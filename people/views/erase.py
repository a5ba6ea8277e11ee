"""Erasing everything a person recorded."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kidneycare.web.http import HttpResponseSeeOther
from kidneycare.web.private import private_form, private_page
from people.browser_storage_owner import owner_id
from people.erase import erase as erase_record
from people.forms import EraseForm
from people.identity import HttpRequest


@private_form
def erase(request: HttpRequest) -> HttpResponse:
    here = request.identity.signed_in
    form = EraseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"person": here and here.person, "form": form}
        return render(request, "people/erase.html", context, status=400 if form.errors else 200)
    if here is not None:
        erase_record(here.person)
        request.identity.sign_out(here.device)
    return HttpResponseSeeOther(reverse("erased"))


@private_page
def erased(request: HttpRequest) -> HttpResponse:
    """After erasing; the browser empties what it stored for people no longer in it."""
    others = map(owner_id, request.identity.signed_in_people)
    return render(request, "people/erased.html", {"others": others})
