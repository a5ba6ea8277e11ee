"""Which addresses a message may be sent to: endpoints come from browsers, so from anybody."""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST_ENDPOINT = 1000
TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses of IPv4 behind a network's translator."""
GLOBAL = IPv6Network("2000::/3")
TUNNELLED = tuple(map(IPv6Network, ("2001::/32", "2002::/16")))
"""What hides an address of IPv4 that a relay would reach."""


class NotAllowed(OSError):
    """Nothing is sent there."""


def is_public(text: str) -> bool:
    """Whether an address is one of the internet at large, and not of this or any inner network."""
    address: IPv4Address | IPv6Address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.scope_id or any(address in network for network in TUNNELLED):
            return False
        if address in TRANSLATED:
            address = IPv4Address(int(address) & 0xFFFFFFFF)
        elif address.ipv4_mapped:
            address = address.ipv4_mapped
        elif address not in GLOBAL:
            return False
    return address.is_global and not address.is_multicast


def is_endpoint(text: str, *, any_port: bool = False) -> bool:
    """Whether something can be the address of a push service: https, on its usual port."""
    if len(text) > LONGEST_ENDPOINT or not text.isascii() or not text.isprintable():
        return False
    try:
        parts = urlsplit(text)
        where = parts.port
    except ValueError:
        return False
    is_plain = parts.username is None and parts.password is None and not parts.fragment
    is_named = parts.hostname is not None and " " not in text and "\\" not in text
    return parts.scheme == "https" and is_plain and is_named and (any_port or where in {None, 443})


def resolve(host: str, port: int, *, loopback: bool = False) -> Sequence[tuple[int, str]]:
    """The families and addresses of a host that may be connected to.

    Whoever connects must use these and not the name: asked again, it may mean another.
    ``loopback``: whether this computer itself is allowed, and nothing else (for tests).

    Raises:
        NotAllowed: there is an address among them that is not public.
        OSError: the host has none.
    """
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [(family, str(where[0])) for family, _kind, _protocol, _name, where in answers]
    for _family, address in found:
        allowed = ip_address(address).is_loopback if loopback else is_public(address)
        if not allowed:
            raise NotAllowed(f"{host} has an address that is not public")
    return found
