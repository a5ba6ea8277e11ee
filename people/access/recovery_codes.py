"""The recovery sheet: eight codes on paper, each of which opens the record once."""

from django.db import transaction
from django.utils import timezone

from people.access.codes import hash_of, new_sheet_code
from people.erase import lock_person
from people.models import Person, RecoveryCode

CODES_A_SHEET = 8


def new_sheet(person: Person) -> list[str]:
    """Eight new codes, shown once; an older sheet is void from now on.

    Raises:
        RequestError: the person is no longer there.
    """
    codes = [new_sheet_code() for _ in range(CODES_A_SHEET)]
    today = timezone.now().date()
    with transaction.atomic():
        lock_person(person)
        person.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(person=person, code_hash=hash_of(code), made_on=today) for code in codes
        )
        Person.objects.filter(pk=person.pk).update(keeping_settled=True)
    return codes


def accept(code: str) -> Person | None:
    """Use a code up and return whose record it opens.

    An unknown and a used code cost the same statement.
    """
    code_hash = hash_of(code)
    unused = RecoveryCode.objects.filter(code_hash=code_hash, used_on__isnull=True)
    if unused.update(used_on=timezone.now().date()) != 1:
        return None
    return Person.objects.get(recovery_codes__code_hash=code_hash)
