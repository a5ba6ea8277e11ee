"""Beginning, setting aside, taking up (rules.md 12, "Beginning")."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from people.models import Person
from practice.models import PlanVersion
from practice.rules.plan import Plan
from tests.conftest import MONDAY, MoveTo
from tests.factories import everything_stored, new_plan
from tests.pages import Page, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

WAYS = {
    "easy": ("easy", {"arm-raise": (0, 0, 1), "waist-rub": (0, 0, 1), "sole-rub": (0, 0, 1)}),
    "full": (
        "full",
        {
            "sole-rub": (0, 0, 1),
            "arm-raise": (1, 1, 1),
            "arm-throw": (1, 0, 0),
            "waist-rub": (1, 0, 1),
            "waist-knead": (1, 1, 1),
        },
    ),
    "foot-massage": ("one", {"sole-rub": (0, 0, 1)}),
    "kidney-strengthening-exercises": (
        "one",
        {"arm-raise": (1, 1, 1), "arm-throw": (1, 0, 0)},
    ),
    "waist-massage": ("one", {"waist-rub": (1, 0, 1), "waist-knead": (1, 1, 1)}),
}


def versions() -> list[Plan]:
    return [version.as_plan() for version in PlanVersion.objects.order_by("starts")]


def undo_of(page: Page) -> str:
    """What the button that undoes the last change sends."""
    (button,) = [each for each in page.tagged("button") if each.get("name") == "before"]
    return button.get("value") or ""


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_begin_writes_version_1_from_that_day(client: Client, way: str) -> None:
    response = client.post("/plan/begin/", {"way": way})
    assert (response.status_code, response["Location"]) == (303, "/")
    (plan,) = versions()
    kind, sets = WAYS[way]
    assert (plan.starts, plan.kind, dict(plan.sets)) == (MONDAY, kind, sets)
    required = parse(client.get("/")).required
    assert len(required) == sum(map(sum, sets.values()))


def test_after_midnight_the_plan_begins_with_the_practice_day(client: Client, at: MoveTo) -> None:
    at("2026-11-24T01:00")
    client.post("/plan/begin/", {"way": "easy"})
    assert versions()[0].starts == MONDAY


@pytest.mark.parametrize("way", ["", "own", "one", "sole-rub", "EASY", "\0", "x" * 1000])
def test_there_is_no_other_way(client: Client, way: str) -> None:
    response = client.post("/plan/begin/", {"way": way})
    assert response.status_code == 400
    assert "Choose one of the ways to begin" in parse(response).text
    assert not any(everything_stored().values())


def test_beginning_twice_on_a_day_leaves_the_last(client: Client) -> None:
    client.post("/plan/begin/", {"way": "full"})
    client.post("/plan/begin/", {"way": "easy"})
    assert [plan.kind for plan in versions()] == ["easy"]


def test_beginning_again_later_keeps_the_earlier_version_for_the_earlier_days(
    client: Client, at: MoveTo
) -> None:
    client.post("/plan/begin/", {"way": "easy"})
    at("2026-11-25T12:00")
    client.post("/plan/begin/", {"way": "full"})
    assert [(plan.starts.day, plan.kind) for plan in versions()] == [(23, "easy"), (25, "full")]
    assert len(parse(client.get("/day/2026-11-24/")).required) == 3
    assert len(parse(client.get("/")).required) == 10


def test_an_exercise_is_set_aside_from_today_and_taken_up_again(phone: Client, at: MoveTo) -> None:
    at("2026-11-25T12:00")
    response = phone.post("/plan/set-aside/", {"exercise": "waist-knead"})
    assert (response.status_code, response["Location"]) == (303, "/when-it-hurts/")
    page = parse(phone.get("/"))
    assert not [s for s in page.required if "waist-knead" in s.place]
    assert "Waist knead you left it out Add it to my plan" in parse(phone.get("/plan/")).text
    page = parse(phone.get("/plan/take-up/", {"exercise": "waist-knead"}))
    assert "Before you begin" in page.text
    assert "Never press on the spine itself." in page.text
    response = phone.post("/plan/take-up/", {"exercise": "waist-knead"})
    assert (response.status_code, response["Location"]) == (303, "/plan/")
    assert len(parse(phone.get("/")).required) == 10
    assert [plan.starts.day for plan in versions()] == [23, 25]


def test_what_was_done_of_it_stays_and_is_shown_uncounted(phone: Client, at: MoveTo) -> None:
    """Rules.md 10."""
    phone.post("/day/2026-11-23/evening/waist-knead/1/", {"done": "1"})
    phone.post("/plan/set-aside/", {"exercise": "waist-knead"})
    page = parse(phone.get("/"))
    slot = page.slot("evening/waist-knead/1")
    assert (slot.done, slot.required) == ("true", "false")
    assert "Waist knead Done you left it out Undo" in page.text
    assert "1 extra" in page.text
    at("2026-11-24T12:00")
    assert parse(phone.get("/history/")).day("2026-11-23").get("data-credited") == "0"


def test_a_knead_set_aside_on_wednesday_leaves_20_and_35_due(phone: Client, at: MoveTo) -> None:
    """Rules.md 12: Knead set aside on Wednesday: Mon–Tue due 20, Wed–Sun due 35."""
    at("2026-11-23T08:00")
    phone.post("/day/2026-11-23/morning/waist-rub/1/", {"done": "1"})
    at("2026-11-25T08:00")
    phone.post("/plan/set-aside/", {"exercise": "waist-knead"})
    at("2026-11-30T12:00")
    page = parse(phone.get("/history/2026-W48/"))
    due = [int(row.get("data-due") or "") for row in page.having("data-day")]
    assert (sum(due[:2]), sum(due[2:])) == (20, 35)
    assert page.week_summary.get("data-due") == "55"


@pytest.mark.parametrize("address", ["/plan/set-aside/", "/plan/take-up/"])
@pytest.mark.parametrize("exercise", ["", "head-rub", "\0", "1"])
def test_an_unknown_exercise_is_404_and_nothing_is_written(
    phone: Client, address: str, exercise: str
) -> None:
    before = everything_stored()
    assert phone.post(address, {"exercise": exercise}).status_code == 404
    assert everything_stored() == before


def test_setting_aside_twice_and_taking_up_what_is_there_change_nothing(
    phone: Client, at: MoveTo
) -> None:
    """Not even on a later day, which would begin a new version."""
    phone.post("/plan/take-up/", {"exercise": "sole-rub"})
    assert [plan.kind for plan in versions()] == ["full"]
    phone.post("/plan/set-aside/", {"exercise": "sole-rub"})
    before = everything_stored()
    at("2026-11-24T12:00")
    phone.post("/plan/set-aside/", {"exercise": "sole-rub"})
    phone.post("/plan/take-up/", {"exercise": "waist-rub"})
    assert everything_stored() == before


def test_everything_may_be_set_aside(phone: Client) -> None:
    """Sets of a period may be 0; nothing is due then, and no page breaks."""
    for exercise in WAYS["full"][1]:
        phone.post("/plan/set-aside/", {"exercise": exercise})
    for path in ("/", "/day/2026-11-20/", "/history/", "/plan/", "/when-it-hurts/"):
        assert parse(phone.get(path)).tagged("h1")
    assert not parse(phone.get("/")).required


def test_a_change_for_today_outdates_one_that_was_to_come(phone: Client, person: Person) -> None:
    new_plan(person=person, starts=MONDAY + dt.timedelta(days=1), kind="easy")
    phone.post("/plan/begin/", {"way": "foot-massage"})
    assert [(plan.starts, plan.kind) for plan in versions()] == [(MONDAY, "one")]


def test_a_strangers_setting_aside_begins_the_full_day_without_it(client: Client) -> None:
    client.post("/plan/set-aside/", {"exercise": "waist-knead"})
    (plan,) = versions()
    assert (plan.starts, plan.kind, plan.daily_total) == (MONDAY, "full", 7)


def test_the_plan_page_says_what_was_chosen_beside_what_the_document_has(client: Client) -> None:
    """Everywhere: "of what you chose: 3 a day; the document: 10"."""
    client.post("/plan/begin/", {"way": "easy"})
    text = parse(client.get("/plan/")).text
    assert "3 a day, since Monday 23 November; the document has 10" in text


BEGUN = {
    "easy": "You have begun the easy start.",
    "full": "You have begun the document's full day.",
    "foot-massage": "You have begun one technique: Foot massage.",
}


@pytest.mark.parametrize("way", BEGUN)
def test_the_page_after_a_choice_says_what_was_begun_and_where_to_change_it(
    client: Client, way: str
) -> None:
    """Rules.md 25; nothing was there before, so there is no undo."""
    said = f"{BEGUN[way]} Change it"
    page = parse(client.get(client.post("/plan/begin/", {"way": way})["Location"]))
    (notice,) = [each for each in page.having("role") if each.get("role") == "status"][:1]
    assert page.text_of(notice) == said
    assert [link.get("href") for link in notice.iter("a")] == ["/plan/"]
    (title,) = page.tagged("title")
    assert (title.text or "").startswith(BEGUN[way])
    assert not [form for form in page.tagged("form") if form.get("action") == "/plan/undo/"]
    assert said not in parse(client.get("/")).text, "it is said once"


def test_another_plan_is_said_with_its_undo(phone: Client) -> None:
    page = parse(phone.get(phone.post("/plan/begin/", {"way": "easy"})["Location"]))
    assert "You have begun the easy start. Change it Undo" in page.text
    assert undo_of(page)


@pytest.mark.parametrize(
    ("way", "name"),
    [
        ("easy", "Easy start"),
        ("full", "The document's full day"),
        ("waist-massage", "Waist massage"),
    ],
)
def test_the_plan_page_names_the_plan(client: Client, at: MoveTo, way: str, name: str) -> None:
    client.post("/plan/begin/", {"way": way})
    assert f"What you chose: {name}" in parse(client.get("/plan/")).text
    at("2026-11-24T12:00")
    client.post("/plan/change/", {"starts": "today", "waist-rub-morning": "1"})
    text = parse(client.get("/plan/")).text
    assert "What you chose: A plan of your own" in text
    assert f"from 23 November 2026 {name}: " in text


def test_the_plan_page_lists_the_exercises_as_a_day_has_them(client: Client) -> None:
    client.post("/plan/begin/", {"way": "easy"})
    text = parse(client.get("/plan/")).text
    assert "3 a day, since Monday 23 November; the document has 10." in text
    assert "Easy start Arm raise Evening Waist rub Evening Sole rub Evening" in text


@pytest.mark.parametrize(
    ("way", "left_out", "then", "name"),
    [
        ("easy", ["sole-rub", "arm-raise"], "", "Easy start without Arm raise, Sole rub"),
        ("full", ["waist-knead"], "", "The document's full day without Waist knead"),
        ("foot-massage", ["sole-rub"], "", "Foot massage without Sole rub"),
        # What another plan was without is nothing that this one lacks.
        ("full", ["waist-knead", "arm-throw"], "easy", "Easy start"),
        ("full", ["arm-raise"], "foot-massage", "Foot massage"),
    ],
)
def test_the_plan_is_named_with_what_was_left_out_of_it(
    client: Client, way: str, left_out: list[str], then: str, name: str
) -> None:
    client.post("/plan/begin/", {"way": way})
    client.post("/plan/set-aside/", {"exercise": left_out})
    if then:
        client.post("/plan/begin/", {"way": then})
    page = parse(client.get("/plan/"))
    chosen = page.by_id("chosen")
    assert chosen is not None
    assert page.text_of(chosen) == f"What you chose: {name}"


def test_one_technique_with_more_taken_up_is_a_plan_of_one_s_own(client: Client) -> None:
    client.post("/plan/begin/", {"way": "foot-massage"})
    client.post("/plan/take-up/", {"exercise": "waist-rub"})
    assert "What you chose: A plan of your own Waist" in parse(client.get("/plan/")).text
    client.post("/plan/set-aside/", {"exercise": "arm-raise"})
    assert "What you chose: A plan of your own Waist" in parse(client.get("/plan/")).text


def test_a_refused_plan_comes_back_with_what_was_chosen(phone: Client) -> None:
    sent = {"starts": "tomorrow", "arm-raise-morning": "3", "arm-raise-evening": "4"}
    response = phone.post("/plan/change/", sent)
    assert response.status_code == 400
    page = parse(response)
    assert "Nothing was saved. Arm raise: the document goes up to 5 a day." in page.text
    chosen = {
        select.get("name"): option.get("value")
        for select in page.tagged("select")
        for option in select.iter("option")
        if option.get("selected") is not None
    }
    assert (chosen["arm-raise-morning"], chosen["arm-raise-evening"]) == ("3", "4")
    checked = [e.get("value") for e in page.having("checked") if e.get("name") == "starts"]
    assert checked == ["tomorrow"]
