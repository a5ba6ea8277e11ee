"""What was made once and is the same whoever asks, kept in this process for the next time."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, AnyStr, Generic

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Kept(Generic[AnyStr]):
    """Texts by what they were made from; where there is no more room the oldest gives way.

    A key must say everything that decided how the text came out: whoever comes with an equal key
    gets the same text.
    """

    def __init__(self, room: int) -> None:
        """``room``: for so many characters or bytes in all."""
        self.room = room
        self._texts: dict[Hashable, AnyStr] = {}
        self._size = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], AnyStr]) -> AnyStr:
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

    def _keep(self, key: Hashable, text: AnyStr) -> None:
        if key not in self._texts:
            self._texts[key] = text
            self._size += len(text)
        while self._size > self.room:
            self._size -= len(self._texts.pop(next(iter(self._texts))))
