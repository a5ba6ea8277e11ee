"""No claim of the document is left out, and none is made in our own voice.

The table below was written from the document itself, not from the library:
where the two part, the library is wrong.
"""

import re

import pytest

from tests.content.english import ENGLISH, TECHNIQUES, every_claim, every_text, our_texts

CLAIMED = {
    "foot-massage": (
        "kidney meridian",
        "turbid qi",
        "essence",
        "“tonify”",
        "strengthen the body",
        "early ageing",
        "soothe the liver",
        "eyesight",
        "sleep",
        "dizziness",
        "sleeplessness",
        "ringing in the ears",
        "coughing up blood",
        "blocked nose",
        "headaches",
        "kidney deficiency",
        "“yin”",
        "“fire”",
        "“heat”",
        "middle-aged and elderly",
    ),
    "kidney-strengthening-exercises": (
        "tendons and bones",
        "meridians",
        "lower dantian",
        "elderly",
        "weak",
        "short of breath",
        "the arm throw has the same effect",
    ),
    "waist-massage": (
        "home of the kidneys",
        "“tonify”",
        "gather “qi”",
        "prevent and treat",
        "conditions such as “slow muscle strain” and lower back pain caused by kidney deficiency",
        "middle-aged and elderly",
    ),
}

PROMISES = re.compile(
    r"\b(?:treat(?:s|ed|ing|ment|ments)?|cur(?:e|es|ed|ing)|prevent(?:s|ed|ing|ion)?|heals?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("slug", CLAIMED)
def test_no_claim_of_the_document_is_left_out(slug: str) -> None:
    claims = " ".join(TECHNIQUES[slug].words.claims)
    assert [claim for claim in CLAIMED[slug] if claim not in claims] == []


def test_every_claim_is_the_document_s_and_says_so() -> None:
    """The page prints the attribution above each block; every claim ends its sentence."""
    attribution = ENGLISH.words.attribution
    assert attribution == "According to traditional Chinese medicine, the document says:"
    for claim in every_claim():
        assert not claim[0].isupper() or claim.startswith("Yongquan"), claim
        assert claim.endswith("."), claim


def test_the_introduction_s_claims_are_told_too() -> None:
    claims = " ".join(ENGLISH.words.claims)
    for part in ("home of the kidneys", "prevent and treat", "“tonifying”", "“yang”"):
        assert part in claims


def test_we_never_promise_in_our_own_voice() -> None:
    told = [f"{where}: {text}" for where, text in our_texts() if PROMISES.search(text)]
    assert told == []


def test_coughing_up_blood_is_never_named_without_the_way_to_a_doctor() -> None:
    named = [
        technique
        for technique in ENGLISH.techniques
        if "coughing up blood" in " ".join(technique.words.claims)
    ]
    assert [technique.slug for technique in named] == ["foot-massage"]
    for technique in named:
        lines = [note for note in technique.words.claim_notes if "blood" in note.text]
        assert len(lines) == 1
        text = lines[0].text
        for part in ("always needs a doctor", "flecks or streaks", "urgent", "breathlessness"):
            assert part in text
        assert "emergency number now" in text
        assert lines[0].sources == ("nhs-coughing-blood",)


def test_coughing_up_blood_never_stands_without_a_doctor_or_the_emergency_number() -> None:
    for where, text in every_text():
        if re.search(r"cough(?:ing)? up\b.*blood|blood.*cough", text) and "claims[" not in where:
            block = text
            if ".sign" in where:
                sign = re.search(r"hurt\.(\w+)\[(\d+)\]", where)
                assert sign
                block = getattr(ENGLISH.words.hurt, sign[1])[int(sign[2])].do
            assert re.search(r"doctor|emergency number", block), f"{where}: {text}"


def test_nothing_of_ours_stands_among_the_document_s_claims() -> None:
    """A slip of translation, an explanation or a caution of ours has its own block below."""
    ours = re.compile(r"\(|\bwe\b|\bour\b|slip|translation|doctor", re.IGNORECASE)
    assert [claim for claim in every_claim() if ours.search(claim)] == []


def test_the_page_for_when_it_hurts_tells_both_ways_of_coughing_up_blood() -> None:
    hurt = ENGLISH.words.hurt
    assert any("more than streaks of blood" in sign.sign for sign in hurt.emergency)
    assert any("flecks" in sign.sign and "urgent" in sign.do for sign in hurt.doctor)


def test_the_words_hemoptysis_and_tinnitus_are_said_plainly() -> None:
    for where, text in every_text():
        assert not re.search(r"hemoptysis|haemoptysis|tinnitus|insomnia", text, re.IGNORECASE), (
            where
        )
