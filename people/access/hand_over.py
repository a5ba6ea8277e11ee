"""What hangs on a person moves to another one, who they turned out to be."""

from people.models import Person


def hand_over(giver: Person, taker: Person) -> None:
    """Let the giver's phones, passkeys and codes be the taker's. Call it with both locked.

    Invitations of the giver stay behind: they were to a record that is no more.
    """
    giver.devices.update(person=taker)
    giver.passkeys.update(person=taker)
    giver.recovery_codes.update(person=taker)
