"""Decodes a file's bytes into entries; where one is not in the right form, says which. Pure."""

import json
import re
from typing import Any, NamedTuple, TypeVar

import msgspec

from practice.transfer.schema import (
    FORMAT,
    LARGEST,
    MOST_VALUES,
    VERSION,
    Entry,
    ExportFile,
    Fault,
    Head,
    ImportProblem,
    NoteEntry,
    PauseEntry,
    PersonEntry,
    PlanEntry,
    TickEntry,
)

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises at a text that is no JSON."""
NOT_JSON = re.compile(
    rb"[\[:,]\s*(?:NaN|-?Infinity)"
    rb"|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)
"""What Python's json takes and msgspec doesn't: words for numbers, half a pair of surrogates."""

E = TypeVar("E", bound=Entry)
# Built at import: msgspec crashes the process when two threads are the first to meet a type.
_HEAD = msgspec.json.Decoder(Head)
_KINDS: list[type[Entry]] = [ExportFile, PersonEntry, PlanEntry, PauseEntry, NoteEntry, TickEntry]
_DECODERS: dict[type[Entry], msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind) for kind in _KINDS
}
_ABSENT = msgspec.Raw(b"")
_AS_RAW = {
    kind: msgspec.json.Decoder(
        msgspec.defstruct(
            kind.__name__, [(name, msgspec.Raw, _ABSENT) for name in kind.__struct_encode_fields__]
        )
    )
    for kind in _KINDS
}
_FIELDS = {
    kind: [
        (field.encode_name, field.required, msgspec.json.Decoder(field.type))
        for field in msgspec.structs.fields(kind)
    ]
    for kind in _KINDS
}


def decode_file(content: bytes) -> ExportFile:
    """Decode the file and leave each entry to ``decode_entry``.

    Raises:
        ImportProblem: it is none of ours, or its parts are not in the right form.
    """
    if len(content) > LARGEST:
        raise ImportProblem(Fault.TOO_LARGE)
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise ImportProblem(Fault.NOT_OURS)
    try:
        head = _HEAD.decode(content)
    except msgspec.ValidationError as error:
        raise ImportProblem(Fault.NOT_OURS) from error
    except UNREADABLE as error:
        # A file of ours that was cut off or damaged is told by the line; another is just foreign.
        if f'"{FORMAT}"'.encode() not in content[:200]:
            raise ImportProblem(Fault.NOT_OURS) from error
        raise _broken(content) from error
    if head.format != FORMAT or head.version < 1:
        raise ImportProblem(Fault.NOT_OURS)
    if head.version > VERSION:
        raise ImportProblem(Fault.NEWER)
    return decode_entry(ExportFile, content, content)


def decode_entry(
    kind: type[E],
    raw: bytes | msgspec.Raw,
    content: bytes,
    part: str = "",
    number: int | None = None,
) -> E:
    """Decode one object of the file ``content``.

    Raises:
        ImportProblem: it is no JSON, or not of this kind; names the field.
    """
    try:
        decoded: E = _DECODERS[kind].decode(raw)
    except msgspec.ValidationError as error:
        field = _faulty_field(kind, raw)
        if not part:
            raise ImportProblem(Fault.FORM, field or None) from error
        raise ImportProblem(Fault.FORM, part, number, field) from error
    except UNREADABLE as error:
        raise _broken(content) from error
    return decoded


def _faulty_field(kind: type[Entry], raw: bytes | msgspec.Raw) -> str:
    """The first field that ``kind`` refuses, or nothing; msgspec names it only in a message."""
    name = ""
    try:
        values = _AS_RAW[kind].decode(raw)
        for name, is_required, decoder in _FIELDS[kind]:
            value = getattr(values, name)
            if value is not _ABSENT:
                decoder.decode(value)
            elif is_required:
                return name
    except msgspec.DecodeError:
        return name
    return ""


def _broken(content: bytes) -> ImportProblem:
    """Find the line at which a file is no JSON; msgspec tells the place only in a message."""
    place = len(content)
    try:
        content.decode()
        _walk(content)
        if found := NOT_JSON.search(content):
            place = found.end()
    except UnicodeDecodeError as error:
        place = error.start
    except json.JSONDecodeError as error:
        place = error.pos
        if content.startswith(b",", place):
            # From 3.13 on Python blames a comma too many, and before what comes after it.
            place = len(content) - len(content[place + 1 :].lstrip())
    except RecursionError:
        pass
    return ImportProblem(Fault.BROKEN, None, content.count(b"\n", 0, place) + 1)


class _Doubled(NamedTuple):
    """The way to a key that stands twice in one object."""

    path: tuple[Any, ...]


def refuse_doubled(content: bytes) -> None:
    """Refuse a key that stands twice in one object: msgspec takes the last without a word.

    Raises:
        ImportProblem: whichever was meant, half would be lost.
    """
    if isinstance(doubled := _walk(content), _Doubled):
        part, *rest = doubled.path
        number = rest.pop(0) + 1 if rest and isinstance(rest[0], int) else None
        raise ImportProblem(Fault.DOUBLED, part, number, rest[0] if rest else "")


def _walk(content: bytes) -> object:
    """Go through a file as JSON, to a key that stands twice or to where it breaks off.

    Nothing is kept of what this reads, and no byte outside ASCII can be part of a
    bracket or a quotation mark: so each byte may be read as a letter, and the text
    takes no more room than the file.

    Raises:
        JSONDecodeError, RecursionError: the file is no JSON.
    """
    return json.loads(
        content.decode("latin-1"), object_pairs_hook=_find_doubled, parse_int=len, parse_float=len
    )


def _find_doubled(pairs: list[tuple[str, Any]]) -> _Doubled | None:
    names = set()
    for name, value in pairs:
        if name in names:
            return _Doubled((name,))
        names.add(name)
        if isinstance(value, _Doubled):
            return _Doubled((name, *value.path))
        if isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, _Doubled):
                    return _Doubled((name, place, *each.path))
    return None
