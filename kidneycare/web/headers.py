"""Headers that Django doesn't send by itself; the others are settings (docs/security.md)."""

from collections.abc import Callable

from csp.constants import HEADER as CONTENT_POLICY
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase

from kidneycare.rendering import inline

NEVER_USED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb"),
)
"""Browser features that no page here uses."""

PERMISSIONS = ", ".join(
    [*(f"{feature}=()" for feature in NEVER_USED), "screen-wake-lock=(self)", "fullscreen=(self)"]
)


def policy_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Add the content security policy, the permissions policy and the resource policy.

    Built once, since they are the same on every page: the middleware of django-csp, which lets each
    view change the policy, takes 56 µs of every response, this one 3.
    """
    content_policy = build_policy(update={"script-src": [inline.SOURCE]})

    def add_policies(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response[CONTENT_POLICY] = content_policy
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        return response

    return add_policies
