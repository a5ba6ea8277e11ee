"""Every text of the code and the templates that is to be translated, found without GNU gettext."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("content", "kidneycare", "people", "practice", "templates")
Key = tuple[str | None, str, str | None]
"""Context, text, and its plural."""

CALLS = {
    # function: the places of context, text and plural among its arguments
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}
TEXT = r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(
    rf"\b(gettext|pgettext|ngettext|npgettext|_)\(\s*{TEXT}(?:,\s*{TEXT})?(?:,\s*{TEXT})?"
)


def texts() -> dict[Key, str]:
    """Each text with a file in which it stands."""
    found: dict[Key, str] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            read = {".py": _in_code, ".html": _in_template, ".txt": _in_template}.get(path.suffix)
            if read is not None:
                name = str(path.relative_to(ROOT))
                found |= dict.fromkeys(read(path.read_text(encoding="utf-8")), name)
    return found


def _in_code(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _key(node.func.id, [_constant(each) for each in node.args])


def _in_template(source: str) -> Iterator[Key]:
    # Django's own stand-in for a template: the calls that xgettext would read.
    for name, *arguments in CALL.findall(templatize(source)):
        given = [str(ast.literal_eval(each)) if each else None for each in arguments]
        yield from _key(name, given)


def _key(name: str, arguments: list[str | None]) -> Iterator[Key]:
    if name in CALLS:
        context, text, plural = (
            None if place is None or place >= len(arguments) else arguments[place]
            for place in CALLS[name]
        )
        if text is not None:
            yield context, text, plural


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
