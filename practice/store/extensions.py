"""What apps above practice keep of a person: each registers here when it is loaded.

So a record is read, exported, imported and merged with all that belongs to it, and practice
knows none of their tables.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from people.models import Person
from practice.rules.reminders import ReminderSettings


class Reminders(Protocol):
    """``note_sql`` selects one text of ``%(person)s``, which is read with each record."""

    note_sql: str

    def settings_of(self, person: Person) -> ReminderSettings | None:
        """None where the person was never asked."""

    def import_settings(self, person: Person, settings: ReminderSettings) -> None:
        """Take over what a file says, where nothing was chosen yet. The person is locked."""

    def merge(self, stays: Person, guest: Person) -> None:
        """Let the guest's be the other's where that one chose nothing. Both are locked."""

    def zone_changed(self, person: Person) -> None:
        """Follow a person's clock to another zone. The person is locked."""


ExportedPart = Callable[[Person], Sequence[Struct]]
"""The entries of one person that the export alone holds."""

_reminders: list[Reminders] = []
_exported: dict[str, ExportedPart] = {}


def register_reminders(registered: Reminders) -> None:
    _reminders[:] = [registered]


def reminders() -> Reminders:
    return _reminders[0]


def register_export(name: str, part: ExportedPart) -> None:
    """Let ``part`` stand under ``name`` in the file's ``more``."""
    _exported[name] = part


def exported_parts(person: Person | None) -> dict[str, Sequence[Struct]]:
    return {name: part(person) for name, part in sorted(_exported.items())} if person else {}
