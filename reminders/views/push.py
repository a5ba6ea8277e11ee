"""A browser lets itself be reached, or no more. Its script asks; pages say what it means."""

from datetime import timedelta

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from kidneycare.db.secure_erase import request_checkpoint
from kidneycare.web.http import RequestError, require_button
from kidneycare.web.private import private_page, private_post
from people.browser_storage_owner import browser_owner
from people.identity import HttpRequest
from people.rate_limit import RateLimit, throttle
from reminders.models import PushSubscription
from reminders.push.forms import SubscriptionForm, origin_of
from reminders.push.vapid import site_signer

SUBSCRIPTIONS = RateLimit("push subscriptions", 60, timedelta(hours=1))


@private_page
def push_state(request: HttpRequest) -> HttpResponse:
    """With which key to subscribe, and which endpoint of this browser is known here."""
    here = request.identity.signed_in
    known = here and PushSubscription.objects.filter(device=here.device).first()
    return JsonResponse(
        {
            "key": site_signer().public_key,
            "endpoint": known.endpoint if known else None,
            "token": get_token(request),
            "owner": browser_owner(request.identity).owner,
        }
    )


@private_post
def subscribe(request: HttpRequest) -> HttpResponse:
    here = request.identity.require_signed_in()
    throttle(SUBSCRIPTIONS, f"person {here.person.pk}")
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        raise RequestError(_("The browser's address for reminders can't be used."))
    PushSubscription.objects.update_or_create(
        device=here.device,
        defaults={**form.cleaned_data, "origin": origin_of(request), "made_at": timezone.now()},
    )
    # An address that another took the place of is nobody's business any more.
    transaction.on_commit(request_checkpoint)
    return HttpResponse(status=204)


@private_post
def unsubscribe(request: HttpRequest) -> HttpResponse:
    """Forget how this browser is reached."""
    here = request.identity.require_signed_in()
    require_button(request, "off", "1")
    if PushSubscription.objects.filter(device=here.device).delete()[0]:
        transaction.on_commit(request_checkpoint)
    return HttpResponse(status=204)
