"""Text that was made once and is the same whoever asks, kept in this process for the next time."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Kept:
    """Texts by what they were made from; where there is no more room the oldest gives way.

    A key must say everything that decided how the text came out: whoever comes with an equal key
    gets the same text.
    """

    def __init__(self, room: int) -> None:
        """``room``: for so many characters in all."""
        self.room = room
        self._texts: dict[Hashable, str] = {}
        self._size = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """The text that belongs to ``key``, made now if it isn't there."""
        found = self._texts.get(key)
        if found is None:
            found = make()
            with self._lock:
                self._keep(key, found)
        return found

    def forget(self) -> None:
        """Let everything be made anew."""
        with self._lock:
            self._texts.clear()
            self._size = 0

    def _keep(self, key: Hashable, text: str) -> None:
        self._size += len(text) - len(self._texts.pop(key, ""))
        self._texts[key] = text
        while self._size > self.room:
            self._size -= len(self._texts.pop(next(iter(self._texts))))
