"""Tokens and codes, stored as hashes: random, or made anew from the token of who shows them.

Two kinds are typed by hand. A code for a second phone is nine digits and lives
ten minutes. A code of a printed sheet is sixteen of thirty signs, none of which
is taken for another, and waits in a drawer for years.
"""

import base64
import hashlib
import re
import secrets
import unicodedata

from django.utils.crypto import salted_hmac

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, no 1, I and L, and no U, which a hurried V resembles."""

SHEET_LENGTH = 16
"""Log2 of 30 to the 16th is 78 bits: nobody tries them all, not even with the database."""

SHORT_LENGTH = 9


def new_token() -> str:
    """128 bits for an address."""
    return secrets.token_urlsafe(16)


def seed_of(device_token: str, *what: object) -> bytes:
    """256 bits that only the browser with this token can have the server make once more.

    So a reload shows the same codes, and nothing that is stored, the secret key with it, gives
    them away.
    """
    text = " ".join([device_token, *map(str, what)])
    return salted_hmac("people.access.codes.seed", text, algorithm="sha256").digest()


def token_from(seed: bytes) -> str:
    return base64.urlsafe_b64encode(seed[:16]).rstrip(b"=").decode()


def short_code_from(seed: bytes) -> str:
    return f"{int.from_bytes(seed) % 10**SHORT_LENGTH:0{SHORT_LENGTH}d}"


def sheet_code_from(seed: bytes) -> str:
    number, signs = int.from_bytes(seed), ""
    for _ in range(SHEET_LENGTH):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return signs


def grouped(code: str) -> str:
    """As it is shown and read aloud: ``123 456 789``, ``ABCD EFGH JKMN PQRS``."""
    size = 3 if len(code) == SHORT_LENGTH else 4
    return " ".join(code[first : first + size] for first in range(0, len(code), size))


def normalize_code(typed: str) -> str:
    """Any text without spaces and dashes, in capitals of the usual width."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", typed)).upper()


def is_short(code: str) -> bool:
    return re.fullmatch(rf"[0-9]{{{SHORT_LENGTH}}}", code, re.ASCII) is not None


def hash_of(secret: str) -> bytes:
    """Of a token or a code of a sheet, which are too long to be guessed."""
    return hashlib.sha256(secret.encode()).digest()


def keyed_hash_of(short_code: str) -> bytes:
    """Of a short code: without the server's secret key nobody can try them out."""
    return salted_hmac("people.access.codes.short", short_code, algorithm="sha256").digest()
