"""Leaving exercises out where it hurts, and the undo after every change of the plan."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.conftest import MoveTo
from tests.factories import everything_stored
from tests.pages import parse
from tests.practice.views.test_plan import WAYS, undo_of, versions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


def offered_to_leave_out(client: Client, query: str = "") -> set[str | None]:
    page = parse(client.get(f"/when-it-hurts/{query}"))
    return {
        field.get("value")
        for form in page.tagged("form")
        if form.get("action") == "/plan/set-aside/"
        for field in form.iter("button")
        if field.get("name") == "exercise"
    }


def test_where_it_hurts_every_exercise_can_be_set_aside_in_one_tap(client: Client) -> None:
    assert offered_to_leave_out(client) == set(WAYS["full"][1])


def test_where_it_hurts_only_the_plan_and_what_was_named_are_offered(client: Client) -> None:
    client.post("/plan/begin/", {"way": "easy"})
    easy = {"arm-raise", "waist-rub", "sole-rub"}
    assert offered_to_leave_out(client) == easy
    assert offered_to_leave_out(client, "?exercise=waist-knead") == {*easy, "waist-knead"}
    client.post("/plan/set-aside/", {"exercise": [*easy]})
    assert offered_to_leave_out(client) == set()
    assert "Nothing is planned just now." in parse(client.get("/when-it-hurts/")).text


def test_the_plan_page_says_what_was_left_out_and_how_to_add_it_again(client: Client) -> None:
    client.post("/plan/begin/", {"way": "easy"})
    told = "If you left one out because it hurt"
    assert told not in parse(client.get("/plan/")).text
    client.post("/plan/set-aside/", {"exercise": "waist-rub"})
    text = parse(client.get("/plan/")).text
    assert told in text
    assert text.count("you left it out") == 1
    assert "Waist rub you left it out Add it to my plan" in text


def test_the_one_that_hurts_is_known_from_where_it_began_and_comes_first(phone: Client) -> None:
    """One tap leaves it out; then come the signs to stop, and the others wait in a fold."""
    page = parse(phone.get("/when-it-hurts/?exercise=waist-rub"))
    text = page.text
    button = text.index("Waist rub hurts: leave it out")
    assert button < text.index("Another one hurts") < text.index("When to stop")
    assert text.index("When to stop") < text.index("Call your emergency number now", button)
    for unknown in ("?exercise=head-rub", "?exercise=", "?exercise=%00", ""):
        assert "Which one hurts?" in parse(phone.get(f"/when-it-hurts/{unknown}")).text


def test_leaving_out_is_said_and_can_be_undone_once(phone: Client) -> None:
    phone.post("/plan/set-aside/", {"exercise": "waist-rub"})
    page = parse(phone.get("/when-it-hurts/"))
    said = "Left out from today: Waist rub. Anything you did of it today is kept, as an extra."
    assert [each.text for each in page.having("role") if each.get("role") == "status"] == [said]
    (title,) = page.tagged("title")
    assert (title.text or "").startswith(said)
    before = undo_of(page)
    assert said not in parse(phone.get("/when-it-hurts/")).text, "it is said once"
    assert phone.post("/plan/undo/", {"before": before}).status_code == 303
    assert [(plan.kind, plan.daily_total, plan.aside) for plan in versions()] == [("full", 10, {})]
    kept = everything_stored()
    assert phone.post("/plan/undo/", {"before": before}).status_code == 400
    assert everything_stored() == kept


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/plan/begin/", {"way": "easy"}),
        ("/plan/change/", {"starts": "today", "sole-rub-evening": "1"}),
        ("/plan/change/", {"starts": "tomorrow", "sole-rub-evening": "1"}),
        ("/plan/withdraw/", {}),
        ("/plan/take-up/", {"exercise": "arm-throw"}),
    ],
)
def test_after_every_change_there_is_an_undo_that_brings_every_version_back(
    phone: Client, path: str, values: dict[str, str]
) -> None:
    phone.post("/plan/set-aside/", {"exercise": "arm-throw"})
    phone.post("/plan/change/", {"starts": "monday", "waist-rub-morning": "1"})
    phone.get("/plan/")
    before = versions()
    phone.post(path, values)
    assert versions() != before
    phone.post("/plan/undo/", {"before": undo_of(parse(phone.get("/plan/")))})
    assert versions() == before


def test_an_undo_of_yesterday_or_of_another_is_refused(
    phone: Client, client: Client, at: MoveTo
) -> None:
    """Rules.md 12: a day that has passed keeps its plan."""
    phone.post("/plan/set-aside/", {"exercise": "waist-rub"})
    before = undo_of(parse(phone.get("/plan/")))
    client.post("/plan/begin/", {"way": "easy"})
    stored = everything_stored()
    assert client.post("/plan/undo/", {"before": before}).status_code == 400
    for forged in ("", "x", before[:-1], "\0"):
        assert phone.post("/plan/undo/", {"before": forged}).status_code == 400
    at("2026-11-24T12:00")
    assert phone.post("/plan/undo/", {"before": before}).status_code == 400
    assert everything_stored() == stored


def test_another_plan_brings_nothing_back_that_was_left_out_without_asking(phone: Client) -> None:
    phone.post("/plan/set-aside/", {"exercise": "waist-rub"})
    before = everything_stored()
    page = parse(phone.post("/plan/begin/", {"way": "full"}, follow=True))
    assert "You left something out" in page.text
    assert everything_stored() == before
    phone.post("/plan/begin/", {"way": "full", "aside": "leave"})
    (plan,) = versions()
    assert (plan.daily_total, set(plan.aside)) == (8, {"waist-rub"})
    phone.post("/plan/begin/", {"way": "full", "aside": "add"})
    (plan,) = versions()
    assert (plan.daily_total, plan.aside) == (10, {})


def test_what_hurts_and_is_in_no_plan_is_remembered_too(client: Client) -> None:
    """An easy start has no waist knead; whoever did one all the same may leave it out for good."""
    client.post("/plan/begin/", {"way": "easy"})
    client.post("/plan/set-aside/", {"exercise": "waist-knead"})
    assert dict(versions()[0].aside) == {"waist-knead": (1, 1, 1)}
    assert (
        "You left something out"
        in parse(client.post("/plan/begin/", {"way": "full"}, follow=True)).text
    )
    client.post("/plan/begin/", {"way": "waist-massage", "aside": "leave"})
    assert dict(versions()[0].sets) == {"waist-rub": (1, 0, 1)}
    client.post("/plan/set-aside/", {"exercise": "sole-rub"})
    values = {"way": "foot-massage", "aside": "leave"}
    page = parse(client.post("/plan/begin/", values, follow=True))
    assert "Go on leaving them out" not in page.text, "nothing would be left"
    assert versions()[0].kind == "one"


def test_a_stranger_who_leaves_an_exercise_out_is_told_what_they_began(client: Client) -> None:
    """rules.md 25; nothing was there before, so there is no undo."""
    answer = client.post("/plan/set-aside/", {"exercise": "waist-rub"})
    page = parse(client.get(answer["Location"]))
    assert "You have begun the document's full day." in page.text
    assert not [form for form in page.tagged("form") if form.get("action") == "/plan/undo/"]
    assert len(parse(client.get("/")).required) == 8
