"""Headers that Django doesn't send by itself; the others are settings (docs/security.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

NEVER_USED = (
    *("accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture", "gamepad"),
    *("geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
    *("microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"),
)
"""What a browser offers that no page here asks for, so no page may get it."""

PERMISSIONS = ", ".join(
    [*(f"{feature}=()" for feature in NEVER_USED), "screen-wake-lock=(self)", "fullscreen=(self)"]
)


class PolicyMiddleware:
    """Nobody else's page may load what is here, and no page may use the senses of a phone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers on whatever the answer is."""
        response = self.get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        return response
