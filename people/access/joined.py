"""Phones that have joined a record, to be told on the others' Today until they say they know."""

from people.identity import SignedIn
from people.models import Device


def joined_phones(here: SignedIn) -> list[Device]:
    """The phones that have joined since this one was last told, newest first.

    For one that itself came with another record, they are all whom it met there. No query where
    nobody has come.
    """
    person, mine = here.person, here.device
    if person.joined_at is None or person.joined_at <= mine.others_known_at:
        return []
    # Those that came along with this one have the same instant.
    others = person.devices.exclude(pk=mine.pk).exclude(made_at=mine.made_at)
    if mine.made_at <= mine.others_known_at:
        others = others.filter(made_at__gt=mine.others_known_at)
    return list(others.order_by("-made_at", "pk"))
