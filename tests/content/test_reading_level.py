"""English pages can be read at school grade 7 at most, by Flesch and Kincaid's formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from content.catalogue import library
from tests.conftest import MONDAY
from tests.factories import browser_of, new_person, new_plan, new_tick, stranger
from tests.pages import is_element, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

GRADE = 7.0
PATHS = [
    "/",
    "/techniques/",
    *(f"/techniques/{each.slug}/" for each in library().editions["en"].techniques),
    "/about/",
    "/when-it-hurts/",
    "/history/",
    "/plan/",
    "/me/",
    "/me/this-phone/",
    "/install/",
    "/practise/evening/",
]
BLOCKS = {"p", "li", "dt", "dd", "h1", "h2", "h3", "summary", "button", "label", "legend", "a"}
UNREAD = {"svg", "script", "style", "template", "noscript", "option"}
QUOTED = {"source", "sources"}
"""Names of books and papers: they are what they are."""
SILENT = re.compile(r"(?:[^laeiouyszxcgh]es|[^dt]ed|[^l]e)$")
VOWELS = re.compile(r"[aeiouy]+")
APART = re.compile(r"i[aou](?!us)|eo|ua|uo(?!t)|ei(?=ng)|yi")


def syllables(word: str) -> int:
    """How many syllables an English word has, by rule: right for most, else wrong by one.

    Groups of vowels, without an e that is not heard at the end, and with one more where
    two vowels side by side are heard apart ("rad-i-o").
    """
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    count = len(VOWELS.findall(SILENT.sub("", word))) + len(APART.findall(word))
    return max(1, count - len(re.findall(r"[tcs]io|[tc]ia|gio", word)))


def grade(sentences: list[list[str]]) -> float:
    """Flesch–Kincaid: the years at school that a text asks for."""
    words = [word for sentence in sentences for word in sentence]
    heard = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * heard / len(words) - 15.59


def blocks(element: Element) -> Iterator[str]:
    """Every block's own text, without that of blocks inside it."""
    own: list[str] = []

    def gather(here: Element) -> Iterator[str]:
        own.append(here.text or "")
        for child in here:
            if is_element(child) and not unread(child):
                if child.tag in BLOCKS or any(each.tag in BLOCKS for each in child.iter()):
                    yield from blocks(child)
                else:
                    yield from gather(child)
            own.append(child.tail or "")

    yield from gather(element)
    yield re.sub(r"\s+", " ", "".join(own)).strip()


def unread(element: Element) -> bool:
    classes = set((element.get("class") or "").split())
    return element.tag in UNREAD or bool(classes & QUOTED) or element.get("lang") is not None


def sentences_of(path: str) -> list[list[str]]:
    """The sentences of a page that have five words or more: a stranger's and a beginner's."""
    beginner = new_person()
    new_plan(person=beginner, starts=MONDAY)
    new_tick(person=beginner, day=MONDAY)
    pages = [parse(browser.get(path)) for browser in (stranger(), browser_of(beginner))]
    found = [
        re.findall(r"[A-Za-z][A-Za-z’'-]*", sentence)
        for page in pages
        for main in page.tagged("main")
        for block in blocks(main)
        for sentence in re.split(r"[.!?](?=\s|$)", block)
    ]
    return [words for words in found if len(words) >= 5]


def test_syllables_are_counted() -> None:
    heard = {
        1: "rub palm waist breathe knead used feel",
        2: "kidney massage technique bruises little numbness circles",
        3: "medicine evening document translation exercise",
        4: "emergency traditional exercising",
    }
    counted = {word: syllables(word) for words in heard.values() for word in words.split()}
    assert counted == {word: count for count, words in heard.items() for word in words.split()}


def test_the_formula_is_the_standard_one() -> None:
    """By hand: 10 words, 2 sentences, 12 syllables: 0.39 × 5 + 11.8 × 1.2 − 15.59 = 0.52."""
    text = [["rub", "your", "feet", "in", "water"], ["then", "sit", "down", "and", "kidney"]]
    assert grade(text) == pytest.approx(0.52)


@pytest.mark.parametrize("path", PATHS)
def test_an_english_page_is_read_at_grade_seven(path: str) -> None:
    sentences = sentences_of(path)
    hardest = sorted(sentences, key=lambda one: grade([one]), reverse=True)[:8]
    found = grade(sentences)
    assert found <= GRADE, f"{found:.1f}\n" + "\n".join(" ".join(one) for one in hardest)
