"""Compiling translations: only what changed, and a mistake is told by file and line."""

import gettext
import os
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from kidneycare.server.translations import compile_all, compile_file

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
GREETING = """msgid "Sole rub"
msgstr "擦足底"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + GREETING, encoding="utf-8")
    return path


def read(source: Path) -> gettext.GNUTranslations:
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_a_translation_can_be_read_back(source: Path) -> None:
    assert compile_all(source.parents[2]) == [source.with_suffix(".mo")]
    assert read(source).gettext("Sole rub") == "擦足底"
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_only_what_changed_is_compiled_again(source: Path) -> None:
    compile_all(source.parents[2])
    os.utime(source, (1, 1))
    assert compile_all(source.parents[2]) == []

    source.write_text(HEADER + GREETING.replace("擦足底", "擦腳底"), encoding="utf-8")
    os.utime(source)
    assert compile_all(source.parents[2]) == [source.with_suffix(".mo")]
    assert read(source).gettext("Sole rub") == "擦腳底"


def test_a_doubtful_translation_is_not_used(source: Path) -> None:
    source.write_text(HEADER + "#, fuzzy\n" + GREETING, encoding="utf-8")
    compile_file(source)

    assert read(source).gettext("Sole rub") == "Sole rub"


def test_no_languages_is_no_error(tmp_path: Path) -> None:
    assert compile_all(tmp_path / "locale") == []


@pytest.mark.parametrize(
    "entry, words",
    [
        ('msgid "a"\nmsgstr "b" c\n', "line 7: this cannot be understood"),
        ('msgid "a"\nnonsense\n', "line 7"),
        (GREETING + "\n" + GREETING, "line 9: “Sole rub” is translated twice"),
        (
            '#, python-format\nmsgid "%(n)s days"\nmsgstr "%(m)s 天"\n',
            "line 7: the translation of “%(n)s days” and the original differ in %(m)s, %(n)s",
        ),
        (
            '#, python-brace-format\nmsgid "{day} again"\nmsgstr "又"\n',
            "line 7: the translation of “{day} again” and the original differ in {day}",
        ),
    ],
)
def test_a_mistake_is_told_by_file_and_line(source: Path, entry: str, words: str) -> None:
    compile_file(source)
    before = source.with_suffix(".mo").read_bytes()
    source.write_text(HEADER + entry, encoding="utf-8")
    os.utime(source)

    with pytest.raises(CommandError) as told:
        compile_file(source)

    assert str(source) in str(told.value)
    assert words in str(told.value)
    assert source.with_suffix(".mo").read_bytes() == before


def test_bytes_that_are_no_text_are_told_by_line(source: Path) -> None:
    source.write_bytes(HEADER.encode() + b'msgid "a"\nmsgstr "\xff"\n')

    with pytest.raises(match=r"line 7: this is not UTF-8"):
        compile_file(source)


def test_a_plural_form_may_leave_the_number_out(source: Path) -> None:
    entry = '#, python-format\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "一天"\n'
    source.write_text(HEADER + entry, encoding="utf-8")

    assert compile_file(source) is not None
