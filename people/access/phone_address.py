"""Addresses for another phone, and the QR codes that phones photograph."""

from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils.safestring import SafeString, mark_safe

from kidneycare.server import authority
from kidneycare.server.network import lan_address


def address_for_phones(request: HttpRequest, path: str) -> str:
    """``path`` with the name by which another phone reaches this site.

    "localhost" means another machine on each, so there it is this computer's
    address in the home network, where it has one.
    """
    host, port = split_domain_port(request.get_host())
    if host == "localhost" and (settings.HTTPS_PORT or not request.is_secure()):
        home = lan_address()
        if home and (settings.LOCAL_HOSTS_ONLY or validate_host(home, settings.ALLOWED_HOSTS)):
            return f"{request.scheme}://{home}{f':{port}' if port else ''}{path}"
    return request.build_absolute_uri(path)


def safe_address(request: HttpRequest, path: str) -> str | None:
    """``path`` over https, where ``HTTPS=1`` serves it beside the http of this request."""
    if settings.HTTPS_PORT is None or request.is_secure():
        return None
    host, _port = split_domain_port(request.get_host())
    name = authority.server_name(settings.DATA, host, lan_address())
    return f"https://{name}:{settings.HTTPS_PORT}{path}"


def qr_code(text: str) -> SafeString:
    """An SVG to stand in a page.

    Its white is drawn too: a browser that darkens pages by itself changes backgrounds, never what
    an SVG draws.
    """
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        light="#fff",
        svgclass="square",
        lineclass="modules",
    )
    # Of segno's making: the text itself is only in the drawing.
    return mark_safe(out.getvalue().decode("ascii"))  # noqa: S308
