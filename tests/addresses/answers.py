"""What every answer promises, whoever asks for whatever; and what a page loads by itself."""

import re
from typing import Any
from urllib.parse import urlsplit

from kidneycare.rendering import inline
from tests.pages import Page

POLICY = {
    "default-src": "'none'",
    "script-src": f"'self' {inline.SOURCE}",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "media-src": "blob:",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def require_strict_headers(response: Any, where: str = "") -> None:
    """The whole set (docs/security.md), on one answer."""
    policy = response["Content-Security-Policy"]
    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == POLICY, where
    assert "unsafe" not in policy, where
    assert "*" not in policy, where
    # A tone made by the page's own script, and nothing else, may be of a "blob:".
    assert not re.search(r"\b(https?|data|blob):", policy.replace("media-src blob:", "")), where
    assert response["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert response["Cross-Origin-Resource-Policy"] == "same-origin", where
    assert response["Referrer-Policy"] == "same-origin", where
    assert response["X-Content-Type-Options"] == "nosniff", where
    assert response["X-Frame-Options"] == "DENY", where
    assert "Access-Control-Allow-Origin" not in response, where
    permissions = response["Permissions-Policy"].split(", ")
    for sense in ("camera", "microphone", "geolocation", "usb", "payment"):
        assert f"{sense}=()" in permissions, where
    assert "screen-wake-lock=(self)" in permissions, f"practice keeps the screen awake: {where}"
    assert re.fullmatch(r"[0-9a-f]{32}", response["X-Request-ID"]), where


def require_kept_by_no_cache(response: Any, where: str = "") -> None:
    """Neither a browser's nor one on the way."""
    said = response["Cache-Control"]
    assert "no-store" in said, where
    assert "private" in said, where


def subresources(page: Page) -> list[str]:
    """Every address that a browser would load by itself."""
    found = [element.attrib["src"] for element in page.having("src")]
    for element in page.having("data-later"):
        found += element.attrib["data-later"].split()
    found += [
        element.attrib["href"]
        for element in page.tagged("link")
        # These name pages, for search engines.
        if element.get("rel") not in {"canonical", "alternate"}
    ]
    for element in page.elements:
        if element.tag not in {"a", "link"}:
            found += [v for k, v in element.items() if str(k).endswith(("href", "srcset", "data"))]
    return found


def require_nothing_from_elsewhere(page: Page, where: str) -> None:
    """No page loads anything but from here."""
    loaded = subresources(page)
    assert loaded, where
    for address in loaded:
        assert address.startswith("/"), f"{where} loads {address}"
        assert not address.startswith("//"), f"{where} loads {address}"


def require_no_code_inside(page: Page, where: str) -> None:
    """The policy would block any script or style but the one, so it could only be a mistake."""
    assert not page.having("style"), where
    assert not page.tagged("style"), where
    # What a page's script is given is no script.
    scripts = [one for one in page.tagged("script") if one.get("type") != "application/json"]
    assert all(script.get("src") or script.text == inline.SCRIPT for script in scripts), where
    handlers = [k for e in page.elements for k in e.keys() if str(k).startswith(("on", "hx-on"))]  # noqa: SIM118
    assert not handlers, where


def require_links_that_tell_nothing(page: Page, where: str) -> None:
    """Whoever follows a link to elsewhere does not tell where from."""
    for link in page.tagged("a"):
        parts = urlsplit(link.attrib["href"])
        if parts.netloc:
            assert parts.scheme in {"https", "http"}, f"{where}: {link.attrib['href']}"
            assert link.get("rel") == "noreferrer", f"{where}: {link.attrib['href']}"


def require_sound_html(page: Page, where: str) -> None:
    """Parsing it raised on no fault; names are names of one thing, and there is one heading."""
    ids = [each.get("id") for each in page.having("id")]
    assert len(ids) == len(set(ids)), f"an id stands twice: {where}"
    assert len(page.tagged("h1")) == 1, where
