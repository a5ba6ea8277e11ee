"""The library grows by files alone: a technique is a folder, a language a file in each."""

import shutil
from pathlib import Path

from content.parsing import parse_library
from tests.content.conftest import LIBRARY, change, faults_in

PALM_RUB = """
[exercises.palm-rub]
start = "warm-hands"
end = "soak"
moves = { picture = "left-palm-on-right-sole", to = "palm-at-toes" }

[exercises.palm-rub.small]
picture = "sole"
frame = [0, 0, 10, 10]
ways = []
"""


def test_adding_a_technique_is_adding_a_folder(library: Path) -> None:
    folder = Path(shutil.copytree(library / "foot-massage", library / "hand-massage"))
    change(folder / "facts.toml", "position = 1", "position = 4")
    change(folder / "facts.toml", 'id = "sole-rub"', 'id = "palm-rub"')
    change(folder / "facts.toml", "code = 1", "code = 6")
    words = folder / "en.toml"
    text = words.read_text(encoding="utf-8").replace("[exercises.sole-rub", "[exercises.palm-rub")
    words.write_text(text, encoding="utf-8")
    change(words, 'name = "Sole rub"', 'name = "Palm rub"')
    # It shows pictures that are there already; drawing its own is saying poses.
    (folder / "figures.toml").write_text(PALM_RUB, encoding="utf-8")
    text = words.read_text(encoding="utf-8")
    end = text.index("[exercises.palm-rub.stages.", text.index("[pictures."))
    words.write_text(
        text[: text.index("[pictures.")] + "[pictures]\n" + text[end:], encoding="utf-8"
    )

    read = parse_library(library)

    assert read.editions["en"].techniques[-1].slug == "hand-massage"
    assert read.exercises[-1].id == "palm-rub"
    assert read.editions["en"].techniques[-1].exercises[0].words.name == "Palm rub"
    assert read.fingerprint != parse_library(LIBRARY).fingerprint


def test_techniques_stand_in_the_order_of_their_positions(library: Path) -> None:
    change(library / "foot-massage" / "facts.toml", "position = 1", "position = 9")
    techniques = parse_library(library).editions["en"].techniques
    assert [technique.slug for technique in techniques] == [
        "kidney-strengthening-exercises",
        "waist-massage",
        "foot-massage",
    ]


def test_adding_a_language_is_adding_files(library: Path) -> None:
    for path in [library / "en.toml", *library.glob("*/en.toml")]:
        shutil.copy(path, path.with_name("zh-hans.toml"))
    change(library / "zh-hans.toml", 'language = "English"', 'language = "简体中文"')
    change(
        library / "foot-massage" / "zh-hans.toml", 'title = "Foot massage"', 'title = "脚心按摩"'
    )

    read = parse_library(library)

    assert set(read.editions) == {"en", "zh-hans"}
    chinese = read.editions["zh-hans"]
    assert chinese.words.language == "简体中文"
    assert [technique.slug for technique in chinese.techniques] == [
        technique.slug for technique in read.editions["en"].techniques
    ]
    assert chinese.techniques[0].words.title == "脚心按摩"
    assert read.editions["en"].techniques[0].words.title == "Foot massage"
    assert chinese.techniques[0].exercises[0].facts is read.exercises[0]


def test_a_language_must_have_the_words_of_every_technique(library: Path) -> None:
    shutil.copy(library / "en.toml", library / "zh-hans.toml")
    assert faults_in(library) == tuple(
        f"{slug}/zh-hans.toml: the file is missing"
        for slug in ("foot-massage", "kidney-strengthening-exercises", "waist-massage")
    )


def test_a_broken_language_file_is_told_by_name(library: Path) -> None:
    (library / "zh-hans.toml").write_text("language = 简体中文\n", encoding="utf-8")
    assert any(
        fault.startswith("zh-hans.toml: not readable as TOML") for fault in faults_in(library)
    )


def test_any_change_of_any_file_changes_the_fingerprint(library: Path) -> None:
    before = parse_library(library).fingerprint
    change(library / "foot-massage" / "en.toml", 'name = "Sole rub"', 'name = "Rub of the sole"')
    assert parse_library(library).fingerprint != before
