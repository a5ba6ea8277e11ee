"""Who may open a shared page: whoever holds an address that is in force, and nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kidneycare.web.http import refuse_because
from kidneycare.web.refusals import cause_without_token
from people.identity import HttpRequest
from sharing.models import SharedLink
from sharing.shared import Shared, moment_for

View = Callable[..., HttpResponseBase]
"""Of a request and a ``Shared``; decorated, of a request and the token in its address."""


def shared_page(view: View) -> View:
    """A page of a link: read, kept by no cache and named to no other site."""
    return never_cache(require_safe(_opened(view)))


def shared_post(view: View) -> View:
    """A form of a link, which the token in its address authorizes.

    No cookie comes with it that another site could use; that it comes from a page of ours is
    asked all the same.
    """
    opened = _opened(view)

    @wraps(view)
    def checked(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        if cause := cause_without_token(request):
            return refuse_because(request, cause)
        return opened(request, token, **rest)

    return csrf_exempt(never_cache(require_POST(checked)))


def _opened(view: View) -> View:
    @wraps(view)
    def find_link(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        link = SharedLink.objects.find(token)
        moment = moment_for(link.person) if link else None
        if link is None or moment is None or not link.is_open(moment.today):
            return _gone(request)
        response = view(request, Shared(link, token, moment), **rest)
        if not link.may_tick:
            # Forms need to say where they come from; these pages have none.
            response["Referrer-Policy"] = "no-referrer"
        return response

    return find_link


def _gone(request: HttpRequest) -> HttpResponse:
    """The same for a link that never was, has ended or was taken back."""
    return render(request, "sharing/gone.html", status=404)
