"""What the English library says: every text, every claim, every source, sentence by sentence."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from content.parsing import parse_library
from content.types import Technique

LIBRARY = parse_library(Path(__file__).resolve().parents[2] / "content" / "library")
ENGLISH = LIBRARY.editions["en"]
TECHNIQUES = {technique.slug: technique for technique in ENGLISH.techniques}
EXERCISES = {
    exercise.id: exercise for technique in ENGLISH.techniques for exercise in technique.exercises
}


def texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every piece of text under ``value``, with the key it stands at."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if field != "sources":
                yield from texts(getattr(value, field), f"{key}.{field}".lstrip("."))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, f"{key}.{name}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{key}[{index}]")


def cited(value: object) -> Iterator[str]:
    """Every source named under ``value``."""
    if isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if field == "sources":
                yield from inner
            else:
                yield from cited(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from cited(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from cited(inner)


def every_text() -> list[tuple[str, str]]:
    """Every English text a reader can meet, with where it stands."""
    found = [("en.toml " + key, text) for key, text in texts(ENGLISH.words)]
    for technique in ENGLISH.techniques:
        found += [(f"{technique.slug} {key}", text) for key, text in texts(technique.words)]
    return found


def our_texts() -> list[tuple[str, str]]:
    """Everything said in Kidneycare's own voice: all but the claims and the source's title."""
    return [
        (where, text.replace(LIBRARY.document.title, ""))
        for where, text in every_text()
        if not where.split(" ", 1)[1].startswith("claims")
    ]


def every_claim() -> list[str]:
    """The document's claims, wherever they are told."""
    claims = list(ENGLISH.words.claims)
    for technique in ENGLISH.techniques:
        claims += technique.words.claims
    return claims


def sentences(text: str) -> list[str]:
    """The sentences of a line."""
    return [part for part in re.split(r"(?<=[.!?])[”)]?\s+", text) if part]


def words_in(sentence: str) -> int:
    """How many words a reader has to get through."""
    return len(re.findall(r"\w[\w’-]*", sentence))


def caution_text(technique: Technique) -> str:
    """All cautions of a technique as one text."""
    return "\n".join(text for _, text in texts(technique.words.cautions))
