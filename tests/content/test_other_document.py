"""Content is data: the document of docs/content.md, from a folder outside, works as ours does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from content.catalogue import exercises, library
from content.checks import check_library
from content.other_document import add_document
from content.parsing import LibraryError, parse_library
from kidneycare.i18n.languages import address_in
from people.models import Person
from practice.models import PlanVersion
from practice.rules.plan import easy_start, full_day
from practice.transfer.schema import VERSION
from tests.addresses import DAY, PAGES
from tests.addresses.answers import require_nothing_from_elsewhere, require_sound_html
from tests.conftest import MONDAY
from tests.content.conftest import LIBRARY, change
from tests.factories import everything_stored, new_plan, stranger
from tests.libraries import forget_library, write_other_document
from tests.pages import body_of, parse
from tests.practice.transfer.sent_files import bring, show

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

HANDS = "/techniques/hand-rest/"
MORNING = f"/day/{DAY}/morning/hand-opening/1/"
EVENING = f"/day/{DAY}/evening/hand-opening/1/"
LANGUAGES = ["en", "zh-hans", "zh-hant"]
WITH_IT = {"sole-rub": (0, 0, 1), "hand-opening": (1, 0, 1)}


@pytest.fixture
def with_it(other_document: Path, person: Person, phone: Client) -> Client:
    """The browser of somebody in whose own plan the exercise is."""
    new_plan(person=person, starts=MONDAY, sets=WITH_IT)
    return phone


def take_away(settings: Settings) -> None:
    settings.CONTENT_EXTRA = None
    forget_library()


# --- the folder -------------------------------------------------------------------


def test_the_example_of_the_guide_is_read_as_it_stands(other_document: Path) -> None:
    assert len([*other_document.rglob("*.toml")]) == 8
    assert check_library() == []
    (hands,) = [each for each in exercises() if each.from_elsewhere]
    assert (hands.id, hands.code) == ("hand-opening", 1001)
    for language, title in zip(LANGUAGES, ["Hand rest", "双手休息操", "雙手休息操"], strict=True):
        edition = library().editions[language]
        assert [each.words.title for each in edition.other_techniques] == [title]
        assert len(edition.document_techniques) == 3
    assert library().fingerprint != parse_library(LIBRARY).fingerprint


NAME = 'name = "The Example Reading Room: how our leaflet came about"'
FAULTS = [
    ("document.toml", 'date = "2025-03-01"', "", "document.toml: top level: Object missing"),
    (
        "document.toml",
        "[sources.reading-room]",
        "[sources.suwen]",
        "document.toml: sources.suwen: the library has a source of this name",
    ),
    ("en.toml", "about = [", "abuot = [", "en.toml: top level: Object contains unknown field"),
    ("hand-rest/facts.toml", "code = 1001", "code = 7", "exercises[0].code: 7 is below 1000"),
    (
        "hand-rest/facts.toml",
        '"hand-opening"',
        '"sole-rub"',
        "hand-rest/facts.toml: exercises[0].id: the library has an exercise sole-rub",
    ),
    (
        "hand-rest/facts.toml",
        "code = 1001",
        "code = 1001\neasy = { evening = 1 }",
        "exercises[0].easy: the easy start is the library's alone",
    ),
    (
        "hand-rest/facts.toml",
        "code = 1001",
        "code = 1001\nfrom_elsewhere = true",
        "exercises[0].from_elsewhere: no file says this",
    ),
    ("hand-rest/facts.toml", "floor = 15", "floor = 40", "dose.enough: 30 is below floor (40)"),
    (
        "hand-rest/facts.toml",
        "position = 1",
        'position = 1\nterms = ["ki"]',
        "glossary.ki: missing",
    ),
    (
        "hand-rest/en.toml",
        '["reading-room"]',
        '["reading-hall"]',
        "hand-rest/en.toml: additions[0].sources: document.toml has no source reading-hall",
    ),
    (
        "hand-rest/en.toml",
        'name = "Hand opening"',
        'name = "Hand opening"\nmoving = "Hands open."',
        "exercises.hand-opening.moving: told where there is a drawing",
    ),
    (
        "hand-rest/zh-hant.toml",
        "[exercises.hand-opening.stages.open]",
        "[exercises.hand-opening.stages.shut]",
        "hand-rest/zh-hant.toml: exercises.hand-opening.stages.open: the words are missing",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), FAULTS, ids=[f[3][-40:] for f in FAULTS])
def test_it_is_checked_as_strictly_as_the_library(
    other_document: Path, file: str, old: str, new: str, told: str
) -> None:
    change(other_document / file, old, new)
    errors = check_library()
    assert {error.id for error in errors} == {"content.E002"}
    assert any(told in error.msg for error in errors), errors
    # Each names its file by the whole path, for it may lie anywhere.
    assert all(error.msg.startswith(f"{other_document}/") for error in errors)
    assert errors[0] in run_checks()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("fr.toml", "fr.toml: neither document.toml nor the words of a language"),
        ("hand-rest/notes.txt", "hand-rest/notes.txt: neither facts.toml nor figures.toml"),
        ("Hand rest/facts.toml", "Hand rest: a folder's name has small letters"),
        ("foot-massage/facts.toml", "foot-massage: the library has a technique of this name"),
    ],
)
def test_nothing_else_may_lie_there(other_document: Path, path: str, told: str) -> None:
    (other_document / path).parent.mkdir(exist_ok=True)
    shutil.copy(other_document / "hand-rest" / "facts.toml", other_document / path)
    assert any(told in error.msg for error in check_library())


def test_what_keeps_its_history_may(other_document: Path) -> None:
    (other_document / ".git").mkdir()
    (other_document / ".git" / "config").touch()
    (other_document / "README.md").touch()
    assert check_library() == []


def test_each_language_of_the_library_is_needed(other_document: Path) -> None:
    (other_document / "hand-rest" / "zh-hans.toml").unlink()
    (error,) = check_library()
    assert error.msg == f"{other_document}/hand-rest/zh-hans.toml: the file is missing"


def test_what_cannot_be_read_is_told(other_document: Path) -> None:
    (other_document / "zh-hans.toml").unlink()
    (other_document / "zh-hans.toml").mkdir()
    told = [error.msg for error in check_library()]
    assert f"{other_document}/zh-hans.toml: cannot be read: Is a directory" in told


def test_a_folder_that_is_not_there_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.CONTENT_EXTRA = tmp_path / "none"
    (error,) = check_library()
    assert (error.id, error.msg) == ("content.E002", f"{tmp_path}/none: there is no such folder")


def test_it_may_show_what_the_library_has_drawn(other_document: Path) -> None:
    (other_document / "hand-rest" / "figures.toml").write_text(
        """[exercises.hand-opening]
start = "warm-hands"
end = "sit-still"
moves = { picture = "left-palm-on-right-sole", to = "palm-at-toes" }
[exercises.hand-opening.small]
picture = "sole"
frame = [0, 0, 10, 10]
ways = []
""",
        encoding="utf-8",
    )
    plain = parse_library(LIBRARY)
    with pytest.raises(LibraryError, match="moving: told where there is a drawing"):
        add_document(plain, other_document)
    for name in ("en", "zh-hans", "zh-hant"):
        file = other_document / "hand-rest" / f"{name}.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("[exercises.hand-opening]", '[exercises.hand-opening]\nmoving = "手"', 1),
            encoding="utf-8",
        )
    assert "hand-opening" in add_document(plain, other_document).figures.exercises


# --- learned ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_stands_on_learn_and_has_a_page_of_its_own(
    other_document: Path, client: Client, language: str
) -> None:
    edition = library().editions[language]
    (hands,) = edition.other_techniques
    assert edition.other
    learn = parse(client.get(address_in("/techniques/", language)))
    assert edition.other.words.title in learn.text
    assert address_in(HANDS, language) in {a.get("href") for a in learn.tagged("a")}
    page = parse(client.get(address_in(HANDS, language)))
    require_sound_html(page, HANDS)
    require_nothing_from_elsewhere(page, HANDS)
    for words in (
        edition.other.words.title,
        edition.other.words.attribution,
        hands.words.claims[0],
        hands.words.cautions.not_if.text,
        *hands.exercises[0].words.steps,
    ):
        assert words in page.text
    # Nothing there is said by the library's document, nor by Kidneycare.
    assert edition.words.attribution not in page.text
    assert edition.words.kidney not in page.text
    assert edition.words.kidney_care not in page.text
    with translation.override(language):
        ours = translation.gettext("Added by Kidneycare. Not part of the document.")
    assert ours not in page.text
    # No drawing, and so no place for one.
    assert not [each for each in page.elements if "moves" in (each.get("class") or "").split()]


def test_its_source_is_named_and_the_library_keeps_its_own_page(
    other_document: Path, client: Client
) -> None:
    links = {a.get("href") for a in parse(client.get(HANDS)).tagged("a")}
    assert "https://reading-room.example/leaflet" in links
    about = parse(client.get("/about/"))
    assert "“Hands at Rest” is a leaflet" in about.text
    assert "The Example Reading Room" in about.text
    assert "The leaflet says" not in parse(client.get("/techniques/foot-massage/")).text


# --- chosen -----------------------------------------------------------------------


def test_it_is_in_no_plan_but_ones_own(other_document: Path, client: Client) -> None:
    every = exercises()
    assert full_day(every, MONDAY).daily_total == 10
    for plan in (full_day(every, MONDAY), easy_start(every, MONDAY)):
        assert "hand-opening" not in plan.sets
    assert "hand-rest" not in body_of(client.get("/"))
    client.post("/plan/begin/", {"way": "full"})
    assert "hand-opening" not in PlanVersion.objects.get().as_plan().sets
    today = parse(client.get("/"))
    assert "Hand opening" not in today.text
    for path in ("/history/", "/history/weeks/", "/paper/"):
        assert "Hand opening" not in parse(client.get(path)).text


def test_it_is_added_from_its_page_after_its_cautions(
    other_document: Path, person: Person, phone: Client
) -> None:
    way = "/plan/take-up/?exercise=hand-opening"
    assert way in {a.get("href") for a in parse(phone.get(HANDS)).tagged("a")}
    assert "a hand is freshly injured" in parse(phone.get(way)).text
    phone.post("/plan/take-up/", {"exercise": "hand-opening"})
    plan = PlanVersion.objects.get().as_plan()
    assert (plan.kind, plan.sets["hand-opening"], plan.daily_total) == ("own", (1, 0, 1), 12)
    page = parse(phone.get("/plan/"))
    assert "A plan of your own" in page.text
    assert "12 a day, since" in page.text
    assert "the document has 10." in page.text


def test_it_is_chosen_on_the_form_of_the_plan_too(other_document: Path, phone: Client) -> None:
    phone.post("/plan/change/", {"hand-opening-evening": "1", "starts": "today"})
    plan = PlanVersion.objects.get().as_plan()
    assert (plan.kind, plan.sets) == ("own", {"hand-opening": (0, 0, 1)})


def test_a_stranger_who_adds_it_begins_with_it_alone(other_document: Path, client: Client) -> None:
    client.post("/plan/take-up/", {"exercise": "hand-opening"})
    assert PlanVersion.objects.get().as_plan().sets == {"hand-opening": (1, 0, 1)}


# --- practised, ticked, taken along -----------------------------------------------


def test_it_is_ticked_with_an_amount_in_its_own_words(with_it: Client) -> None:
    assert {slot.place for slot in parse(with_it.get("/")).slots} >= {
        "morning/hand-opening/1",
        "evening/hand-opening/1",
    }
    assert "How many openings?" in parse(with_it.get(MORNING)).text
    with_it.post(MORNING, {"done": "1", "amount": "10"})
    with_it.post(EVENING, {"done": "1"})
    page = parse(with_it.get("/"))
    shown = {slot.place: (slot.done, slot.credit) for slot in page.slots}
    assert shown["morning/hand-opening/1"] == ("false", "0.67")
    assert shown["evening/hand-opening/1"][0] == "true"
    assert "10 openings" in page.text
    assert "Hand opening" in parse(with_it.get("/paper/")).text


@pytest.mark.parametrize("path", [*PAGES, HANDS, MORNING, "/practise/evening/hand-opening/"])
def test_every_page_works_with_it(with_it: Client, path: str) -> None:
    with_it.post(EVENING, {"done": "1", "amount": "20"})
    for browser, language in ((with_it, "en"), (with_it, "zh-hant"), (stranger(), "zh-hans")):
        response = browser.get(address_in(path, language))
        assert response.status_code == 200, path
        require_sound_html(parse(response), path)


def test_it_is_exported_and_comes_back(with_it: Client, other_document: Path) -> None:
    with_it.post(MORNING, {"done": "1", "amount": "20"})
    file = with_it.get("/export.json").getvalue()
    assert f'"version":{VERSION}'.encode() in file
    assert b'"exercise":"hand-opening"' in file
    assert "morning,hand-opening,1,done,tick,20.0,strokes" in body_of(with_it.get("/export.csv"))
    other = stranger()
    bring(other, file)
    rows = everything_stored()["practice.Tick"]
    assert len(rows) == 2
    assert rows[0][1:] == rows[1][1:]
    assert [v.as_plan().sets for v in PlanVersion.objects.all()] == [WITH_IT, WITH_IT]


def test_the_drawings_of_the_site_are_made_with_it(other_document: Path) -> None:
    """At the start: of an exercise without figures there is nothing to draw."""
    call_command("draw_figures", verbosity=0)


# --- taken away -------------------------------------------------------------------


def test_its_ticks_outlive_it(with_it: Client, settings: Settings, other_document: Path) -> None:
    with_it.post(MORNING, {"done": "1", "amount": "20"})
    with_it.post(EVENING, {"done": "1"})
    before = everything_stored()["practice.Tick"]
    take_away(settings)
    page = parse(with_it.get("/"))
    assert "And 2 more ticks of exercises that this server no longer has." in page.text
    assert {each.place for each in page.slots if each.required == "true"} == {"evening/sole-rub/1"}
    for path in PAGES:
        assert with_it.get(path).status_code == 200, path
    file = with_it.get("/export.json").getvalue()
    assert len(re.findall(rb'"exercise":"code-1001"', file)) == 2
    assert b"hand-opening" not in file
    other = stranger()
    bring(other, file)
    copied = [row for row in everything_stored()["practice.Tick"] if row not in before]
    assert [row[1:] for row in copied] == [row[1:] for row in before]
    assert "And 2 more ticks" in parse(other.get(f"/day/{DAY}/")).text
    # Back again, they count as before, in both.
    settings.CONTENT_EXTRA = other_document
    forget_library()
    for browser in (with_it, other):
        done = {slot.place for slot in parse(browser.get("/")).slots if slot.done == "true"}
        assert done == {"morning/hand-opening/1", "evening/hand-opening/1"}


def test_a_plan_of_it_alone_is_an_empty_one_then(
    other_document: Path, person: Person, phone: Client, settings: Settings
) -> None:
    new_plan(person=person, starts=MONDAY, sets={"hand-opening": (1, 0, 1)})
    take_away(settings)
    for path in PAGES:
        assert phone.get(path).status_code == 200, path


def test_a_server_without_it_says_which_exercise_it_misses(
    with_it: Client, settings: Settings
) -> None:
    with_it.post(MORNING, {"done": "1"})
    file = with_it.get("/export.json").getvalue()
    take_away(settings)
    response = show(stranger(), file)
    assert response.status_code == 400
    assert "hand-opening" in parse(response).text
    assert "names an unknown exercise" in parse(response).text


def test_the_guide_writes_what_the_fixture_uses(tmp_path: Path) -> None:
    """Every file of the example has its place above it."""
    guide = (LIBRARY.parents[1] / "docs" / "content.md").read_text(encoding="utf-8")
    written = [*write_other_document(tmp_path).rglob("*.toml")]
    assert len(written) == guide.count("```toml")
