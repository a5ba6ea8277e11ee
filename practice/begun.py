"""What somebody began by ticking is said once, on the next page (rules.md 25)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "begun"


def say_begun(response: HttpResponse, begins: bool) -> HttpResponse:
    """Let the next page of a day say it, if this request began a record."""
    if begins:
        response.set_cookie(
            COOKIE, "1", httponly=True, samesite="Lax", secure=settings.SECURE_COOKIES
        )
    return response


def is_to_say(request: HttpRequest) -> bool:
    return bool(request.COOKIES.get(COOKIE))


def have_said(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if is_to_say(request):
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
