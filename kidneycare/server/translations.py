"""Turn the translators' `.po` files into the `.mo` files that are read at run time.

Done here rather than by GNU gettext, so that a computer needs nothing but Python.
"""

import os
import re
from pathlib import Path

import polib

#: %(name)s, %s, %d, %% and their kin; group 1 is the name.
_PERCENT = re.compile(r"%(?:\((\w+)\))?[#0\- +]*[\d.]*([a-zA-Z%])")
#: {name}, {0}, {} of str.format; doubled braces are text.
_BRACE = re.compile(r"(?<!\{)\{(\w*)[^{}]*\}(?!\})")


class TranslationTrouble(Exception):
    """A translation file cannot be used; the message names the file and the line."""


def compile_all(locale: Path) -> list[Path]:
    """Compile every `<language>/LC_MESSAGES/django.po` below `locale` that changed since.

    Returns the files written. Raises TranslationTrouble at the first file that cannot be used;
    its older `.mo` then stays as it was.
    """
    return [
        written
        for source in sorted(locale.glob("*/LC_MESSAGES/django.po"))
        if (written := compile_file(source)) is not None
    ]


def compile_file(source: Path) -> Path | None:
    """Compile one `.po` file beside itself; None when its `.mo` is already newer."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
        return None
    catalogue = _read(source)
    _check_duplicates(source, catalogue)
    for entry in catalogue.translated_entries():
        _check_placeholders(source, entry)
    # Two starts may meet here, and a reader must never see half a file.
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(catalogue.to_binary())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _read(source: Path) -> polib.POFile:
    """Parse a `.po` file, naming it in whatever is wrong with it."""
    try:
        return polib.pofile(str(source), encoding="utf-8")
    except UnicodeDecodeError as trouble:
        line = source.read_bytes()[: trouble.start].count(b"\n") + 1
        raise TranslationTrouble(f"{source}, line {line}: this is not UTF-8 text.") from trouble
    except OSError as trouble:
        # polib reports broken syntax as an OSError without a number, with the line in its text.
        if trouble.errno is not None:
            raise
        found = re.search(r"line (\d+)\)?:?\s*(.*)", str(trouble))
        place, reason = found.groups() if found else ("?", str(trouble))
        raise TranslationTrouble(
            f"{source}, line {place}: {reason or 'this cannot be understood'}."
        ) from trouble


def _check_duplicates(source: Path, catalogue: polib.POFile) -> None:
    """Refuse a text that is translated twice: which of the two is read would be chance."""
    seen: set[tuple[str | None, str]] = set()
    for entry in catalogue:
        if entry.obsolete:
            continue
        if (entry.msgctxt, entry.msgid) in seen:
            raise TranslationTrouble(
                f"{source}, line {entry.linenum}: “{entry.msgid}” is translated twice."
            )
        seen.add((entry.msgctxt, entry.msgid))


def _check_placeholders(source: Path, entry: polib.POEntry) -> None:
    """Refuse a translation whose placeholders differ from the original's.

    Such a one would fail only when somebody opens the page, in that language alone.
    """
    originals = [entry.msgid, *filter(None, [entry.msgid_plural])]
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    for flag, read in (("python-format", _percent_names), ("python-brace-format", _brace_names)):
        if flag not in entry.flags:
            continue
        allowed = set().union(*map(read, originals))
        # A plural form may leave the number out ("one day"), a plain message may not.
        needed = set[str]() if entry.msgid_plural else allowed
        for translation in translations:
            used = read(translation)
            if not needed <= used <= allowed:
                wrong = ", ".join(sorted(used ^ allowed))
                raise TranslationTrouble(
                    f"{source}, line {entry.linenum}: the translation of “{entry.msgid}” and the "
                    f"original differ in {wrong}."
                )


def _percent_names(text: str) -> set[str]:
    """List the %-placeholders of a text."""
    return {
        f"%({name}){kind}" if name else f"%{kind}"
        for name, kind in _PERCENT.findall(text)
        if kind != "%"
    }


def _brace_names(text: str) -> set[str]:
    """List the {}-placeholders of a text."""
    return {"{" + name + "}" for name in _BRACE.findall(text)}
