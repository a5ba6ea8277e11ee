"""What is said of a post that Django's CSRF check refuses."""

from django.http import HttpResponse
from django.middleware import csrf

from kidneycare.web.http import refuse_because
from kidneycare.web.refusals import Cause, cause_of_sender
from people.identity import HttpRequest

ABOUT_SENDER = ("Origin checking", "Referer checking")
"""How Django's reasons begin that are about the page a post comes from."""


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refuse_because(request, _cause(request, reason))


def _cause(request: HttpRequest, reason: str) -> Cause:
    if reason.startswith(ABOUT_SENDER):
        # The right name and port, and yet refused: opened without https.
        return cause_of_sender(request) or Cause.OTHER_PORT
    if not request.COOKIES:
        return Cause.NO_COOKIES
    if reason == csrf.REASON_NO_CSRF_COOKIE or not reason.endswith("incorrect."):
        return Cause.OLD_PAGE
    # The token changes with whoever is here (people.identity).
    return Cause.OTHER_RECORD if request.identity.signed_in_people else Cause.RECORD_GONE
