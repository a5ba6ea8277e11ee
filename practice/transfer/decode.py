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

E = TypeVar("E", bound=Entry)
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises at a text that is no JSON."""
ONLY_IN_PYTHON = re.compile(
    rb"[\[:,]\s*(?:NaN|-?Infinity)"
    rb"|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)
"""What Python's json takes and msgspec doesn't: words for numbers, half a pair of surrogates."""
# Built at import: msgspec crashes the process when two threads are the first to meet a type.
HEAD_DECODER = msgspec.json.Decoder(Head)
DECODERS: dict[type[Entry], msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind)
    for kind in (ExportFile, PersonEntry, PlanEntry, PauseEntry, NoteEntry, TickEntry)
}
ABSENT = msgspec.Raw(b"")
UNCHECKED_DECODERS = {
    kind: msgspec.json.Decoder(
        msgspec.defstruct(
            kind.__name__, [(name, msgspec.Raw, ABSENT) for name in kind.__struct_encode_fields__]
        )
    )
    for kind in DECODERS
}
"""The same entries with each field as it stands in the file."""
FIELD_DECODERS = {
    kind: [
        (field.encode_name, field.required, msgspec.json.Decoder(field.type))
        for field in msgspec.structs.fields(kind)
    ]
    for kind in DECODERS
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
        head = HEAD_DECODER.decode(content)
    except msgspec.ValidationError as error:
        raise ImportProblem(Fault.NOT_OURS) from error
    except UNREADABLE as error:
        # Of a file of ours that was cut off or damaged, the line helps; another is just foreign.
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
        decoded: E = DECODERS[kind].decode(raw)
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
        values = UNCHECKED_DECODERS[kind].decode(raw)
        for name, required, decoder in FIELD_DECODERS[kind]:
            value = getattr(values, name)
            if value is not ABSENT:
                decoder.decode(value)
            elif required:
                return name
    except msgspec.DecodeError:
        return name
    return ""


def _broken(content: bytes) -> ImportProblem:
    """Find the line at which a file is no JSON; msgspec tells the place only in a message."""
    position = len(content)
    try:
        content.decode()
        _walk(content)
        if found := ONLY_IN_PYTHON.search(content):
            position = found.end()
    except UnicodeDecodeError as error:
        position = error.start
    except json.JSONDecodeError as error:
        position = error.pos
        if content.startswith(b",", position):
            # From 3.13 on Python blames a comma too many, and before what comes after it.
            position = len(content) - len(content[position + 1 :].lstrip())
    except RecursionError:
        pass
    return ImportProblem(Fault.BROKEN, None, content.count(b"\n", 0, position) + 1)


class _DuplicateKey(NamedTuple):
    """The way to a key that stands twice in one object: keys, and places in lists."""

    path: tuple[Any, ...]


def refuse_duplicate_keys(content: bytes) -> None:
    """Refuse a key that stands twice in one object: msgspec takes the last without a word.

    Raises:
        ImportProblem: whichever was meant, half would be lost.
    """
    if isinstance(found := _walk(content), _DuplicateKey):
        part, *rest = found.path
        number = rest.pop(0) + 1 if rest and isinstance(rest[0], int) else None
        raise ImportProblem(Fault.DUPLICATE_KEY, part, number, rest[0] if rest else "")


def _walk(content: bytes) -> object:
    """Go through a file as JSON, to a key that stands twice or to where it breaks off.

    No byte outside ASCII can be part of a bracket or a quotation mark: so each byte may be
    read as a letter, and the text takes no more room than the file.

    Raises:
        JSONDecodeError, RecursionError: the file is no JSON.
    """
    return json.loads(
        content.decode("latin-1"),
        object_pairs_hook=_find_duplicate,
        parse_int=len,
        parse_float=len,
    )


def _find_duplicate(pairs: list[tuple[str, Any]]) -> _DuplicateKey | None:
    """Look through an object whose own objects were looked through before; keep nothing of it."""
    names = set()
    for name, value in pairs:
        if name in names:
            return _DuplicateKey((name,))
        names.add(name)
        if isinstance(value, _DuplicateKey):
            return _DuplicateKey((name, *value.path))
        if isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, _DuplicateKey):
                    return _DuplicateKey((name, place, *each.path))
    return None
