"""Tokens and codes: random, shown once, stored as hashes.

Two kinds are typed by hand. A code for a second phone is nine digits and lives
ten minutes. A code of a printed sheet is sixteen of thirty signs, none of which
is taken for another, and waits in a drawer for years.
"""

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


def new_short_code() -> str:
    return f"{secrets.randbelow(10**SHORT_LENGTH):0{SHORT_LENGTH}d}"


def new_sheet_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(SHEET_LENGTH))


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
