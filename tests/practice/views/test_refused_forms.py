"""A refused field comes back on its own page, with what was typed and the sentence beside it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.addresses import DAY
from tests.factories import everything_stored
from tests.pages import parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

RUB = f"/day/{DAY}/evening/waist-rub/1/"
DATES = {"days": "dates", "first": "2026-12-01", "last": "2026-11-30", "reason": "a cold"}
REFUSED = [
    (RUB, {"done": "1", "amount": "a lot"}, "amount", "How much it was"),
    (f"/day/{DAY}/note/", {"words": "x" * 201, "feeling": "sore"}, "words", "How did it feel?"),
    ("/rest/", DATES, "last", "Not today"),
    ("/rest/", {**DATES, "last": "2026-12-02", "reason": "x" * 201}, "reason", "Not today"),
    ("/me/zone/", {"zone": "UTC", "city": "Nowhere"}, "city", "Me"),
    ("/me/people/name/", {"name": "N" * 41}, "name", "Two of us on this phone"),
    ("/back/", {"code": "ABCD-1234"}, "code", "I have a record already"),
]


@pytest.mark.parametrize(("path", "values", "name", "heading"), REFUSED)
def test_the_page_comes_back_with_what_was_typed_and_the_sentence_beside_it(
    phone: Client, path: str, values: dict[str, str], name: str, heading: str
) -> None:
    phone.post("/me/notes/", {"keep": "1"})
    before = everything_stored()
    response = phone.post(path, values)
    assert response.status_code in {400, 404}
    page = parse(response)
    (field,) = [each for each in page.tagged("input") if each.get("name") == name]
    assert field.get("value") == values[name]
    assert field.get("aria-invalid") == "true"
    sentence = page.by_id((field.get("aria-describedby") or "").partition(" ")[0])
    assert sentence is not None
    assert page.text_of(sentence)
    assert field.get("autofocus") is not None, "so that a screen reader reads the sentence"
    assert heading in page.text
    assert {k: v for k, v in everything_stored().items() if "RateLimit" not in k} == {
        k: v for k, v in before.items() if "RateLimit" not in k
    }


def test_erasing_without_the_tick_says_so_beside_it(phone: Client) -> None:
    page = parse(phone.post("/me/erase/"))
    assert "Nothing was erased. Tick the box first to say that you are sure." in page.text


def test_what_no_page_can_show_is_left_out_of_what_was_typed(phone: Client) -> None:
    page = parse(phone.post(RUB, {"done": "1", "amount": "1\0\u202e2"}))
    amount = page.by_id("amount")
    assert amount is not None
    assert amount.get("value") == "12"


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (RUB, {"done": "1", "amount": "120"}),
        (RUB, {"skip": "1"}),
        ("/me/notes/", {"keep": "1"}),
        ("/me/zone/", {"zone": "Asia/Tokyo"}),
        ("/me/day-start/", {"start": "05:00"}),
        ("/me/people/name/", {"name": "Mei"}),
        ("/rest/", {"days": "dates", "first": "2026-12-01", "last": "2026-12-02"}),
        ("/plan/change/", {"starts": "today", "waist-rub-morning": "1"}),
    ],
)
def test_saved_is_said_once_after_every_save(
    phone: Client, path: str, values: dict[str, str]
) -> None:
    answer = phone.post(path, values)
    assert answer.status_code == 303
    page = parse(phone.get(answer["Location"]))
    (title,) = page.tagged("title")
    assert (title.text or "").startswith("Saved. ")
    assert [page.text_of(e) for e in page.having("role") if e.get("role") == "status"][:1] == [
        "Saved."
    ]
    assert "Saved." not in parse(phone.get(answer["Location"])).text


def test_what_was_done_last_is_one_of_three_amounts_to_choose(phone: Client) -> None:
    """The document's 200, half of it, and the 170 of this morning; its own 60 is none of them."""
    phone.post(f"/day/{DAY}/morning/waist-rub/1/", {"done": "1", "amount": "170"})
    phone.post(RUB, {"done": "1", "amount": "60"})
    page = parse(phone.get(RUB))
    presets = next(iter(page.having("data-presets")))
    assert [each.get("value") for each in presets.iter("button")] == ["100", "200", "170"]
    sole = parse(phone.get(f"/day/{DAY}/evening/sole-rub/1/"))
    presets = next(iter(sole.having("data-presets")))
    assert [each.get("value") for each in presets.iter("button")] == ["50", "101"]
