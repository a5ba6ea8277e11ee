"""The list of terms (docs/terms.md) holds the content and the interface."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.content.test_editions import edition, names
from tests.languages.sources import read

ROOT = Path(__file__).resolve().parents[2]


class Row(NamedTuple):
    """One line of a table."""

    english: str
    simplified: str
    traditional: str
    never: tuple[str, ...]


def rows() -> list[Row]:
    """Every line of both tables."""
    found = []
    for line in (ROOT / "docs" / "terms.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] not in {"English", "---"}:
            english, simplified, traditional, *_pinyin, never = cells
            found.append(Row(english, simplified, traditional, tuple(never.split(", "))))
    return found


@cache
def everything(language: str) -> dict[str, str]:
    """Every text of a language: content, names of sources, interface."""
    locale = {"zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}[language]
    catalogue = read(ROOT / "locale" / locale / "LC_MESSAGES" / "django.po", locale)
    interface = {
        f"{entry.context}|{entry.id}": "".join(entry.string or "")
        for entry in catalogue
        if entry.id
    }
    return {**edition(language), **names(language), **interface}


def test_the_tables_are_read() -> None:
    assert len(rows()) > 35
    assert Row("Waist rub", "搓腰", "搓腰", ("擦腰",)) in rows()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.english)
def test_a_term_has_its_own_name_in_each_script_and_no_other(row: Row) -> None:
    stands_in_both_scripts_alike(row)
    no_other_name_is_used(row)


def stands_in_both_scripts_alike(row: Row) -> None:
    simplified, traditional = everything("zh-hans"), everything("zh-hant")
    assert simplified.keys() == traditional.keys()
    places = [key for key, text in simplified.items() if row.simplified in text]
    assert places, f"{row.simplified} stands nowhere"
    # Within a longer term it is that one's, which has a row of its own.
    longer = [each for each in rows() if row.simplified in each.simplified and each != row]
    for key in simplified:
        told, written = simplified[key], traditional[key]
        for each in longer:
            told = told.replace(each.simplified, "")
            written = written.replace(each.traditional, "")
        here, there = told.count(row.simplified), written.count(row.traditional)
        assert here == there, f"{key}: {simplified[key]} / {traditional[key]}"


def no_other_name_is_used(row: Row) -> None:
    for language in ("zh-hans", "zh-hant"):
        for key, text in everything(language).items():
            assert not [word for word in row.never if word in text], f"{key}: {text}"


@pytest.mark.parametrize(
    "language, script", [("zh-hans", "simplified"), ("zh-hant", "traditional")]
)
def test_no_word_of_the_other_shore_is_used(language: str, script: str) -> None:
    text = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"Never in {script}: ([^.]+)\.", text)
    words = re.split(r",\s+", line)
    assert len(words) > 10
    for key, told in everything(language).items():
        assert not [word for word in words if word in told], f"{key}: {told}"
