"""The sender: claims what is due, decides, sends, and keeps what became of it.

All that is kept is written by one thread, which also hands the messages over, one row's after the
other's: handed over, then noted. Whoever kills it meets at most one between the two. Others
open connections and wait for answers.
"""

import datetime as dt
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from queue import Empty, SimpleQueue
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kidneycare.db.secure_erase import checkpoint
from reminders.models import Endpoint
from reminders.push.addresses import NotAllowed
from reminders.push.encryption import encrypt
from reminders.push.service import NOBODY, Connection, Fate, Outcome, Services, path_of
from reminders.push.vapid import Signer, site_signer
from reminders.sending.claim import claim, put_off, set_next
from reminders.sending.queues import Decision, Message, Queue, queues

log = logging.getLogger("kidneycare.reminders")

THREADS = 16
BATCH = 25
MOST_UNDERWAY = 50
FIRST_RETRY = dt.timedelta(minutes=1)
LONGEST_RETRY = dt.timedelta(minutes=30)
MARGIN = dt.timedelta(minutes=1)
"""Nothing is handed over so shortly before a claim ends: a computer may have been asleep."""
R = TypeVar("R")
NOT_ALLOWED = Outcome(Fate.GIVEN_UP)


class Letter(NamedTuple):
    """A message for one browser, and the connection on which it can go."""

    browser: Endpoint
    body: bytes
    line: Connection | None
    outcome: Outcome | None


class Sender:
    """Sends what is due, from one thread of one process; there may be several processes."""

    def __init__(self, services: Services, signer: Signer, now: Callable[[], dt.datetime]) -> None:
        self._services, self._signer, self._now = services, signer, now
        self._pool = ThreadPoolExecutor(THREADS)
        self._events: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._underway = 0
        self._reached: list[Endpoint] = []
        self.sent = 0

    def close(self) -> None:
        self._pool.shutdown()
        self._services.close()

    def send_due(self, asked_to_stop: Callable[[], bool] = lambda: False) -> int:
        """Send until nothing more is due; the number of reminders that went out."""
        before, waiting = self.sent, [*queues()]
        while waiting or self._underway:
            if waiting and self._underway <= MOST_UNDERWAY - BATCH:
                if asked_to_stop():
                    waiting.clear()
                elif self._claim(waiting[0]) < BATCH:
                    del waiting[0]
            self._work()
        self._note_reached()
        return self.sent - before

    def _claim(self, queue: Queue) -> int:
        now = self._now()
        claimed = claim(queue, now, BATCH)
        decisions = queue.decide(claimed, now)
        with transaction.atomic():
            for decision in decisions:
                if decision.message is None:
                    set_next(decision.claimed, decision.claimed.next_time(now))
        for decision in decisions:
            if decision.message is not None:
                self._start(queue, decision, decision.message)
        return len(claimed)

    def _start(self, queue: Queue, decision: Decision, message: Message) -> None:
        claimed = decision.claimed
        # Tried again, it goes to those alone whom it did not reach.
        to = {
            each.endpoint: each
            for each in claimed.browsers
            if not claimed.is_put_off or not each.last_ok_at or each.last_ok_at < claimed.since
        }
        self._underway += 1

        def address_all() -> list[Letter]:
            return [self._address(each, message.payload(each)) for each in to.values()]

        def hand_over(letters: list[Letter]) -> None:
            self._hand_over(queue, decision, message.topic, letters)

        self._later(address_all, hand_over)

    def _address(self, browser: Endpoint, plain: bytes) -> Letter:
        try:
            body = encrypt(plain, bytes(browser.p256dh), bytes(browser.auth))
            line = self._services.connect(browser.endpoint)
        except (NotAllowed, ValueError):
            return Letter(browser, b"", None, NOT_ALLOWED)
        except (OSError, HTTPException):
            return Letter(browser, b"", None, NOBODY)
        return Letter(browser, body, line, None)

    def _hand_over(
        self, queue: Queue, decision: Decision, topic: str, letters: list[Letter]
    ) -> None:
        """Write all of a reminder's messages, and note at once that it went out."""
        now, claimed = self._now(), decision.claimed
        is_late = now > claimed.until - MARGIN or now >= decision.ends
        if is_late or not queue.is_wanted(claimed):
            # It is another sender's by now, or nobody's any more.
            for letter in letters:
                if letter.line:
                    letter.line.close()
            self._underway -= 1
            return
        letters = [self._write(letter, topic, decision.ends, now) for letter in letters]
        following = claimed.next_time(now)
        is_sent = any(letter.line for letter in letters)
        if is_sent:
            set_next(claimed, following, sent_at=now)
            self.sent += 1
        self._later(
            lambda: [self._receive(letter) for letter in letters],
            lambda outcomes: self._settle(decision, following, letters, outcomes),
        )

    def _write(self, letter: Letter, topic: str, ends: dt.datetime, now: dt.datetime) -> Letter:
        if letter.line is None:
            return letter
        endpoint = letter.browser.endpoint
        headers = {
            "Authorization": self._signer.authorization(endpoint, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            # No phone that is off till then shows it when its time is over.
            "TTL": str(int((ends - now).total_seconds())),
            "Topic": topic,
            "Urgency": "normal",
        }
        try:
            letter.line.request("POST", path_of(endpoint), letter.body, headers)
        except (OSError, HTTPException):
            letter.line.close()
            return letter._replace(line=None, outcome=NOBODY)
        return letter

    def _receive(self, letter: Letter) -> Outcome:
        if letter.line is None:
            return letter.outcome or NOBODY
        return self._services.receive(letter.line, letter.browser.endpoint)

    def _settle(
        self,
        decision: Decision,
        following: dt.datetime,
        letters: list[Letter],
        outcomes: list[Outcome],
    ) -> None:
        self._underway -= 1
        now, waits = self._now(), []
        for letter, outcome in zip(letters, outcomes, strict=True):
            if outcome.fate is Fate.TAKEN:
                self._reached.append(letter.browser)
            elif outcome.fate is Fate.GONE:
                forget(letter.browser)
            elif outcome.fate is Fate.GIVEN_UP:
                log.warning("push service refused a reminder: status %d", outcome.status)
            else:
                waits.append(outcome.wait or dt.timedelta())
        if len(self._reached) >= BATCH or waits:
            self._note_reached()
        claimed = decision.claimed
        # Ever longer, but no longer than the part of the day it is for.
        doubled = min(max(now - claimed.since, FIRST_RETRY), LONGEST_RETRY)
        again = now + max(doubled, *waits) if waits else decision.ends
        is_given_up = again >= decision.ends
        if any(letter.line for letter in letters):
            if not is_given_up:
                put_off(claimed, following, again)
        elif is_given_up:
            set_next(claimed, following)
        else:
            set_next(claimed, again, due_at=claimed.since)

    def _note_reached(self) -> None:
        reached, self._reached = self._reached, []
        for model in {type(each) for each in reached}:
            keys = [each.pk for each in reached if type(each) is model]
            model.objects.filter(pk__in=keys).update(last_ok_at=self._now())

    def _later(self, work: Callable[[], R], then: Callable[[R], None]) -> None:
        """Do something in another thread, and go on with what came of it in this one."""

        def go_on(done: Future[R]) -> None:
            self._events.put(lambda: then(done.result()))

        self._pool.submit(work).add_done_callback(go_on)

    def _work(self) -> None:
        """Go on with what is ready."""
        with suppress(Empty):
            self._events.get(timeout=1 if self._underway else 0)()
            while True:
                self._events.get_nowait()()


def forget(browser: Endpoint) -> None:
    """Remove an endpoint that is gone; not the one by which the browser has replaced it."""
    same = type(browser).objects.filter(pk=browser.pk, endpoint=browser.endpoint)
    if same.delete()[0]:
        checkpoint()


def site_sender() -> Sender:
    return Sender(Services(settings.PUSH_TEST_AUTHORITY), site_signer(), timezone.now)
