"""Compile `.po` files into `.mo` files, by Babel: GNU gettext need not be installed."""

import os
import re
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser
from django.core.management.base import CommandError

_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
# Babel takes whatever stands before and after the quotes.
_LINE = re.compile(r"""\s*(#.*|(\w+(\[\d\])? )?"([^"\\]|\\.)*"\s*)?""")


class _Unambiguous(Catalog):
    def __setitem__(self, key: str | tuple[str, ...] | list[str], message: Message) -> None:
        if message.id and self.get(message.id, message.context) is not None:
            text = f"“{message.id}” is translated twice"
            raise PoFileError(text, self, "", (message.lineno or 1) - 1)
        super().__setitem__(key, message)


def compile_all(locale: Path) -> list[Path]:
    """Compile every `<language>/LC_MESSAGES/django.po` below `locale` that changed since.

    Returns the files written.

    Raises:
        CommandError: a file can't be used; its older `.mo` stays as it was.
    """
    sources = sorted(locale.glob("*/LC_MESSAGES/django.po"))
    return [path for path in map(compile_file, sources) if path is not None]


def compile_file(source: Path) -> Path | None:
    """Compile one `.po` file beside itself; None when its `.mo` is already newer."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return None
    compiled = BytesIO()
    write_mo(compiled, _read(source))
    # Two processes may write it at once, and none must read half a file.
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(compiled.getvalue())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _read(source: Path) -> Catalog:
    catalog = _Unambiguous(locale=source.parent.parent.name, domain=source.stem)
    try:
        lines = source.read_text(encoding="utf-8").split("\n")
        _check_lines(lines, catalog)
        PoFileParser(catalog, ignore_obsolete=True, abort_invalid=True).parse(lines)
    except UnicodeDecodeError as error:
        line = source.read_bytes()[: error.start].count(b"\n") + 1
        raise CommandError(f"{source}, line {line}: this is not UTF-8 text.") from error
    except PoFileError as error:
        reason = str(error).removesuffix(f" on {error.lineno}")
        raise CommandError(f"{source}, line {error.lineno + 1}: {reason}.") from error
    for message in catalog:
        if wrong := _wrong_placeholders(message):
            raise CommandError(
                f"{source}, line {message.lineno}: the translation of “{message.id}” "
                f"and the original differ in {', '.join(wrong)}."
            )
    return catalog


def _check_lines(lines: list[str], catalog: Catalog) -> None:
    for number, line in enumerate(lines):
        if not _LINE.fullmatch(line):
            raise PoFileError("this cannot be understood", catalog, line, number)


def _wrong_placeholders(message: Message) -> list[str]:
    """What a translation has and the original lacks, or the other way round.

    Babel's own check lets what is missing pass, and refuses what the plural alone has, which is
    all that a language with one plural form can translate.
    """
    if not message.flags & {"python-format", "python-brace-format"}:
        return []
    originals = [message.id] if isinstance(message.id, str) else message.id
    translations = [message.string] if isinstance(message.string, str) else message.string or ()
    allowed = {name for text in originals for name in _PLACEHOLDER.findall(text)}
    # A plural form may leave the number out ("one day"), a plain message may not.
    needed = allowed if isinstance(message.id, str) else set()
    for used in (set(_PLACEHOLDER.findall(text)) for text in translations if text):
        if not needed <= used <= allowed:
            return sorted(used ^ allowed)
    return []
