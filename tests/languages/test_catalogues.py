"""The translations of the interface: whole, certain, and fitting what they translate."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from django.conf import settings
from django.utils import translation

from content.catalogue import library
from kidneycare.i18n.languages import is_language
from tests.languages.sources import ROOT, Key, key_of, read, texts

LOCALES = {"zh-hans": "zh_Hans", "zh-hant": "zh_Hant"}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]|\{\w*\}")
MARKUP = re.compile(r"<[^>]*>")

each_language = pytest.mark.parametrize("language", LOCALES)


@cache
def catalogue(language: str) -> Catalog:
    locale = LOCALES[language]
    return read(ROOT / "locale" / locale / "LC_MESSAGES" / "django.po", locale)


def entries(language: str) -> dict[Key, Message]:
    return {key_of(entry): entry for entry in catalogue(language) if entry.id}


def words_of(entry: Message) -> list[str]:
    """Its translations: one, or as many as the language has plural forms."""
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or ())


def test_the_languages_are_those_the_product_speaks() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["en", *LOCALES]
    assert all(is_language(language) for language in LOCALES)


def test_the_settings_name_each_language_of_the_library_as_it_names_itself() -> None:
    names = {code: edition.words.language for code, edition in library().editions.items()}
    assert dict(settings.LANGUAGES) == names


@each_language
def test_every_text_of_the_code_is_in_the_file_and_none_that_is_gone(language: str) -> None:
    wanted = texts()
    assert len(wanted) > 400, "the texts were not found"
    have = entries(language).keys()
    assert not [f"{wanted[key]}: {key}" for key in wanted if key not in have], "run: make messages"
    assert not [key for key in have if key not in wanted], "run: make messages"


@each_language
def test_every_text_is_translated_and_none_is_in_doubt(language: str) -> None:
    for key, entry in entries(language).items():
        assert all(words.strip() for words in words_of(entry)), key
        assert not entry.fuzzy, key
    assert not catalogue(language).obsolete


@each_language
def test_chinese_has_one_plural_form(language: str) -> None:
    assert catalogue(language).plural_forms == "nplurals=1; plural=0;"
    for key, entry in entries(language).items():
        assert len(words_of(entry)) == 1, key


@each_language
def test_what_is_put_in_and_what_is_marked_up_is_the_same(language: str) -> None:
    for key, entry in entries(language).items():
        for words in words_of(entry):
            original = key[2] or key[1]
            assert sorted(PLACEHOLDER.findall(words)) == sorted(PLACEHOLDER.findall(original)), key
            assert sorted(MARKUP.findall(words)) == sorted(MARKUP.findall(original)), key


@each_language
def test_every_figure_of_a_text_is_kept(language: str) -> None:
    """Limits that are told must be the limits that hold."""
    for key, entry in entries(language).items():
        for words in words_of(entry):
            figures = re.findall(r"\d+(?:\.\d+)?", PLACEHOLDER.sub("", key[1]))
            missing = [figure for figure in figures if figure not in words]
            assert not missing, f"{key}: {missing}"


@each_language
def test_sentences_end_as_sentences(language: str) -> None:
    """A full stop, question mark or colon has its Chinese counterpart, and no Latin one stays."""
    ends = {".": "。", "?": "？", ":": "："}
    for key, entry in entries(language).items():
        if key[0] == "head of a column" or key[1] in {"Morn.", "Aft.", "Eve."}:
            continue
        for words in words_of(entry):
            if (end := ends.get(key[1][-1:])) and len(key[1]) > 4:
                assert words.endswith(end), f"{key}: {words}"
            assert not re.search(r"[一-鿿][,.;:?!]|[,;:?!][一-鿿]", words), f"{key}: {words}"


@each_language
def test_the_names_of_dates_are_all_there(language: str) -> None:
    from django.utils.formats import get_format

    english = ROOT / "kidneycare" / "i18n" / "formats" / "en" / "formats.py"
    names = re.findall(r"^([A-Z_]+) = ", english.read_text(encoding="utf-8"), re.MULTILINE)
    assert "DAY" in names
    for code in ("en", language):
        with translation.override(code):
            for name in names:
                assert get_format(name) != name, f"{code} has no {name}"


def test_no_page_writes_a_date_in_a_fixed_order() -> None:
    """Each language has its own order: a template names the kind, the language's formats say how.

    Only what programs read is fixed, and the day's number or a time of day by itself.
    """
    fixed = re.compile(
        r"""(?:\| date\(|date_format\([^)]*, |time_format\([^)]*, )["']([^"']+)["']"""
    )
    for path in [
        *ROOT.glob("templates/**/*.html"),
        *ROOT.glob("*/*words*.py"),
        *ROOT.glob("practice/words/*.py"),
    ]:
        for form in fixed.findall(Path(path).read_text(encoding="utf-8")):
            assert re.fullmatch(r"[A-Z]{2}[A-Z_]*|Y-m-d|j|H:i", form), f"{path.name}: {form}"
