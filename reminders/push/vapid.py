"""Signing what is sent, so that a push service knows it is still the same server (RFC 8292)."""

import datetime as dt
import ipaddress
import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from reminders.push.encryption import CURVE, public_bytes

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve P-256 (NIST SP 800-186): private keys are smaller."""
VALID_FOR = dt.timedelta(hours=12)
"""Services take no more than 24 hours, by a clock of their own."""
RENEWED_EVERY = 3600
"""Seconds for which one signature serves all messages to a push service."""
MOST_KEPT = 256
NO_CONTACT = "mailto:noreply@example.com"
"""Apple takes it from a server without a public name, and no name under which nobody can be."""
PRIVATE_ENDINGS = ("local", "localhost", "internal", "lan", "home", "arpa", "invalid", "test")


def encode(content: bytes) -> str:
    """Base64 as the Web writes it in addresses, without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


class Signer:
    """The key by which push services know this server, and its signatures.

    The key is derived from the site's secret key, which is generated once and kept with the data:
    all servers of a site have the same one, no database or backup holds it, and where
    the secret is changed, browsers subscribe anew at the next visit.
    """

    def __init__(self, secret: str, subject: str) -> None:
        derived = HKDF(hashes.SHA256(), 48, None, b"kidneycare web push").derive(secret.encode())
        self._key = ec.derive_private_key(int.from_bytes(derived, "big") % (ORDER - 1) + 1, CURVE)
        self._subject = subject
        self._signed: dict[tuple[str, int], str] = {}

    @cached_property
    def public_key(self) -> str:
        """What a browser subscribes with (``applicationServerKey``)."""
        return encode(public_bytes(self._key.public_key()))

    def authorization(self, endpoint: str, now: dt.datetime) -> str:
        """The header for one endpoint; alike for all of a push service within an hour."""
        parts = urlsplit(endpoint)
        audience = f"{parts.scheme}://{parts.netloc}"
        hour = int(now.timestamp()) // RENEWED_EVERY
        if (audience, hour) not in self._signed:
            if len(self._signed) >= MOST_KEPT:
                self._signed.clear()
            expires = hour * RENEWED_EVERY + int(VALID_FOR.total_seconds())
            claims = {"aud": audience, "exp": expires, "sub": self._subject}
            token = self._token(claims)
            self._signed[audience, hour] = f"vapid t={token},k={self.public_key}"
        return self._signed[audience, hour]

    def _token(self, claims: dict[str, Any]) -> str:
        parts = ({"typ": "JWT", "alg": "ES256"}, claims)
        text = ".".join(encode(json.dumps(part).encode()) for part in parts)
        signature = self._key.sign(text.encode(), ec.ECDSA(hashes.SHA256()))
        numbers = decode_dss_signature(signature)
        return f"{text}.{encode(b''.join(number.to_bytes(32, 'big') for number in numbers))}"


@cache
def signer(secret: str, subject: str) -> Signer:
    return Signer(secret, subject)


def site_signer() -> Signer:
    """That of this site."""
    subject = settings.PUSH_CONTACT or subject_of(settings.ALLOWED_HOSTS)
    return signer(str(settings.SECRET_KEY), subject)


def subject_of(hosts: Sequence[str]) -> str:
    """Whom a push service may turn to: this site, where it has a public name.

    Apple refuses names that only a home network knows, and with them the message.
    """
    public = next(filter(is_public_name, (host.lstrip(".") for host in hosts)), None)
    return f"https://{public}" if public else NO_CONTACT


def is_public_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        labels = host.split(".")
        return len(labels) > 1 and "*" not in host and labels[-1] not in PRIVATE_ENDINGS
    return False
