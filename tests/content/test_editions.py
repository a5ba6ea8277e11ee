"""The Chinese editions say what the English one says, piece by piece."""

import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import msgspec
import opencc
import pytest

from content.language_texts import LibraryWords
from content.parsing import parse_library
from tests.content.english import sentences, words_in

LIBRARY = parse_library(Path(__file__).resolve().parents[2] / "content" / "library")
CHINESE = ("zh-hans", "zh-hant")
HAN = re.compile(r"[\u3400-\u9fff]")
FIGURE = re.compile(r"\d+(?:\.\d+)?")

each_edition = pytest.mark.parametrize("language", CHINESE)


def leaves(value: object, key: str = "") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every piece of text with its key and the sources it rests on."""
    if isinstance(value, str):
        yield key, value, ()
    elif isinstance(value, msgspec.Struct):
        own = () if isinstance(value, LibraryWords) else tuple(getattr(value, "sources", ()))
        for field in value.__struct_fields__:
            if field in {"sources", "document_title", "language"}:
                continue
            for where, text, sources in leaves(getattr(value, field), f"{key}.{field}"):
                yield where, text, sources or own
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{key}.{name}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{key}[{index}]")


def edition(language: str) -> dict[str, str]:
    """Every text of an edition by its key."""
    return {key: text for key, (text, _sources) in with_sources(language).items()}


def with_sources(language: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = LIBRARY.editions[language]
    trees: dict[str, object] = {"library": found.words}
    trees |= {technique.slug: technique.words for technique in found.techniques}
    return {
        key: (text, sources)
        for name, tree in trees.items()
        for key, text, sources in leaves(tree, name)
    }


def names(language: str) -> dict[str, str]:
    """What an edition calls the document and the sources."""
    words = LIBRARY.editions[language].words
    return {"document_title": words.document_title or "", **words.sources}


ENGLISH = edition("en")


# --- the same pieces ------------------------------------------------------------


@each_edition
def test_it_has_the_same_pieces_resting_on_the_same_sources(language: str) -> None:
    """As many steps, claims, cautions, readings, signs and terms; nothing more and nothing less."""
    english, chinese = with_sources("en"), with_sources(language)
    assert list(chinese) == list(english)
    for key, (_text, sources) in english.items():
        assert chinese[key][1] == sources, key


@each_edition
def test_it_names_the_document_and_every_source(language: str) -> None:
    assert set(names(language)) == {"document_title", *LIBRARY.document.sources}
    for key, name in names(language).items():
        assert HAN.search(name), f"{key}: {name}"


@each_edition
def test_every_figure_of_the_english_is_kept(language: str) -> None:
    for key, text in edition(language).items():
        told, figures = FIGURE.findall(text), FIGURE.findall(ENGLISH[key])
        assert not [figure for figure in figures if figure not in told], f"{key}: {text}"


@each_edition
def test_no_figure_is_added(language: str) -> None:
    for key, text in edition(language).items():
        figures = [*FIGURE.findall(ENGLISH[key]), *(["1"] if "January" in ENGLISH[key] else [])]
        assert not [figure for figure in FIGURE.findall(text) if figure not in figures], key


@each_edition
def test_every_figure_in_the_name_of_a_source_is_kept(language: str) -> None:
    for slug, source in LIBRARY.document.sources.items():
        told = FIGURE.findall(names(language)[slug])
        # Months have names in English and numbers in Chinese.
        assert not [each for each in FIGURE.findall(source.name) if each not in told], slug


KEPT = {
    # what a step says in English: what it then says in either script
    "left palm": "左手掌",
    "right palm": "右手掌",
    "left sole": "左[脚腳]心",
    "right sole": "右[脚腳]心",
    "left foot": "左[脚腳]",
    "right foot": "右[脚腳]",
    "left arm": "左臂",
    "right arm": "右臂",
    "breathe in": "吸[气氣]",
    "breathe out": "呼[气氣]",
    "before bed": "睡前",
    "every day": "每天",
    "a day": "每天|一天",
    "morning": "早上",
    "afternoon": "下午",
    "evening": "晚上",
    "more than": "超[过過]",
    "about": "[约約]",
    "until": "直到|到",
    "warm": "[热熱溫温]",
    "waist": "腰",
    "palms": "手掌",
    "ribs": "肋",
    "ears": "耳朵",
    "shoulder": "肩",
    "elbows": "手肘",
    "up and down": "上下",
    "circles": "圈",
    "fist": "拳",
    "knuckle": "大[关關][节節]",
    "little by little": "一[点點]一[点點]",
    "sore and swollen": "酸[胀脹]",
    "without excessive force": "不要用力[过過]猛",
}


@each_edition
def test_every_step_keeps_its_side_its_breath_and_its_time(language: str) -> None:
    steps = {key: text for key, text in ENGLISH.items() if ".steps[" in key}
    chinese = edition(language)
    used: set[str] = set()
    for key, step in steps.items():
        for said, kept in KEPT.items():
            if said in step.lower():
                used.add(said)
                assert re.search(kept, chinese[key]), f"{key}: {said} is not in {chinese[key]}"
        for side, sign in (("left", "左"), ("right", "右")):
            assert len(re.findall(rf"\b{side}\b", step)) == chinese[key].count(sign), chinese[key]
    assert used == KEPT.keys(), "the table has words that no step says"


@each_edition
def test_a_dose_says_what_it_is_of_and_until_when(language: str) -> None:
    chinese = edition(language)
    for key, text in ENGLISH.items():
        if key.endswith((".dose.before", ".dose.line", ".dose.until", ".dose.unit")):
            for said in ("more than", "about", "until", "each foot", "a day", "minutes"):
                kept = {"each foot": "每[只隻][脚腳]", "minutes": "分[钟鐘]"}.get(said) or KEPT[
                    said
                ]
                if said in text and not (said == "until" and ("ache" in text or "rib" in text)):
                    assert re.search(kept, chinese[key]), f"{key}: {chinese[key]}"


# --- the voice --------------------------------------------------------------------


@each_edition
def test_the_document_s_claims_are_the_document_s(language: str) -> None:
    words = LIBRARY.editions[language].words
    assert re.fullmatch(r"[据據]中[医醫]的[说說]法，原文[写寫]道：", words.attribution)


@each_edition
def test_we_never_promise_in_our_own_voice(language: str) -> None:
    promise = re.compile(r"治[疗療]|治愈|治癒|根治|防治|[预預]防|[疗療]效|包好")
    ours = {key: text for key, text in edition(language).items() if ".claims[" not in key}
    assert not {key: text for key, text in ours.items() if promise.search(text)}


@each_edition
def test_nobody_is_blamed_and_nothing_is_scored(language: str) -> None:
    blame = re.compile(
        r"失[败敗]|[错錯][过過]|漏[做打]|依[从從]性?|[达達][标標]|打卡|[连連][续續]\d* ?天"
    )
    assert not {key: text for key, text in edition(language).items() if blame.search(text)}


@each_edition
def test_the_reader_is_addressed_politely(language: str) -> None:
    everything = "".join(edition(language).values())
    assert "您" in everything
    assert "你" not in everything


@each_edition
def test_strengthening_yang_stands_in_the_title_alone(language: str) -> None:
    words = {"zh-hans": "壮阳", "zh-hant": "壯陽"}[language]
    title = names(language)["document_title"]
    assert words in title
    for key, text in {**edition(language), **names(language)}.items():
        assert words not in text.replace(title, ""), key


# --- the script --------------------------------------------------------------------


@each_edition
def test_quotation_marks_are_those_of_the_script(language: str) -> None:
    wrong = {"zh-hans": "「」『』\"'", "zh-hant": "“”‘’\"'"}[language]
    pairs = {"zh-hans": "“”", "zh-hant": "「」"}[language]
    for key, text in {**edition(language), **names(language)}.items():
        assert not set(wrong) & set(text), f"{key}: {text}"
        assert text.count(pairs[0]) == text.count(pairs[1]), key


@each_edition
def test_punctuation_is_chinese(language: str) -> None:
    for key, text in {**edition(language), **names(language)}.items():
        assert not re.search(r"[一-鿿][,.;:?!()]|[,;:?!()][一-鿿]", text), f"{key}: {text}"
        english = ENGLISH.get(key, "")
        if english.endswith("."):
            assert text.endswith(("。", "：")), f"{key}: {text}"


def test_no_traditional_character_strays_into_the_simplified_edition() -> None:
    simplify = opencc.OpenCC("t2s").convert
    for key, text in {**edition("zh-hans"), **names("zh-hans")}.items():
        assert not [sign for sign in HAN.findall(text) if simplify(sign) != sign], key


def test_no_simplified_character_strays_into_the_traditional_edition() -> None:
    """台 is written so by nearly everybody; the others are Hong Kong's own forms."""
    to_taiwan = opencc.OpenCC("s2tw").convert
    for key, text in {**edition("zh-hant"), **names("zh-hant")}.items():
        strays = [
            sign for sign in HAN.findall(text) if to_taiwan(sign) != sign and sign not in "台裏着綫"
        ]
        assert not strays, f"{key}: {strays}"


# --- reading level -----------------------------------------------------------------


def test_an_english_sentence_has_eleven_words_and_never_more_than_thirty() -> None:
    lengths = [words_in(one) for text in ENGLISH.values() for one in sentences(text)]
    assert statistics.mean(lengths) <= 11.5
    assert max(lengths) <= 30


@each_edition
def test_a_chinese_sentence_has_fifteen_characters_and_never_more_than_forty(
    language: str,
) -> None:
    lengths: list[int] = []
    for key, text in edition(language).items():
        # The English title of the document stands in one of them.
        plain = text.replace(LIBRARY.document.title, "")
        for sentence in re.split(r"(?<=[。！？；])", plain):
            if found := HAN.findall(sentence):
                lengths.append(len(found))
                limit = 25 if ".steps[" in key else 42
                assert len(found) <= limit, f"{key}: {sentence}"
    assert statistics.mean(lengths) <= 16


# --- the glossary ------------------------------------------------------------------

STANDS_AS = {
    "yongquan": "Yongquan",
    "kidney": "“kidney”",
    "kidney-deficiency": "kidney deficiency",
    "tonify": "tonify",
    "meridian": "meridian",
    "kidney-meridian": "kidney meridian",
    "qi": "qi”",
    "turbid-qi": "turbid qi",
    "gather-qi": "gather “qi”",
    "dantian": "lower dantian",
    "essence": "essence",
    "yin": "“yin”",
    "yang": "“yang”",
    "fire": "“fire”",
    "sore-and-distended": "sore and swollen",
}


@pytest.mark.parametrize("language", LIBRARY.editions)
def test_every_word_of_chinese_medicine_is_explained_in_every_language(language: str) -> None:
    glossary = LIBRARY.editions[language].words.glossary
    assert glossary.keys() == STANDS_AS.keys()
    used = {term for technique in LIBRARY.editions[language].techniques for term in technique.terms}
    assert used <= set(glossary.values())


def test_a_page_explains_the_words_that_stand_on_it() -> None:
    english = LIBRARY.editions["en"]
    glossary = {term: slug for slug, term in english.words.glossary.items()}
    for technique in english.techniques:
        own = [text for key, text in ENGLISH.items() if key.startswith(technique.slug)]
        page = " ".join([*own, english.words.kidney, english.words.kidney_care])
        assert technique.terms
        for term in technique.terms:
            needle = STANDS_AS[glossary[term]]
            assert re.search(re.escape(needle), page, re.IGNORECASE), f"{technique.slug}: {needle}"
