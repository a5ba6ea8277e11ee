"""Reads a JSON object one value at a time, so that no file takes more memory than itself. Pure.

msgspec and Python's json build whole lists, keys and texts before anybody can say that they are
too long: 32 MB of them would take up to twenty times as much.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

LONGEST_VALUE = 64 * 1024
"""Bytes of one value; an entry of ours has a few hundred."""
CHUNK = 16 * LONGEST_VALUE
BLANKS = re.compile(r"[ \t\n\r]*")


class DuplicateKey(NamedTuple):
    """The way to a key that stands twice in one object: keys, and places in lists."""

    path: tuple[Any, ...]


@dataclass
class UnreadableError(Exception):
    """What stands at ``position`` is no JSON, or ``too_long`` for a value."""

    position: int
    too_long: bool = False


class Reader:
    """A file, and the place up to which it was read; every method raises UnreadableError.

    No byte outside ASCII can be part of a bracket or a quotation mark: so each byte is read as
    a letter, and places in the text are those in the file.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.text = ""
        self.begin = self.place = 0
        """Where in the file the text begins, and where in the text reading goes on."""

    def peek(self) -> str:
        """The next sign that is no blank, empty at the end; with it whatever value it begins."""
        while True:
            blanks = BLANKS.match(self.text, self.place)
            self.place = blanks.end() if blanks else self.place
            if len(self.text) - self.place >= LONGEST_VALUE or self._is_last:
                return self.text[self.place : self.place + 1]
            self.begin += self.place
            self.text = self.content[self.begin : self.begin + CHUNK].decode("latin-1")
            self.place = 0

    @property
    def _is_last(self) -> bool:
        return self.begin + len(self.text) >= len(self.content)

    def take(self, sign: str) -> None:
        if self.peek() != sign:
            raise UnreadableError(self.begin + self.place)
        self.place += len(sign)

    def value(self) -> tuple[bytes, object]:
        """The next value as it stands in the file, and a ``DuplicateKey`` where it has one."""
        self.peek()
        start = self.place
        try:
            found, self.place = DECODER.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            position = error.pos
            if self.text.startswith(",", position):
                # From 3.13 on Python blames a comma too many, and before what comes after it.
                position = len(self.text) - len(self.text[position + 1 :].lstrip())
            raise UnreadableError(self.begin + position, not self._is_last) from error
        except RecursionError as error:
            raise UnreadableError(self.begin + start) from error
        # The first half of a number is a number too.
        is_cut = self.place == len(self.text) and not self._is_last
        if is_cut or self.place - start > LONGEST_VALUE:
            raise UnreadableError(self.begin + start, too_long=True)
        return self.content[self.begin + start : self.begin + self.place], found

    def members(self) -> Iterator[str]:
        """Each key of an object; its value must be read before the next."""
        self.take("{")
        while self.peek() != "}":
            if self.peek() != '"':
                raise UnreadableError(self.begin + self.place)
            yield str(self.value()[1])
            self._take_comma("}")
        self.take("}")
        if self.peek():
            raise UnreadableError(self.begin + self.place)

    def values(self) -> Iterator[tuple[bytes, object]]:
        """Each value of a list."""
        self.take("[")
        while self.peek() != "]":
            yield self.value()
            self._take_comma("]")
        self.take("]")

    def _take_comma(self, end: str) -> None:
        if self.peek() != end:
            self.take(",")
            if self.peek() == end:
                raise UnreadableError(self.begin + self.place)

    def walk(self) -> None:
        """Read all of it."""
        for _key in self.members():
            self.take(":")
            if self.peek() == "[":
                for _value in self.values():
                    pass
            else:
                self.value()


def _find_duplicate(pairs: list[tuple[str, Any]]) -> DuplicateKey | None:
    """Look through an object whose own objects were looked through before; keep nothing of it."""
    names = set()
    for name, value in pairs:
        if name in names:
            return DuplicateKey((name,))
        names.add(name)
        if isinstance(value, DuplicateKey):
            return DuplicateKey((name, *value.path))
        if isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, DuplicateKey):
                    return DuplicateKey((name, place, *each.path))
    return None


DECODER = json.JSONDecoder(object_pairs_hook=_find_duplicate, parse_int=len, parse_float=len)
