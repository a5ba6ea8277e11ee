"""What the library's reader refuses, and how it says so.

Each test spoils a copy of the real library in one way and expects to be told
the file and the key.
"""

import shutil
from pathlib import Path

import pytest

from content.parsing import LibraryError, parse_library
from tests.content.conftest import LIBRARY, change, faults_in, the_fault_in

SOLE_RUB_DOSE = "low = 100, high = 100, floor = 100, enough = 200"


# --- files --------------------------------------------------------------------


def test_the_library_as_it_stands_is_read(tmp_path: Path) -> None:
    read = parse_library(Path(shutil.copytree(LIBRARY, tmp_path / "library")))
    assert [exercise.id for exercise in read.exercises] == [
        "sole-rub",
        "arm-raise",
        "arm-throw",
        "waist-rub",
        "waist-knead",
    ]
    assert read.fingerprint == parse_library(LIBRARY).fingerprint


def test_broken_toml_is_told_with_its_file_and_line(library: Path) -> None:
    path = library / "waist-massage" / "en.toml"
    path.write_text("title = “Waist massage\n", encoding="utf-8")
    fault = the_fault_in(library)
    assert fault.startswith("waist-massage/en.toml: not readable as TOML")
    assert "line 1" in fault


def test_a_file_that_is_not_utf_8_is_told(library: Path) -> None:
    (library / "waist-massage" / "en.toml").write_bytes('title = "搓腰"'.encode("gb18030"))
    assert the_fault_in(library).startswith("waist-massage/en.toml: not readable as TOML")


def test_missing_words_of_a_technique_are_told(library: Path) -> None:
    (library / "foot-massage" / "en.toml").unlink()
    assert the_fault_in(library) == "foot-massage/en.toml: the file is missing"


def test_missing_facts_are_told(library: Path) -> None:
    (library / "foot-massage" / "facts.toml").unlink()
    assert "foot-massage/facts.toml: the file is missing" in faults_in(library)


def test_a_missing_document_is_told(library: Path) -> None:
    (library / "document.toml").unlink()
    assert the_fault_in(library) == "document.toml: the file is missing"


def test_a_library_without_english_is_told(library: Path) -> None:
    for path in [library / "en.toml", *library.glob("*/en.toml")]:
        path.unlink()
    assert the_fault_in(library) == "en.toml: the English words are missing"


def test_a_library_without_techniques_is_told(library: Path) -> None:
    for folder in library.iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    assert "library: no technique folder with a facts.toml" in faults_in(library)


@pytest.mark.parametrize("stray", ["notes.txt", "de.toml", "en.toml.orig"])
def test_a_stray_file_beside_the_words_is_told(library: Path, stray: str) -> None:
    (library / "foot-massage" / stray).write_text("", encoding="utf-8")
    assert the_fault_in(library).startswith(f"foot-massage/{stray}: neither facts.toml nor")


# --- keys ---------------------------------------------------------------------


def test_an_unknown_key_is_told_and_never_ignored(library: Path) -> None:
    change(library / "foot-massage" / "facts.toml", "at_bedtime =", "at_bed_time =")
    fault = the_fault_in(library)
    assert fault.startswith("foot-massage/facts.toml: exercises[")
    assert "at_bed_time" in fault


def test_an_unknown_key_at_the_top_of_a_file_is_told(library: Path) -> None:
    change(library / "document.toml", "date =", 'author = "unknown"\ndate =')
    fault = the_fault_in(library)
    assert fault.startswith("document.toml: ")
    assert "author" in fault


def test_a_missing_list_of_steps_is_told(library: Path) -> None:
    change(library / "foot-massage" / "en.toml", "steps = [", "readings_of_ours = [")
    fault = the_fault_in(library)
    assert fault.startswith("foot-massage/en.toml: exercises")
    assert "steps" in fault or "readings_of_ours" in fault


def test_an_empty_list_of_steps_is_told(library: Path) -> None:
    path = library / "foot-massage" / "en.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("steps = [")
    end = text.index("\n]", start)
    path.write_text(f"{text[:start]}steps = [{text[end:]}", encoding="utf-8")
    fault = the_fault_in(library)
    assert fault.startswith("foot-massage/en.toml: exercises")
    assert ".steps" in fault


@pytest.mark.parametrize("line", ['""', '" Foot massage"', '"Foot massage "', "12"])
def test_a_line_that_is_empty_untidy_or_no_text_is_told(library: Path, line: str) -> None:
    change(library / "foot-massage" / "en.toml", 'title = "Foot massage"', f"title = {line}")
    assert the_fault_in(library).startswith("foot-massage/en.toml: title: ")


def test_a_missing_caution_is_told(library: Path) -> None:
    change(library / "waist-massage" / "en.toml", "\nstop_if = ", "\n# stop_if = ")
    fault = the_fault_in(library)
    assert fault.startswith("waist-massage/en.toml: cautions: ")
    assert "stop_if" in fault


def test_a_third_extra_line_of_caution_is_told(library: Path) -> None:
    line = '{ text = "One more line before the steps." },'
    change(library / "waist-massage" / "en.toml", "also = [", f"also = [\n    {line}")
    assert the_fault_in(library).startswith("waist-massage/en.toml: cautions.also: ")


# --- figures ------------------------------------------------------------------


@pytest.mark.parametrize(
    "old,new,told",
    [
        (SOLE_RUB_DOSE, "low = 200, high = 100, floor = 100, enough = 200", "dose.high: 100"),
        (SOLE_RUB_DOSE, "low = 100, high = 100, floor = 300, enough = 200", "dose.enough: 200"),
        (SOLE_RUB_DOSE, "low = 0, high = 100, floor = 100, enough = 200", "dose.low"),
        ('form = "more_than"', 'form = "between"', "dose.high: a dose between"),
        (
            f'form = "more_than", {SOLE_RUB_DOSE}',
            'form = "about", low = 100, high = 120, floor = 100, enough = 200',
            "dose.high: a dose of the form about",
        ),
        ('unit = "strokes"', 'unit = "hours"', "dose.unit"),
        ("\nsets = { evening = 1 }", "\nsets = { evening = 6 }", "sets.evening"),
        ("\nsets = { evening = 1 }", "\nsets = { evening = 0 }", "sets: no period has a set"),
        ("\nsets = { evening = 1 }", "\nsets = { night = 1 }", "sets"),
        ("easy = { evening = 1 }", "easy = { evening = 6 }", "easy.evening"),
        ("easy = { evening = 1 }", "easy = { night = 1 }", "easy"),
        ("easy = { evening = 1 }", "easy = { morning = 1 }", "easy: more in the morning"),
        ("easy = { evening = 1 }", "easy = { evening = 2 }", "easy: more in the evening"),
        ("strokes_per_minute = 60", "strokes_per_minute = 600", "pace.strokes_per_minute"),
        ("strokes_per_minute = 60", "", "pace: give strokes, breath or build-up"),
        ("strokes_per_minute = 60", "inhale_seconds = 4", "pace: inhale_seconds and exhale"),
        (
            "strokes_per_minute = 60",
            "strokes_per_minute = 60, build_up_minutes = 1",
            "pace: give strokes, breath or build-up",
        ),
        ("strokes_per_minute = 60", "about_minutes = 4", "pace"),
        ('id = "sole-rub"', 'id = "Sole rub"', "id"),
        ("code = 1", "code = 0", "code"),
        ("position = 1", "position = 0", "position"),
    ],
)
def test_a_figure_out_of_range_is_told(library: Path, old: str, new: str, told: str) -> None:
    change(library / "foot-massage" / "facts.toml", old, new)
    faults = faults_in(library)
    assert any(
        fault.startswith("foot-massage/facts.toml: ") and told in fault for fault in faults
    ), faults


@pytest.mark.parametrize("date", ["10 January 2024", "2024-1-10"])
def test_a_date_in_another_form_is_told(library: Path, date: str) -> None:
    change(library / "document.toml", 'date = "2024-01-10"', f'date = "{date}"')
    assert the_fault_in(library).startswith("document.toml: date: ")


# --- stages -------------------------------------------------------------------

GATE, SOAK = '{ kind = "gate", id = "dry" }', "enough_minutes = 10, most_minutes = 15"
LEFT = '{ kind = "strokes", id = "left-sole" }'


@pytest.mark.parametrize(
    "old,new,told",
    [
        ('kind = "gate"', 'kind = "question"', "stages"),
        ('kind = "gate"', 'kind = "gate", seconds = 3', "stages"),
        ('id = "hands", seconds = 15', 'id = "hands"', "seconds"),
        ('id = "hands", seconds = 15', 'id = "hands", seconds = 1', "seconds"),
        (LEFT, '{ kind = "prepare", id = "left-sole", seconds = 9 }', "ask for 2 of the kind"),
        (LEFT, '{ kind = "strokes", id = "right-sole" }', "right-sole stands there twice"),
        (
            LEFT,
            f'{LEFT}, {{ kind = "minutes", id = "more", easy = 1, choices = [1] }}',
            "ask for 2 of the kind strokes",
        ),
        ('kind = "rest", id = "change", seconds = 12', 'kind = "gate", id = "change"', "before"),
        ('kind = "after", id = "rest", minutes', 'kind = "rest", id = "rest", seconds', "after"),
        (GATE, '{ kind = "prepare", id = "dry", seconds = 9 }', "must be followed by a gate"),
        (SOAK, "enough_minutes = 16, most_minutes = 15", "most_minutes: below"),
        (SOAK, "enough_minutes = 5, most_minutes = 15", "enough_minutes"),
    ],
)
def test_stages_that_do_not_go_together_are_told(
    library: Path, old: str, new: str, told: str
) -> None:
    change(library / "foot-massage" / "facts.toml", old, new)
    faults = faults_in(library)
    assert any(
        fault.startswith("foot-massage/facts.toml: exercises[") and told in fault
        for fault in faults
    ), faults


def test_minutes_must_be_among_those_to_choose_from(library: Path) -> None:
    change(library / "waist-massage" / "facts.toml", "[3, 5, 8, 10, 12]", "[5, 8, 12]")
    assert "lack easy or the dose's own minutes" in the_fault_in(library)


@pytest.mark.parametrize(
    "old,new,told",
    [
        ("[exercises.sole-rub.stages.change]", "[exercises.sole-rub.stages.swap]", "swap"),
        ('button = "My feet are dry"', "", "stages.dry.button: is missing"),
        (
            'title = "Now your left foot"',
            'title = "Now your left foot"\nbutton = "Done"',
            "stages.change.button: has no place here",
        ),
        (
            'title = "Now your left foot"',
            'title = "Now your left foot"\nside = "left foot"',
            "stages.change.side: has no place here",
        ),
        ('side = "left foot"', "", "stages.left-sole.side: is missing"),
        ('soon = "Five minutes left."', "", "stages.soak.soon: is missing"),
        (
            'caution = "Our advice: dry your feet well before you rub or stand up."',
            "",
            "stages.dry.lines: is missing",
        ),
        (', feel = "I feel warm"', "", "dose: felt, feel and early go together"),
    ],
)
def test_words_that_a_stage_lacks_or_does_not_have_are_told(
    library: Path, old: str, new: str, told: str
) -> None:
    change(library / "foot-massage" / "en.toml", old, new)
    faults = faults_in(library)
    assert any(
        fault.startswith("foot-massage/en.toml: exercises.sole-rub.") and told in fault
        for fault in faults
    ), faults


# --- what belongs together ----------------------------------------------------


def test_an_id_used_twice_is_told(library: Path) -> None:
    change(library / "waist-massage" / "facts.toml", 'id = "waist-rub"', 'id = "sole-rub"')
    assert (
        "waist-massage/facts.toml: exercises[0].id: sole-rub is already used in foot-massage"
        in faults_in(library)
    )


def test_a_code_used_twice_is_told(library: Path) -> None:
    change(library / "waist-massage" / "facts.toml", "code = 4", "code = 1")
    assert the_fault_in(library) == (
        "waist-massage/facts.toml: exercises[0].code: 1 already belongs to sole-rub"
    )


def test_an_exercise_without_words_is_told(library: Path) -> None:
    change(library / "foot-massage" / "facts.toml", 'id = "sole-rub"', 'id = "heel-rub"')
    assert faults_in(library) == (
        "foot-massage/figures.toml: exercises.heel-rub: the figures are missing",
        "foot-massage/figures.toml: exercises.sole-rub: facts.toml has no such exercise",
        "foot-massage/en.toml: exercises.heel-rub: the words are missing",
        "foot-massage/en.toml: exercises.sole-rub: facts.toml has no such exercise",
    )


def test_a_source_nobody_knows_is_told(library: Path) -> None:
    change(library / "document.toml", "[sources.suwen]", "[sources.some-book]")
    fault = the_fault_in(library)
    assert fault.startswith("waist-massage/en.toml: additions[")
    assert fault.endswith(".sources: document.toml has no source suwen")


def test_an_emergency_number_without_a_name_is_told_and_a_name_without_a_number(
    library: Path,
) -> None:
    change(library / "emergency.toml", "[numbers.nz]", "[numbers.fr]")
    assert faults_in(library) == (
        "en.toml: emergency_numbers.fr: missing",
        "en.toml: emergency_numbers.nz: emergency.toml has no such country",
    )


@pytest.mark.parametrize("number", ["", "12O", "112 ", "+1 911"])
def test_an_emergency_number_that_cannot_be_dialled_is_told(library: Path, number: str) -> None:
    change(library / "emergency.toml", '"112"', f'"{number}"')
    assert the_fault_in(library).startswith("emergency.toml: numbers.eu.number: ")


def test_several_faults_are_told_together(library: Path) -> None:
    change(library / "foot-massage" / "facts.toml", "enough = 200", "enough = 20")
    change(library / "waist-massage" / "en.toml", 'title = "Waist massage"', 'titel = "Waist"')
    change(library / "document.toml", "[sources.slow-breathing]", "[sources.quick-breathing]")
    (library / "foot-massage" / "notes.txt").write_text("", encoding="utf-8")
    told = faults_in(library)
    for start in (
        "foot-massage/facts.toml: exercises[0].dose.enough: ",
        "waist-massage/en.toml: ",
        "kidney-strengthening-exercises/en.toml: additions[",
        "foot-massage/notes.txt: ",
    ):
        assert any(fault.startswith(start) for fault in told), (start, told)
    with pytest.raises(LibraryError) as caught:
        parse_library(library)
    assert str(caught.value) == "\n".join(told)
