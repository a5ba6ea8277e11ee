"""The host names that are allowed while ``ALLOWED_HOSTS`` is unset (rules.md 21)."""

import ipaddress
import re

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.deprecation import MiddlewareMixin


def is_local(host: str) -> bool:
    """Whether a Host header names this machine or the local network.

    A public name is refused, against DNS rebinding: a page elsewhere could point its own name at
    this address and read what is here.
    """
    name, _ = split_domain_port(host.lower())
    if name == "localhost" or name.endswith((".localhost", ".local")):
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return address.is_private or address.is_loopback or address.is_link_local


class UsualPortMiddleware(MiddlewareMixin):
    """Drops the scheme's own port from the Host header, as browsers do, where a proxy adds it.

    What is compared with the name (origins, passkeys) or made of it (redirects) is right then.
    """

    def process_request(self, request: HttpRequest) -> None:
        usual = 443 if request.is_secure() else 80
        named = re.fullmatch(rf"([^:]+|\[.+\]):{usual}", request.META.get("HTTP_HOST", ""))
        if named:
            request.META["HTTP_HOST"] = named[1]


class LocalHostsMiddleware(MiddlewareMixin):
    def process_request(self, request: HttpRequest) -> None:
        host = request.get_host()
        if settings.LOCAL_HOSTS_ONLY and not is_local(host):
            message = "A name that is not of this network; see ALLOWED_HOSTS in the README."
            raise DisallowedHost(message)
