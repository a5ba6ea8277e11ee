"""Why a request was refused: a sentence for people, a word for a phone's outbox and the log."""

from enum import StrEnum
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext_lazy as _

CAUSE = "Kidneycare-Cause"
"""The header that names the cause (docs/addresses.md)."""
LOGGED_CAUSE = "kidneycare.cause"
"""In ``request.META``, from where the log takes it."""


class Cause(StrEnum):
    NO_ORIGIN = "no-origin"
    OTHER_PORT = "other-port"
    OTHER_SITE = "other-site"
    NO_COOKIES = "no-cookies"
    OLD_PAGE = "old-page"
    OTHER_RECORD = "other-record"
    RECORD_GONE = "record-gone"


MESSAGES = {
    Cause.NO_ORIGIN: _(
        "Nothing was saved: your browser did not say which page the tap came from. "
        "Open Today in a window of its own and repeat the tap."
    ),
    Cause.OTHER_PORT: _(
        "Nothing was saved: this page was opened at another port of this server, or without "
        "https. Open Today and repeat the tap. If this comes again, tell whoever runs the server: "
        "the proxy must pass on the name and port that people use."
    ),
    Cause.OTHER_SITE: _(
        "Nothing was saved: the tap came from a page of another site. "
        "Open Today and repeat it here."
    ),
    Cause.NO_COOKIES: _(
        "Nothing was saved: your browser sent no cookie. Without one nothing can be kept. "
        "Allow cookies for this site in the browser’s settings. "
        "Then open Today again and repeat the tap."
    ),
    Cause.OLD_PAGE: _(
        "Nothing was saved: this page was open too long. Open Today again and repeat the tap."
    ),
    Cause.OTHER_RECORD: _(
        "Nothing was saved: another record was opened here after this page. "
        "Open Today to see whose it is, then repeat the tap."
    ),
    Cause.RECORD_GONE: _(
        "Nothing was saved: the record of this page is no longer open here. "
        "It was erased or signed out. Open Today to go on."
    ),
}


def cause_of_sender(request: HttpRequest) -> Cause | None:
    """What is wrong with the page that a post comes from, by the headers that browsers send."""
    origin = request.headers.get("Origin")
    sender = origin or request.headers.get("Referer") or ""
    if not sender or origin == "null":
        return Cause.NO_ORIGIN
    try:
        place = urlsplit(sender)
    except ValueError:
        return Cause.OTHER_SITE
    host = request.get_host()
    if place.netloc == host:
        return None
    is_ours = split_domain_port(place.netloc.lower())[0] == split_domain_port(host)[0]
    return Cause.OTHER_PORT if is_ours else Cause.OTHER_SITE


def cause_without_token(request: HttpRequest) -> Cause | None:
    """Why a form is not from our own pages, where these are the same for everybody: no token."""
    site = request.headers.get("Sec-Fetch-Site", "none")
    foreign = None if site in {"same-origin", "none"} else Cause.OTHER_SITE
    return cause_of_sender(request) or foreign
