"""What the export holds of links: names and dates, never a token."""

import datetime as dt

from msgspec import Struct

from people.models import Person
from sharing.models import EveningNotice, SharedLink


class EveningEntry(Struct, frozen=True):
    """The notice in the evening that somebody asked for; never where it goes."""

    asked: str
    answer: str
    answered: str | None
    consent: int | None


class SharedLinkEntry(Struct, frozen=True):
    name: str
    shown_name: str
    kind: str
    shows_notes: bool
    shows_pain: bool
    shows_reasons: bool
    made: str
    until: str
    revoked: str | None
    opened: int
    last_opened: str | None
    evening: EveningEntry | None


def exported_links(person: Person) -> list[SharedLinkEntry]:
    return [
        SharedLinkEntry(
            name=link.name,
            shown_name=link.shown_name,
            kind=link.kind,
            shows_notes=link.shows_notes,
            shows_pain=link.shows_pain,
            shows_reasons=link.shows_reasons,
            made=_iso(link.agreed_at),
            until=link.until.isoformat(),
            revoked=_iso(link.revoked_at) if link.revoked_at else None,
            opened=link.times or 0,
            last_opened=link.last_opened.isoformat() if link.last_opened else None,
            evening=_evening(link.asked_evening),
        )
        for link in SharedLink.objects.of(person)
    ]


def _evening(notice: EveningNotice | None) -> EveningEntry | None:
    if notice is None:
        return None
    return EveningEntry(
        asked=_iso(notice.asked_at),
        answer=notice.answer,
        answered=_iso(notice.answered_at) if notice.answered_at else None,
        consent=notice.consent_version,
    )


def _iso(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).isoformat(timespec="seconds")
