"""A browser joins a record: alone, beside somebody else's, or together with its own."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kidneycare.web.http import SAVED, RequestError
from kidneycare.web.private import private_form
from people.access.invitations import accept, find
from people.erase import lock_person
from people.identity import HttpRequest
from people.language import redirect_home
from people.models import JoinInvitation
from practice.store.moment import clock_of
from practice.transfer.merge_people import merge_people, preview_merge


@private_form
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an invitation opens and what becomes of what is here; then do it.

    Opening the page uses nothing up. Unknown, used and expired ones are answered alike.
    """
    invitation = find(token)
    if invitation is None:
        return _gone(request)
    people = request.identity.signed_in_people
    yours = [each for each in people if each.person == invitation.person]
    if not yours and not invitation.is_open(timezone.now()):
        return _gone(request)
    if request.method == "POST":
        if yours:
            request.identity.switch_person(yours[0])
            return redirect_home(request, yours[0].person)
        return _joined(request, invitation)
    present = request.identity.person
    context = {
        "yours": yours,
        "joins": invitation.person,
        "present": present,
        "preview": preview_merge(invitation.person, present) if present and not yours else None,
    }
    return render(request, "practice/join.html", context)


def _joined(request: HttpRequest, invitation: JoinInvitation) -> HttpResponse:
    present, joins = request.identity.person, invitation.person
    how = request.POST.get("how", "")
    if present is not None and how not in {"together", "apart"}:
        raise RequestError(_("Choose one of the two: put both together, or keep them apart."))
    if present is not None and how == "together" and request.POST.get("sure") != "1":
        raise RequestError(
            _("Tick the box first: only if you made the link, square or code yourself.")
        )
    with transaction.atomic():
        # In the order in which everybody locks people, and before the invitation, as erasing does.
        for person in sorted({joins, present or joins}, key=lambda person: person.pk):
            lock_person(person)
        if not accept(invitation):
            return _gone(request)
        if present is None or how == "apart":
            request.identity.sign_in(joins)
        else:
            merge_people(joins, present, clock_of(joins, joins.zone).today(timezone.now()))
            request.identity.reload()
            messages.success(request, SAVED)
    return redirect_home(request, joins)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "practice/join_gone.html", status=404)
