"""A link's token: random, shown once by the browser that made it, kept as a hash."""

from datetime import timedelta

from django.core import signing

from people.access.codes import hash_of, new_token, seed_of, token_from
from people.identity import SignedIn
from sharing.models import SharedLink

SHOWN_FOR = timedelta(minutes=10)
"""How long that browser shows it; the pages say it in words."""


def make_token(here: SignedIn) -> tuple[str, str]:
    """A new token, and the key with which this browser, and no other, makes it once more."""
    key = new_token()
    return _token(here, key), _signer().sign(key)


def shown_token(here: SignedIn, link: SharedLink, signed_key: str) -> str | None:
    """The token of a link that was made here with this key a short while ago."""
    try:
        token = _token(here, _signer().unsign(signed_key, max_age=SHOWN_FOR))
    except signing.BadSignature:
        return None
    return token if hash_of(token) == bytes(link.token_hash) else None


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="sharing.tokens")


def _token(here: SignedIn, key: str) -> str:
    return token_from(seed_of(here.token, "shared link", key))
