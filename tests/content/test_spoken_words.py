"""The library can be read aloud: short sentences, British spelling, no forbidden word."""

import re

from tests.content.english import ENGLISH, every_text, sentences, words_in

NEVER_ON_SCREEN = re.compile(
    r"\b(?:slots?|adherence|missed|failed|set \d of \d|slow muscle strain)\b", re.IGNORECASE
)
PRINTED_SLIP = "“slow muscle strain”"


def test_no_forbidden_word_is_on_the_screen() -> None:
    told = [
        f"{where}: {text}"
        for where, text in every_text()
        if NEVER_ON_SCREEN.search(re.sub(PRINTED_SLIP, "", text, flags=re.IGNORECASE))
    ]
    assert told == []


def test_below_the_slip_of_translation_stands_that_it_is_one() -> None:
    waist = next(each.words for each in ENGLISH.techniques if each.slug == "waist-massage")
    for claims, notes in (
        (ENGLISH.words.claims, ENGLISH.words.claim_notes),
        (waist.claims, waist.claim_notes),
    ):
        assert "slow muscle strain" in " ".join(claims)
        (note,) = [note.text for note in notes if "muscle strain" in note.text.lower()]
        assert "slip of translation" in note
        assert "strain of the lower-back muscles" in note


def test_sentences_are_short_enough_to_read_aloud() -> None:
    first = re.compile(r"cautions\.(?:not_if|ask_first_if|stop_if|also)|\.steps\[")
    long = [
        f"{where} ({words_in(sentence)} words): {sentence}"
        for where, text in every_text()
        for sentence in sentences(text)
        if words_in(sentence) > (22 if first.search(where) else 30)
    ]
    assert long == []


def test_spelling_is_british() -> None:
    american = re.compile(
        r"\b(?:aging|color|center|tumor|hemo\w+|gray|fiber|swoll?en up|gotten|pediatric)\b",
        re.IGNORECASE,
    )
    assert [text for _, text in every_text() if american.search(text)] == []
