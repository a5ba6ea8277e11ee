"""One product in three languages: its addresses, the switch, and what is remembered."""

from __future__ import annotations

import pytest
from django.test import Client

from kidneycare.i18n.languages import address_in, tag_of
from tests.addresses import DAY
from tests.factories import HTMX, everything_stored, rows_stored
from tests.pages import Page, parse, parse_fragment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

OURS = {"Origin": "http://localhost"}
TAGS = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
CHINESE = ("zh-hans", "zh-hant")


def language_of(page: Page) -> str | None:
    return page.tagged("html")[0].get("lang")


def choose(browser: Client, language: str, path: str = "/") -> str:
    """Press a button of the switch; tell where it leads."""
    response = browser.post("/look/", {"language": language, "next": path}, headers=OURS)
    assert response.status_code == 303
    location: str = response["Location"]
    return location


# --- addresses ------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/en/", "/zh/", "/zh-cn/", "/zh-Hans/", "/zh-hans", "/de/"])
def test_no_other_prefix_is_known(client: Client, path: str) -> None:
    assert client.get(path).status_code in {301, 404}
    assert parse(client.get(path, follow=True)) is not None


@pytest.mark.parametrize("language", ["en", *CHINESE])
def test_a_tick_under_any_prefix_is_the_same_tick_and_stays_in_the_language(
    phone: Client, language: str
) -> None:
    slot = f"/day/{DAY}/evening/sole-rub/1/"
    response = phone.post(address_in(slot, language), {"done": "1"})
    assert (response.status_code, response["Location"]) == (
        303,
        address_in("/", language) + "#slot-evening-sole-rub-1",
    )
    for other in TAGS:
        page = parse(phone.get(address_in("/", other)))
        assert page.slot("evening/sole-rub/1").done == "true"
    earlier = phone.post(address_in("/day/2026-11-20/evening/sole-rub/1/", language), {"done": "1"})
    assert earlier["Location"] == address_in("/day/2026-11-20/", language)


def test_the_fragment_after_a_tick_is_in_the_language_of_the_page(phone: Client) -> None:
    response = phone.post(f"/zh-hant/day/{DAY}/evening/sole-rub/1/", {"done": "1"}, headers=HTMX)
    page = parse_fragment(response)
    assert page.slot("evening/sole-rub/1").action == f"/zh-hant/day/{DAY}/evening/sole-rub/1/"
    assert "完成" in page.text
    assert "Done" not in page.text


@pytest.mark.parametrize(
    "language, words",
    [("en", "Choose one"), ("zh-hans", "请选一种开始的方式"), ("zh-hant", "請選一種開始的方式")],
)
def test_a_refusal_is_told_in_the_language_of_the_page(
    client: Client, language: str, words: str
) -> None:
    response = client.post(address_in("/plan/begin/", language), {"way": "none"})
    assert response.status_code == 400
    page = parse(response)
    assert language_of(page) == TAGS[language]
    assert words in page.text


# --- for search engines ---------------------------------------------------------


def test_the_tag_of_a_public_page_is_another_in_each_language(client: Client) -> None:
    tags = {client.get(address_in("/techniques/", language))["ETag"] for language in TAGS}
    assert len(tags) == 3


def test_the_language_chosen_before_changes_no_tag(client: Client) -> None:
    """A prefixed page is the same for everybody, whatever they once chose."""
    before = client.get("/zh-hans/about/")["ETag"]
    choose(client, "zh-hant")
    assert client.get("/zh-hans/about/")["ETag"] == before


# --- the switch -----------------------------------------------------------------


def test_the_switch_sets_the_look_cookie_and_nothing_else(phone: Client) -> None:
    before = everything_stored()
    phone.post("/look/", {"size": "2", "theme": "dark"}, headers=OURS)
    response = phone.post("/look/", {"language": "zh-hant", "next": "/me/"}, headers=OURS)
    assert response["Location"] == "/zh-hant/me/"
    assert {name: cookie.value for name, cookie in response.cookies.items()} == {
        "look": "2-dark-zh-hant"
    }
    assert everything_stored() == before


def test_size_and_theme_leave_the_language_alone(client: Client) -> None:
    choose(client, "zh-hans")
    response = client.post("/look/", {"size": "3", "next": "/zh-hant/about/"}, headers=OURS)
    assert response["Location"] == "/zh-hant/about/", "a prefix always wins"
    assert client.cookies["look"].value == "3-auto-zh-hans"


@pytest.mark.parametrize("language", ["", "de", "zh", "ZH-HANS", "//evil.example", "en\0"])
def test_an_unknown_language_is_refused(client: Client, language: str) -> None:
    values = {"language": language, "next": "/about/"}
    response = client.post("/look/", values, headers=OURS)
    assert response.status_code == 400
    assert not response.cookies


@pytest.mark.parametrize(
    "elsewhere", ["/zh-hans//evil.example/", "//evil.example/", "/zh-hant/\\evil.example/", "x"]
)
@pytest.mark.parametrize("language", TAGS)
def test_the_switch_never_leads_to_another_site(
    client: Client, language: str, elsewhere: str
) -> None:
    location = choose(client, language, elsewhere)
    assert location.startswith(address_in("/", language))
    assert not location.startswith("//")
    assert "\\" not in location


def test_after_a_refused_post_the_switch_leads_to_today(client: Client) -> None:
    """The address of the post itself can't be opened."""
    page = parse(client.post("/zh-hans/plan/begin/", {"way": "none"}))
    ways_back = [e.get("value") for e in page.tagged("input") if e.get("name") == "next"]
    assert set(ways_back) == {"/zh-hans/"}


# --- what is remembered ---------------------------------------------------------


@pytest.mark.parametrize(
    "asked_for, led_to",
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "/zh-hans/"),
        ("zh-SG", "/zh-hans/"),
        ("zh", "/zh-hans/"),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", "/zh-hant/"),
        ("zh-HK", "/zh-hant/"),
        ("zh-Hant-MO", "/zh-hant/"),
        ("de-DE,de;q=0.9,zh-TW;q=0.5,en;q=0.3", "/zh-hant/"),
        ("en-GB,zh-CN;q=0.9", None),
        ("de-DE,de;q=0.9", None),
        ("*", None),
        ("", None),
        (";;q=,,zh-", None),
    ],
)
def test_a_stranger_at_the_front_door_is_met_in_the_browser_s_language(
    client: Client, asked_for: str, led_to: str | None
) -> None:
    response = client.get("/", headers={"Accept-Language": asked_for})
    if led_to is None:
        assert response.status_code == 200
    else:
        assert (response.status_code, response["Location"]) == (302, led_to)
    assert client.get("/about/", headers={"Accept-Language": asked_for}).status_code == 200
    assert rows_stored() == 0


def test_english_once_chosen_stays_at_the_front_door(client: Client) -> None:
    choose(client, "en")
    response = client.get("/", headers={"Accept-Language": "zh-CN"})
    assert response.status_code == 200
    assert language_of(parse(response)) == "en"


def test_a_question_in_the_address_is_taken_along(client: Client) -> None:
    choose(client, "zh-hans")
    response = client.get("/plan/take-up/?exercise=waist-knead")
    assert response["Location"] == "/zh-hans/plan/take-up/?exercise=waist-knead"


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example", "///", "/\\evil.example/"])
def test_nobody_is_led_to_another_site(client: Client, path: str) -> None:
    choose(client, "zh-hant")
    response = client.get("/", PATH_INFO=path)
    assert response.status_code == 404
    assert language_of(parse(response)) == "zh-Hant"


def test_a_post_without_prefix_is_carried_out_and_never_led_elsewhere(client: Client) -> None:
    choose(client, "zh-hans")
    response = client.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    assert (response.status_code, response["Location"]) == (303, "/#slot-evening-sole-rub-1")
    assert parse(client.get("/", follow=True)).slot("evening/sole-rub/1").done == "true"


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/export.json"])
def test_what_programs_ask_for_has_no_language(client: Client, path: str) -> None:
    choose(client, "zh-hans")
    assert client.get(path).status_code == 200
    assert client.get(f"/zh-hans{path}").status_code == 404


# --- names ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "address, code, expected",
    [
        ("/", "en", "/"),
        ("/", "zh-hans", "/zh-hans/"),
        ("/zh-hans/", "en", "/"),
        ("/zh-hans/", "zh-hant", "/zh-hant/"),
        ("/zh-hans/me/", "zh-hans", "/zh-hans/me/"),
        ("/zh-hansel/", "zh-hant", "/zh-hant/zh-hansel/"),
        ("/me/?a=/zh-hant/", "zh-hans", "/zh-hans/me/?a=/zh-hant/"),
    ],
)
def test_an_address_in_another_language(address: str, code: str, expected: str) -> None:
    assert address_in(address, code) == expected


def test_a_tag_has_its_script_in_the_usual_writing() -> None:
    assert {code: tag_of(code) for code in TAGS} == TAGS
