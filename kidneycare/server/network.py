"""Which address and port the site can be reached at."""

import errno
import ipaddress
import re
import socket
from collections.abc import Iterator

from django.core.management.base import CommandError

_PRIVATE_TARGETS = ("192.168.255.254", "10.255.255.254", "172.31.255.254")
"""One address in each range that home and office networks use. Nothing is ever sent to them."""

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
"""What stands before ".local"."""


def lan_address() -> str | None:
    """This computer's private address on the local network, if it has one."""
    return next(_lan_addresses(), None)


def own_names() -> frozenset[str]:
    """The names and addresses by which this computer is reached from itself and at home."""
    name = socket.gethostname().partition(".")[0].lower()
    known = {f"{name}.local"} if _LABEL.fullmatch(name) and name != "localhost" else set()
    return frozenset({"localhost", "127.0.0.1", *known, *_lan_addresses()})


def _lan_addresses() -> Iterator[str]:
    """This computer's private addresses; one may come twice.

    Connecting a datagram socket sends nothing: the system only picks the network card that would
    be used. Public addresses are left out: devices at home can't be told from strangers there.
    """
    for target in _PRIVATE_TARGETS:
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                # The port is never used; some systems refuse 0.
                probe.connect((target, 9))
                found = ipaddress.ip_address(probe.getsockname()[0])
        except (OSError, ValueError):
            continue
        if found.is_private and not (
            found.is_loopback or found.is_link_local or found.is_unspecified
        ):
            yield str(found)


def read_port(text: str) -> int:
    """Read a port number as a person typed it; raises CommandError."""
    cleaned = text.strip()
    if cleaned.isascii() and cleaned.isdigit() and 1 <= int(cleaned) <= 65535:
        return int(cleaned)
    raise CommandError(
        f"PORT is “{text}”, which is not a port number: choose one from 1024 to 65535, "
        "for example `make run PORT=8001`."
    )


def require_free(port: int, host: str = "0.0.0.0") -> None:  # noqa: S104 - the site is for the home network
    """Raise CommandError unless the site can be served on `port`.

    IPv6 is tried too although the site uses IPv4 alone: for "localhost" a browser may try it first,
    and would reach another program.
    """
    attempts = [(socket.AF_INET, host)]
    if socket.has_ipv6:
        attempts.append((socket.AF_INET6, "::1"))
    for family, address in attempts:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                # As the server does: a port whose last user has just left counts as free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 8000
                reason = (
                    f"Port {port} is already used by another program, perhaps by Kidneycare in "
                    f"another window: stop that one, or choose another port with "
                    f"`make run PORT={other}`."
                )
            elif error.errno == errno.EACCES:
                reason = (
                    f"This computer keeps port {port} for its administrator: choose one from "
                    "1024 to 65535, for example `make run PORT=8001`."
                )
            elif family == socket.AF_INET:
                reason = f"Kidneycare cannot serve at {address}, port {port}: {error.strerror}."
            else:
                continue  # No IPv6 on this computer.
            raise CommandError(reason) from error
