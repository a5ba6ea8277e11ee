"""The limit of a request body; kidneycare.server.bridge has the limits of headers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from kidneycare.web.errors import plain_page


class RequestSizeMiddleware(MiddlewareMixin):
    """Refuses a request by its Content-Length; the server passes it on without its body."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()):
            return plain_page(request, "400.html", status=400)
        if int(length) > settings.LARGEST_REQUEST:
            return plain_page(request, "400.html", status=413)
        return None
