"""Addresses without their last slash."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware


class SlashMiddleware(CommonMiddleware):
    """Django's, but takes a post where it arrives: redirected, it would only read the page."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        if request.method in {"GET", "HEAD"} or not self.should_redirect_with_slash(request):
            return super().process_request(request)
        request.path += "/"
        request.path_info += "/"
        return None
