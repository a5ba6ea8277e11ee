"""What a reminder says: words that anybody may read on a lock screen."""

import json
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.types import Period
from kidneycare.i18n.languages import address_in, tag_of
from reminders.models import Endpoint
from reminders.words import reminder_exercises, reminder_title

DECLARATIVE = 8030
"""By this number a browser knows a message that it can show by itself (Declarative Web Push)."""
TAG = "kidneycare"
"""One reminder takes the place of another, on the phone and at its push service."""
REMINDED = "/reminders/now/{}/"
PRACTISE = "/practise/{}/"
"""By their names the sender would load every page's code for them, a tenth of its memory."""


class Message(NamedTuple):
    """``exercises``: the ids of those that are left, where the person wants them named."""

    language: str
    period: Period
    exercises: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        return TAG

    def payload(self, browser: Endpoint) -> bytes:
        return payload(self, browser.origin)


@lru_cache(maxsize=512)
def payload(message: Message, origin: str) -> bytes:
    """A message as browsers show it, with addresses of the site as that browser knows it."""
    period = message.period
    with override(message.language):
        page, practise = (
            origin + address_in(path.format(period.slug), message.language)
            for path in (REMINDED, PRACTISE)
        )
        notification: dict[str, Any] = {
            "title": reminder_title(period),
            "lang": tag_of(message.language),
            "dir": "ltr",
            "tag": TAG,
            "navigate": page,
            "actions": [
                {"action": "practise", "title": _("Practise now"), "navigate": practise},
                {"action": "later", "title": _("In 30 minutes"), "navigate": f"{page}#later"},
            ],
        }
        if message.exercises:
            notification["body"] = reminder_exercises(message.exercises)
    return declared(notification)


def declared(notification: dict[str, Any]) -> bytes:
    """What a browser shows, as Declarative Web Push writes it."""
    message = {"web_push": DECLARATIVE, "notification": notification}
    return json.dumps(message, ensure_ascii=False).encode()
