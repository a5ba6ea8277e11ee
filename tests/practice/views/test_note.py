"""How it felt and one line a day: optional, off until turned on."""

from __future__ import annotations

import pytest
from django.test import Client

from practice.models import DayNote, Feeling
from tests.conftest import MoveTo
from tests.factories import everything_stored, rows_stored
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

NOTE = "/day/2026-11-23/note/"


@pytest.fixture
def writer(phone: Client) -> Client:
    """Somebody who turned notes on."""
    assert phone.post("/me/notes/", {"keep": "1"}).status_code == 303
    return phone


def notes() -> list[tuple[int | None, str]]:
    return list(DayNote.objects.values_list("feeling", "words"))


def test_notes_are_off_until_they_are_turned_on(phone: Client) -> None:
    assert "How did it feel?" not in parse(phone.get("/")).text
    assert "Notes are turned off" in parse(phone.get(NOTE)).text
    response = phone.post(NOTE, {"feeling": "sore", "words": "x"})
    assert response.status_code == 400
    assert notes() == []
    phone.post("/me/notes/", {"keep": "1"})
    assert "How did it feel?" in parse(phone.get("/")).text


@pytest.mark.parametrize(
    ("values", "kept", "leads_to"),
    [
        ({"feeling": "comfortable"}, (Feeling.COMFORTABLE, ""), "/"),
        ({"feeling": "sore", "words": " a  bit\nstiff "}, (Feeling.SORE, "a bit stiff"), "/"),
        ({"words": "slept well"}, (None, "slept well"), "/"),
        ({"feeling": "hurt"}, (Feeling.HURT, ""), "/when-it-hurts/"),
    ],
)
def test_a_day_s_note_is_kept_and_hurt_leads_to_what_to_do(
    writer: Client, values: dict[str, str], kept: tuple[int | None, str], leads_to: str
) -> None:
    response = writer.post(NOTE, values)
    assert (response.status_code, response["Location"]) == (303, leads_to)
    assert notes() == [kept]
    page = parse(writer.get(NOTE))
    words = page.by_id("words")
    assert words is not None
    assert words.get("value") == kept[1]
    checked = [e.get("value") for e in page.having("checked")]
    assert checked == [values.get("feeling", "")]


def test_there_is_one_note_a_day_and_an_empty_one_is_none(writer: Client) -> None:
    writer.post(NOTE, {"words": "warm feet"})
    writer.post(NOTE, {"words": "two"})
    assert notes() == [(None, "two")]
    writer.post(NOTE, {"words": "  ", "feeling": ""})
    assert notes() == []


def test_turned_off_again_what_was_written_stays(writer: Client) -> None:
    writer.post(NOTE, {"words": "warm feet"})
    writer.post("/me/notes/", {"keep": "0"})
    assert notes() == [(None, "warm feet")]
    assert "warm feet" not in parse(writer.get(NOTE)).text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"feeling": "awful"}, "changed on its way"),
        ({"words": "x" * 201}, "200 letters at most"),
        ({"words": "a\0"}, "changed on its way"),
    ],
)
def test_what_is_no_note_is_told_and_nothing_is_written(
    writer: Client, values: dict[str, str], told: str
) -> None:
    before = everything_stored()
    response = writer.post(NOTE, values)
    assert response.status_code == 400
    assert told in parse(response).text
    assert everything_stored() == before


def test_tomorrow_has_no_note_and_yesterday_s_post_leads_to_yesterday(writer: Client) -> None:
    assert writer.get("/day/2026-11-24/note/").status_code == 404
    assert writer.post("/day/2026-11-24/note/", {"words": "x"}).status_code == 404
    response = writer.post("/day/2026-11-22/note/", {"words": "x"})
    assert response["Location"] == "/day/2026-11-22/"


@pytest.mark.parametrize("keep", ["", "2", "on"])
def test_notes_are_on_or_off(phone: Client, keep: str) -> None:
    before = everything_stored()
    assert phone.post("/me/notes/", {"keep": keep}).status_code == 400
    assert everything_stored() == before


def test_a_stranger_writes_no_note(client: Client) -> None:
    assert client.get(NOTE).status_code == 200
    assert client.post(NOTE, {"words": "x"}).status_code == 400
    assert client.post("/me/notes/", {"keep": "1"}).status_code == 400
    assert rows_stored() == 0


def test_a_note_s_words_stand_as_written_and_never_as_html(writer: Client) -> None:
    writer.post(NOTE, {"words": "<b>bold</b> & co"})
    words = parse(writer.get(NOTE)).by_id("words")
    assert words is not None
    assert words.get("value") == "<b>bold</b> & co"


def test_after_midnight_the_note_is_the_evening_s(writer: Client, at: MoveTo) -> None:
    at("2026-11-24T01:00")
    hrefs = [link.get("href") for link in parse(writer.get("/")).tagged("a")]
    assert NOTE in hrefs
