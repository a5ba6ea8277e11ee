"""Decodes a file's bytes into entries; where one is not in the right form, says which. Pure."""

import codecs
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NamedTuple, TypeVar

import msgspec

from practice.transfer.reader import CHUNK, DuplicateKey, Reader, UnreadableError
from practice.transfer.schema import (
    FORMAT,
    LARGEST,
    LISTS,
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
    RawHead,
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
LONGEST_HEAD = 100
"""Bytes of the format's name and of the version."""
# Built at import: msgspec crashes the process when two threads are the first to meet a type.
RAW_HEAD_DECODER = msgspec.json.Decoder(RawHead)
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


class RawEntry(NamedTuple):
    """One entry as it stands in the file: of a list with its ``number``, from 1."""

    part: str
    raw: bytes
    number: int | None = None


def as_utf8(content: bytes) -> bytes:
    """The same text in UTF-8 without a mark: editors save it as UTF-16 or with one.

    A piece at a time, and what is no UTF-16 stays what no UTF-8 has.

    Raises:
        ImportProblem: it is too large.
    """
    if len(content) > LARGEST:
        raise ImportProblem(Fault.TOO_LARGE)
    encoding = _utf16(content[:2])
    if encoding is None:
        return content.removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    text = BytesIO()
    for begin in range(0, len(content), CHUNK):
        piece = decoder.decode(content[begin : begin + CHUNK])
        text.write(piece.encode("utf-8", "surrogatepass"))
        if text.tell() > LARGEST:
            raise ImportProblem(Fault.TOO_LARGE)
    text.write(decoder.getstate()[0])
    return text.getvalue()


def _utf16(start: bytes) -> str | None:
    """Which UTF-16: by its mark, or by the empty half of the first bracket or blank."""
    if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    if len(start) < 2 or bool(start[0]) == bool(start[1]):
        return None
    return "utf-16-le" if start[0] else "utf-16-be"


def check_head(content: bytes) -> None:
    """Check that it is JSON, one of our files, and of a version that can be read.

    Raises:
        ImportProblem: it is not.
    """
    try:
        raw = RAW_HEAD_DECODER.decode(content)
        if max(memoryview(raw.format).nbytes, memoryview(raw.version).nbytes) > LONGEST_HEAD:
            raise ImportProblem(Fault.NOT_OURS)
        head = HEAD_DECODER.decode(msgspec.json.encode(raw))
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


def raw_entries(content: bytes) -> Iterator[RawEntry]:
    """Yield the entries in the order of the file, and check what stands around them.

    Raises:
        ImportProblem: a part is unknown, missing or too long, or something stands in it twice.
    """
    reader = Reader(content)
    around: dict[str, bytes | msgspec.Raw] = {}
    part, number = "", None  # number: of the last entry of a list that was read
    try:
        for part in reader.members():
            if part not in ExportFile.__struct_encode_fields__:
                raise ImportProblem(Fault.FORM)
            if part in around:
                raise ImportProblem(Fault.DUPLICATE_KEY, part)
            reader.take(":")
            if part in LISTS and reader.peek() == "[":
                around[part], number = b"[]", 0
                for number, value in enumerate(reader.values(), 1):
                    if number > LISTS[part]:
                        raise ImportProblem(Fault.FORM, part)
                    yield RawEntry(part, _once(part, number, *value), number)
                number = None
            else:
                around[part] = raw = _once(part, None, *reader.value())
                if part == "person":
                    yield RawEntry(part, raw)
    except UnreadableError as error:
        if error.too_long:
            place = None if number is None else number + 1
            raise ImportProblem(Fault.FORM, part or None, place) from error
        raise _broken_at(content, error.position) from error
    _check_around(around, content)


def _check_around(around: Mapping[str, bytes | msgspec.Raw], content: bytes) -> None:
    """Check what stands around the entries, and that the file was written to its end."""
    outer = b",".join(b'"%b":%b' % (name.encode(), raw) for name, raw in around.items())
    if not decode_entry(ExportFile, RawEntry("", b"{" + outer + b"}"), content).complete:
        raise ImportProblem(Fault.FORM, "complete")


def _once(part: str, number: int | None, raw: bytes, found: object) -> bytes:
    """Refuse a key that stands twice in one object: msgspec takes the last without a word."""
    if isinstance(found, DuplicateKey):
        raise ImportProblem(Fault.DUPLICATE_KEY, part, number, str(found.path[0]))
    return raw


def decode_entry(kind: type[E], entry: RawEntry, content: bytes) -> E:
    """Decode one object of the file ``content``.

    Raises:
        ImportProblem: it is no JSON, or not of this kind; names the field.
    """
    part, raw, number = entry
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


def _faulty_field(kind: type[Entry], raw: bytes) -> str:
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
        Reader(content).walk()
        if found := ONLY_IN_PYTHON.search(content):
            position = found.end()
    except UnreadableError as error:
        position = error.position
    return _broken_at(content, position)


def _broken_at(content: bytes, position: int) -> ImportProblem:
    fault, foreign = Fault.BROKEN, _no_utf8(content)
    if foreign is not None:
        fault, position = Fault.ENCODING, foreign
    return ImportProblem(fault, None, content.count(b"\n", 0, position) + 1)


def _no_utf8(content: bytes) -> int | None:
    """Where the first byte is that no UTF-8 has.

    A piece at a time: as text the whole could take four times as much room.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    for begin in range(0, len(content), CHUNK):
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(content[begin : begin + CHUNK], begin + CHUNK >= len(content))
        except UnicodeDecodeError as error:
            return begin - kept + error.start
    return None
