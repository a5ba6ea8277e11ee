"""Bring the translation files in line with the texts: ``python -m scripts.messages``.

Where texts stand is said in pyproject.toml, under ``tool.babel``.
"""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.frontend import CommandLineInterface

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = ("gettext_lazy", "gettext_noop", "ngettext_lazy:1,2", "pgettext_lazy:1c,2")
"""What marks a text, besides what Babel knows by itself."""


def extract(target: Path) -> None:
    """Write every text of the code and the templates into a ``.pot`` file."""
    with chdir(ROOT):
        _babel(
            *("extract", "--mapping", "pyproject.toml", "--output", str(target)),
            *("--no-wrap", "--add-location", "file"),
            *(f"--keyword={keyword}" for keyword in KEYWORDS),
            ".",
        )


def update(template: Path) -> None:
    """Add to the translations what is new, and drop what is gone."""
    _babel(
        *("update", "--input-file", str(template), "--output-dir", str(ROOT / "locale")),
        *("--domain", "django", "--no-wrap"),
        *("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date"),
    )


def _babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "--quiet", *arguments])  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        texts = Path(folder) / "django.pot"
        extract(texts)
        update(texts)
