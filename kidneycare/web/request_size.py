"""The most that anybody may send; kidneycare.server.bridge has the limits of heads."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from kidneycare.web.errors import plain_page


class RequestSizeMiddleware(MiddlewareMixin):
    """Refuses a request by the length it announces, before any of it is read."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Answer 413 to what can't be anything of ours.

        The server hands such a request on without its body, and refuses one without a length.
        """
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not (announced.isascii() and announced.isdigit()):
            return plain_page(request, "400.html", status=400)
        if int(announced) > settings.LARGEST_REQUEST:
            return plain_page(request, "400.html", status=413)
        return None
