"""Drawings keep to the page's rules: small, plain, without styles of their own, and with words."""

import gzip
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from msgspec import structs
from pytest_django.fixtures import Settings

from content.catalogue import edition, library
from content.figures import app_icon, render, small_figures
from content.types import Edition
from tests.drawn import read

FIGURES = library().figures
ENGLISH = library().editions["en"]
EXERCISES = sorted(FIGURES.exercises)
STILLS = sorted({name for each in FIGURES.exercises.values() for name in each.stills})


def still(name: str, told: Edition = ENGLISH) -> str:
    return render.still(FIGURES, name, told.words.labels, told.picture(name).alt)


def moving(exercise: str, told: Edition = ENGLISH) -> str:
    words = next(
        each.words
        for technique in told.techniques
        for each in technique.exercises
        if each.id == exercise
    )
    assert words.moving
    return render.moving(FIGURES, exercise, told.words.labels, words.moving)


def everything(exercise: str, told: Edition = ENGLISH) -> str:
    stills = (still(name, told) for name in FIGURES.exercises[exercise].stills)
    return moving(exercise, told) + "".join(stills)


@pytest.mark.parametrize("language", sorted(library().editions))
@pytest.mark.parametrize("exercise", EXERCISES)
def test_all_pictures_of_an_exercise_take_six_and_a_half_kilobytes_at_most(
    exercise: str, language: str
) -> None:
    drawn = everything(exercise, library().editions[language])
    assert len(gzip.compress(drawn.encode(), 9)) <= 6500


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_drawing_has_no_style_no_script_and_no_raster_inside_itself(exercise: str) -> None:
    drawn = everything(exercise)
    assert not re.search(r"\sstyle=|<style|<script|<image|href|url\(|\son\w+=|data:", drawn)
    colours = re.findall(r"\s(?:fill|stroke)=", drawn)
    assert not colours, "colours come from the style sheet"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_class_of_a_drawing_is_in_the_style_sheet(exercise: str) -> None:
    sheet = Path(finders.find("figures/figures.css") or "").read_text(encoding="utf-8")
    for attribute in re.findall(r'class="([^"]+)"', everything(exercise)):
        for name in attribute.split():
            assert re.search(rf"\.{re.escape(name)}\b", sheet), name


def test_no_rule_of_a_page_reaches_into_a_drawing() -> None:
    """The legs of the chair were a ``bar``, which paper and practice hide: its seat floated."""
    drawn = "".join(map(everything, EXERCISES))
    classes = {name for found in re.findall(r'class="([^"]+)"', drawn) for name in found.split()}
    for name in ("kidneycare", "guided", "paper"):
        sheet = Path(finders.find(f"css/{name}.css") or "").read_text(encoding="utf-8")
        assert not classes & set(re.findall(r"\.([a-z][\w-]*)", sheet)), name


@pytest.mark.parametrize("name", STILLS)
def test_a_picture_says_in_words_what_to_do(name: str) -> None:
    root = ET.fromstring(still(name))
    assert root.get("role") == "img"
    assert root.get("aria-label") == ENGLISH.picture(name).alt
    assert len(ENGLISH.picture(name).alt) > 30


@pytest.mark.parametrize("name", STILLS)
def test_nothing_of_a_person_or_a_sign_is_cut_off_by_the_frame(name: str) -> None:
    """A body may go on below its picture; heads, hands, arrows and words stay inside."""
    left, top, wide, high = map(float, (ET.fromstring(still(name)).get("viewBox") or "").split())
    inside = {"way", "spot", "halo", "air", "hair", "line", "felt", "moon", "measure", "rule"}
    for each in read(still(name)):
        if each.tag == "text" or each.classes & inside:
            for x, y in each.points:
                assert left <= x <= left + wide, (each.classes, x)
                assert top <= y <= top + high or "line" in each.classes, (each.classes, y)


@pytest.mark.parametrize("name", STILLS)
def test_words_stand_in_the_frame_and_clear_of_each_other(name: str) -> None:
    root = ET.fromstring(still(name))
    left, _top, wide, _high = map(float, (root.get("viewBox") or "").split())
    size = float(root.get("font-size") or 0)
    # Half a picture's width on a phone is about 205 px: words must keep 18 px there.
    assert size * 205 / wide >= 17
    boxes = []
    for each in read(still(name)):
        if each.tag == "text":
            ((x, y),) = each.points
            half = 0.31 * size * len(each.text)
            boxes.append((x - half, x + half, y - size, y))
            assert left <= x - half, each.text
            assert x + half <= left + wide, each.text
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]


def test_words_are_the_language_s_and_are_never_taken_for_markup() -> None:
    labels = structs.replace(ENGLISH.words.labels, left="<左>", right="右")
    drawn = render.still(FIGURES, "palms-low", labels, 'say "up & down" <here>')
    root = ET.fromstring(drawn)
    assert root.get("aria-label") == 'say "up & down" <here>'
    assert sorted(each.text for each in read(drawn) if each.tag == "text") == ["<左>", "右"]


def test_each_word_of_a_label_stands_on_a_line_of_its_own() -> None:
    drawn = read(still("left-palm-on-right-sole"))
    words = [each for each in drawn if each.tag == "text"]
    assert [each.text for each in words] == ["left", "hand", "right", "foot"]
    for first, second in zip(words[::2], words[1::2], strict=True):
        ((x, y),), ((below_x, below_y),) = first.points, second.points
        assert below_x == x
        assert 18 <= below_y - y < 24


def test_the_other_side_is_the_same_picture_with_its_words_exchanged() -> None:
    one = render.moving(FIGURES, "sole-rub", ENGLISH.words.labels, "x")
    other = render.moving(FIGURES, "sole-rub", ENGLISH.words.labels, "x", other_side=True)
    left = {each.text: each.points[0] for each in read(one) if each.tag == "text"}
    right = {each.text: each.points[0] for each in read(other) if each.tag == "text"}
    assert left["left"] == (-right["right"][0], right["right"][1])
    for here, there in zip(read(one), read(other), strict=True):
        if here.tag != "text":
            for (x, y), place in zip(here.points, there.points, strict=True):
                assert place == pytest.approx((-x, y))


# --- files fetched by pages -----------------------------------------------------


def test_the_small_figures_and_the_icon_take_a_kilobyte_and_a_half() -> None:
    files = (small_figures.sheet(FIGURES), app_icon.icon())
    assert sum(len(gzip.compress(text.encode(), 9)) for text in files) <= 1500


def test_every_exercise_has_a_small_figure_by_its_id() -> None:
    root = ET.fromstring(small_figures.sheet(FIGURES))
    assert {symbol.get("id") for symbol in root} == set(FIGURES.exercises)
    for symbol in root:
        assert symbol.get("viewBox") == "0 0 64 64"
        assert len(symbol) >= 4


def test_small_figures_take_their_colours_from_the_page() -> None:
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', small_figures.sheet(FIGURES)))
    assert colours == {"currentColor", "var(--card)", "var(--jade)", "var(--seal)", "none"}


def test_a_maskable_icon_fills_its_square_and_keeps_its_drawing_in_the_middle() -> None:
    """Phones may cut all but a circle of 40 % of the width around the middle."""
    ground, *drawn = read(app_icon.icon(maskable=True))
    assert {(0, 0), (64, 0), (64, 64), (0, 64)} <= {(round(x), round(y)) for x, y in ground.points}
    for each in drawn:
        radius = float(each.attributes.get("r", 0))
        for x, y in each.points:
            assert ((x - 32) ** 2 + (y - 32) ** 2) ** 0.5 + radius <= 0.4 * 64


def test_files_are_drawn_once_and_again_when_the_poses_change(
    settings: Settings, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.MADE = tmp_path
    call_command("draw_figures")
    told = capsys.readouterr().out
    for name in ("icon.svg", "icon-maskable.svg", "small.svg", "figures.css"):
        assert name in told
    call_command("draw_figures")
    assert capsys.readouterr().out == ""
    file = settings.MADE / "figures" / "small.svg"
    file.write_text("<svg/>", encoding="utf-8")
    call_command("draw_figures")
    assert capsys.readouterr().out == f"{file}\n"
    assert file.read_text(encoding="utf-8") == small_figures.sheet(FIGURES)
    assert len(list(file.parent.iterdir())) == 4, "nothing half-written is left"


def test_an_edition_knows_the_words_of_every_picture() -> None:
    assert edition().picture("soak").alt
    with pytest.raises(KeyError):
        edition().picture("no-such-picture")
