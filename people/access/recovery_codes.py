"""The recovery sheet: eight codes on paper, each of which opens the record once."""

from datetime import date, timedelta
from typing import NamedTuple

from django.core import signing
from django.db import transaction
from django.utils import timezone

from people.access.codes import hash_of, new_token, seed_of, sheet_code_from
from people.erase import lock_person
from people.identity import SignedIn
from people.models import Person, RecoveryCode

CODES_A_SHEET = 8

SHOWN_FOR = timedelta(minutes=10)
"""How long the browser that made a sheet shows it; the pages say it in words."""


class Sheet(NamedTuple):
    codes: list[str]
    made_on: date


def make_sheet(here: SignedIn) -> str:
    """Make eight new codes; an older sheet is void from now on.

    Returns:
        a key with which this browser, and no other, shows them for a while.

    Raises:
        RequestError: the person is no longer there.
    """
    key, today = new_token(), timezone.now().date()
    with transaction.atomic():
        person = lock_person(here.person)
        person.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, code_hash=hash_of(code), made_on=today)
            for code in _codes(here, key)
        )
        Person.objects.filter(pk=person.pk).update(keeping_settled=True)
    return _signer().sign(key)


def shown_sheet(here: SignedIn, signed_key: str) -> Sheet | None:
    """The sheet made here with this key, unless that is too long ago or a newer one is valid."""
    try:
        codes = _codes(here, _signer().unsign(signed_key, max_age=SHOWN_FOR))
    except signing.BadSignature:
        return None
    stored = here.person.recovery_codes.filter(code_hash__in=map(hash_of, codes))
    if len(stored) < CODES_A_SHEET:
        return None
    return Sheet(codes, stored[0].made_on)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="people.access.recovery_codes")


def _codes(here: SignedIn, key: str) -> list[str]:
    return [
        sheet_code_from(seed_of(here.token, "sheet", key, number))
        for number in range(CODES_A_SHEET)
    ]


def accept(code: str) -> Person | None:
    """Use a code up and return whose record it opens.

    An unknown and a used code cost the same statement.
    """
    code_hash = hash_of(code)
    unused = RecoveryCode.objects.filter(code_hash=code_hash, used_on__isnull=True)
    if unused.update(used_on=timezone.now().date()) != 1:
        return None
    return Person.objects.get(recovery_codes__code_hash=code_hash)
