"""Coming back to a record: with a passkey, with a code of the sheet, from another phone."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kidneycare.web import addresses
from kidneycare.web.http import HttpResponseSeeOther, RequestError
from kidneycare.web.private import private_form, private_post
from people.access import passkeys, recovery_codes
from people.access.codes import is_short
from people.access.invitations import accept_short_code, invite
from people.forms import CodeForm
from people.identity import HttpRequest
from people.language import redirect_home
from people.models import Person
from people.rate_limit import CODES, CODES_OF_ALL, EVERYBODY, PASSKEYS, network_of, throttle


@private_form
def back(request: HttpRequest) -> HttpResponse:
    """Ask who comes back, and let them in by a code.

    A square of a sheet leads here with its code behind the #, where only the
    browser reads it: it opens for years, and addresses are logged on the way.
    Opening the page alone uses nothing up.
    """
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, status=400 if form.errors else 200)
    code = form.cleaned_data["code"]
    throttle(CODES, network_of(request))
    if is_short(code):
        throttle(CODES_OF_ALL, EVERYBODY)
    with transaction.atomic():
        person = accept_short_code(code) if is_short(code) else recovery_codes.accept(code)
        if person is not None:
            return _arrive(request, person)
    problem = _(
        "This code opens nothing. It may be mistyped, used before, or older than ten minutes."
    )
    form.add_error("code", problem)
    return _page(request, form, status=404)


@private_post
def back_by_passkey(request: HttpRequest) -> HttpResponse:
    answer, state = request.POST.get("answer", ""), request.POST.get("state", "")
    if not answer or not state:
        raise RequestError(_("Choose a passkey first."))
    throttle(PASSKEYS, network_of(request))
    try:
        # Outside of what may be rolled back: an answer is given once, whatever comes of it.
        person = passkeys.authenticate(request, answer, state)
    except passkeys.PasskeyRejected:
        problem = _("This passkey opens nothing here. Try once more, or use a code.")
        return _page(request, CodeForm(), status=404, problem=problem)
    with transaction.atomic():
        return _arrive(request, person)


def _arrive(request: HttpRequest, person: Person) -> HttpResponse:
    """Open the record here; where somebody else's is open, ask first how that is meant."""
    present = request.identity.person
    if present is None or present == person:
        request.identity.sign_in(person)
        return redirect_home(request, person)
    return HttpResponseSeeOther(addresses.invitation(invite(person)))


def _page(request: HttpRequest, form: CodeForm, *, status: int, problem: str = "") -> HttpResponse:
    context = {
        "form": form,
        "person": request.identity.person,
        "ceremony": passkeys.begin_authentication(request),
        "problem": problem,
    }
    return render(request, "people/back.html", context, status=status)
