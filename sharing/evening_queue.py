"""What the sender sends to who looks on: one kind word on an evening without a tick."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, cast

from django.utils.translation import override

from content.types import Period
from kidneycare.db.secure_erase import checkpoint
from kidneycare.i18n.languages import address_in, tag_of
from people.models import Person
from people.zones import zone_of
from practice.rules.adherence import State
from practice.rules.record import Record
from practice.store.load import load_todays
from practice.store.moment import Moment, clock_of
from reminders.models import Endpoint
from reminders.sending.message import declared
from reminders.sending.queues import Claimed, Decision
from sharing.evening import evening_key
from sharing.evening_words import evening_text, evening_title
from sharing.models import Answer, EveningNotice, EveningPhone, SharedLink

UNTIL = 23 * 60
"""Nobody is told later than at eleven by the person's clock."""
SHARED_HERE = "/shared/"
"""The page that finds the link; by its name the sender would load every page's code."""


class EveningMessage(NamedTuple):
    """``key``: by which the phone knows the link. ``name``: what the person is called there."""

    key: str
    name: str

    @property
    def topic(self) -> str:
        return self.key

    def payload(self, browser: Endpoint) -> bytes:
        language = cast(EveningPhone, browser).language
        with override(language):
            return declared(
                {
                    "title": evening_title(self.name),
                    "body": evening_text(),
                    "lang": tag_of(language),
                    "dir": "ltr",
                    "tag": self.key,
                    "navigate": browser.origin + address_in(f"{SHARED_HERE}#{self.key}", language),
                }
            )


class Evenings:
    """The queue of evening notices."""

    model = EveningNotice

    def gather(self, rows: Sequence[EveningNotice], until: dt.datetime) -> list[Claimed]:
        keys = [row.pk for row in rows]
        links = SharedLink.objects.select_related("person").in_bulk(keys)
        phones: dict[int, list[Endpoint]] = {}
        for phone in EveningPhone.objects.filter(notice__in=keys):
            phones.setdefault(phone.notice_id, []).append(phone)
        claimed = []
        for row in rows:
            # Whoever was erased this very moment took the row along.
            if row.pk in links:
                row.link = links[row.pk]
                own = tuple(phones.get(row.pk, ()))
                claimed.append(Claimed(row, row.link.person, until, own))
        return claimed

    def decide(self, claimed: Sequence[Claimed], now: dt.datetime) -> list[Decision]:
        moments = [Moment(each.person, clock_of(each.person, ""), now) for each in claimed]
        decisions, ended = [], []
        for each, record in zip(claimed, load_todays(moments), strict=True):
            if each.row.link.is_open(record.today):
                decisions.append(_decide(each, record))
            else:
                ended.append(each.row.pk)
        if ended:
            EveningNotice.objects.filter(pk__in=ended).delete()
            checkpoint()
        return decisions

    def is_wanted(self, claimed: Claimed) -> bool:
        """Whether the yes still holds: it may have been taken back, or the link."""
        mine = EveningNotice.objects.filter(pk=claimed.row.pk, claimed_until=claimed.until)
        wanted: bool = mine.filter(answer=Answer.YES, link__revoked_at__isnull=True).exists()
        return wanted

    def zone_changed(self, person: Person, now: dt.datetime) -> None:
        mine = EveningNotice.objects.filter(link__person=person)
        mine.reschedule(zone_of(person.zone), now)


def _decide(claimed: Claimed, record: Record) -> Decision:
    notice, clock = claimed.row, record.clock
    day = clock.today(claimed.since)
    ends = min(clock.instant(day, UNTIL), clock.end_of(day, Period.EVENING))
    # Who flies west has two evenings on one day.
    was_told = notice.sent_at is not None and clock.today(notice.sent_at) == record.today
    is_due = (
        notice.answer == Answer.YES
        and record.now < ends
        and day == record.today
        and claimed.is_of_this_zone
        and (claimed.is_put_off or not was_told)
    )
    if not is_due or not claimed.browsers or not nothing_ticked(record):
        return Decision(claimed, None, ends)
    link = notice.link
    return Decision(claimed, EveningMessage(evening_key(link), link.shown_name), ends)


def nothing_ticked(record: Record) -> bool:
    """Whether today asks for something, and nothing was ticked, nor said to be "not today"."""
    today = record.today
    if not record.plans or today < record.plans[0].starts or not record.judge(today).asked:
        return False
    ticks = record.ticks.get(today, {}).values()
    # What is done of exercises that are not here any more stands in the last day alone.
    return record.last_day != today and all(each.state is State.UNDONE for each in ticks)
