"""What a reader of each language meets: dates, errors, tables, and words of another tongue."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from kidneycare import urls
from people.models import Person
from practice.transfer.export import headings
from practice.transfer.schema import TickEntry
from tests.addresses import DAY, PAGES
from tests.conftest import MoveTo
from tests.factories import browser_of, stranger
from tests.languages.test_addresses import CHINESE, OURS, TAGS, choose, language_of
from tests.pages import Page, body_of, is_element, parse

COLUMNS = TickEntry.__struct_fields__
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]


# --- dates ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "language, day, earlier, week, short",
    [
        ("en", "Monday 23 November", "Friday 20 November", "16 November – 22 November 2026", "Mon"),
        ("zh-hans", "星期一 11月23日", "星期五 11月20日", "2026年11月16日到11月22日", "周一"),
        ("zh-hant", "星期一 11月23日", "星期五 11月20日", "2026年11月16日到11月22日", "週一"),
    ],
)
def test_days_and_weeks_are_written_as_in_the_language(
    phone: Client, language: str, day: str, earlier: str, week: str, short: str
) -> None:
    prefix = "" if language == "en" else f"/{language}"
    assert day in parse(phone.get(f"{prefix}/")).text
    assert earlier in parse(phone.get(f"{prefix}/day/2026-11-20/")).text
    page = parse(phone.get(f"{prefix}/history/2026-W47/"))
    assert week in page.text
    first = page.having("data-day")[0]
    assert first.get("data-day") == "2026-11-16"
    assert page.text_of(first).startswith(short), "a week begins on Monday"


@pytest.mark.parametrize(
    "language, words",
    [
        ("en", "still Monday evening, until 4"),
        ("zh-hans", "仍算星期一晚上，直到 4 点"),
        ("zh-hant", "仍算星期一晚上，直到 4 點"),
    ],
)
def test_after_midnight_it_is_still_the_evening_before(
    phone: Client, at: MoveTo, language: str, words: str
) -> None:
    at("2026-11-24T01:30")
    prefix = "" if language == "en" else f"/{language}"
    assert words in parse(phone.get(f"{prefix}/")).text


@pytest.mark.parametrize(
    "language, words",
    [("en", "until 4:30"), ("zh-hans", "直到 4:30"), ("zh-hant", "直到 4:30")],
)
def test_half_an_hour_is_told_too(person: Person, at: MoveTo, language: str, words: str) -> None:
    person.day_start = 4 * 60 + 30
    person.save()
    at("2026-11-24T01:30")
    prefix = "" if language == "en" else f"/{language}"
    assert words in parse(browser_of(person).get(f"{prefix}/")).text


AFTER_A_MARK = re.compile(r"[。，：；！？、]\s+[\w“「（]")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_no_blank_follows_a_full_width_mark(client: Client, phone: Client, language: str) -> None:
    for where, browser in itertools.product(PAGES, (client, phone)):
        page = parse(browser.get(f"/{language}{where}"))
        for part in page.elements:
            for text in (part.text or "", part.tail or ""):
                assert not AFTER_A_MARK.search(text), f"{where}: {text}"


# --- errors ---------------------------------------------------------------------

MISSING = {"en": "There is no such page", "zh-hans": "找不到这一页", "zh-hant": "找不到這一頁"}
BROKEN = {
    "en": "Something went wrong on the server",
    "zh-hans": "服务器出了点问题",
    "zh-hant": "伺服器出了點問題",
}
UNANSWERED = {
    "en": "This request can't be answered",
    "zh-hans": "无法处理这个请求",
    "zh-hant": "無法處理這個請求",
}
TOO_OLD = {"en": "open too long", "zh-hans": "打开太久", "zh-hant": "打開太久"}


@pytest.mark.parametrize("language", TAGS)
def test_a_page_that_is_not_there_says_so_in_its_language(client: Client, language: str) -> None:
    prefix = "" if language == "en" else f"/{language}"
    response = client.get(f"{prefix}/nowhere/")
    page = parse(response)
    assert (response.status_code, language_of(page)) == (404, TAGS[language])
    assert MISSING[language] in page.text


@pytest.mark.parametrize("language", TAGS)
def test_without_a_prefix_an_error_is_told_in_the_language_chosen(
    client: Client, language: str
) -> None:
    choose(client, language)
    page = parse(client.get("/nowhere/"))
    assert language_of(page) == TAGS[language]
    assert MISSING[language] in page.text


@pytest.mark.parametrize("language", TAGS)
def test_a_form_that_is_too_old_is_refused_in_its_language(language: str) -> None:
    prefix = "" if language == "en" else f"/{language}"
    browser = stranger(enforce_csrf_checks=True)
    browser.cookies["tz"] = "Europe/Berlin"
    response = browser.post(f"{prefix}/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    page = parse(response)
    assert (response.status_code, language_of(page)) == (403, TAGS[language])
    assert TOO_OLD[language] in page.text


def fail(request: HttpRequest) -> HttpResponse:
    message = "on purpose"
    raise RuntimeError(message)


class Failing:
    """The addresses of the product, and one that always fails."""

    handler400 = urls.handler400
    handler500 = urls.handler500
    urlpatterns = (*urls.urlpatterns, path("zh-hant/fails/", fail), path("fails/", fail))


@pytest.mark.parametrize("language", TAGS)
def test_a_fault_of_ours_is_told_in_the_language_without_the_database(
    settings: Settings, django_db_blocker: DjangoDbBlocker, language: str
) -> None:
    settings.ROOT_URLCONF = Failing
    browser = Client(raise_request_exception=False, SERVER_NAME="localhost")
    browser.cookies["look"] = f"1-auto-{language}"
    address = "/zh-hant/fails/" if language == "zh-hant" else "/fails/"
    with django_db_blocker.block():
        response = browser.get(address)
    assert response.status_code == 500
    page = parse(response)
    assert language_of(page) == TAGS[language]
    assert BROKEN[language] in page.text
    (link,) = page.tagged("a")
    assert link.get("href") == ("/" if language == "en" else f"/{language}/")


@pytest.mark.parametrize("language", TAGS)
def test_a_foreign_name_of_the_server_is_refused_in_the_language(language: str) -> None:
    """Before any middleware for languages has run."""
    prefix = "" if language == "en" else f"/{language}"
    # Another page of another language must leave nothing behind.
    Client().get("/zh-hans/about/")
    response = Client(headers={"Host": "evil.example"}).get(f"{prefix}/")
    page = parse(response)
    assert (response.status_code, language_of(page)) == (400, TAGS[language])
    assert UNANSWERED[language] in page.text


# --- the table ------------------------------------------------------------------


@pytest.mark.parametrize(
    "language, first",
    [
        ("en", list(COLUMNS)),
        ("zh-hans", ["日期", "时段", "练习", "第几遍", "状态"]),
        ("zh-hant", ["日期", "時段", "練習", "第幾遍", "狀態"]),
    ],
)
def test_the_table_has_its_headings_in_the_language_chosen(
    phone: Client, language: str, first: list[str]
) -> None:
    choose(phone, language)
    phone.post(f"/day/{DAY}/evening/sole-rub/1/", {"done": "1"})
    text = body_of(phone.get("/export.csv"))
    head, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head[: len(first)] == first
    assert len(head) == len(set(head)) == len(COLUMNS)
    assert row[:5] == [DAY, "evening", "sole-rub", "1", "done"]


def test_who_has_chosen_nothing_gets_headings_in_the_browser_s_language(phone: Client) -> None:
    response = phone.get("/export.csv", headers={"Accept-Language": "zh-TW"})
    assert body_of(response).startswith("\ufeff日期,時段")


@pytest.mark.parametrize("language", TAGS)
def test_every_column_has_a_heading(language: str) -> None:
    with translation.override(language):
        assert all(headings())
        assert len(headings()) == len(COLUMNS)


# --- words of another tongue ----------------------------------------------------


def pieces(element: Element, tag: str) -> Iterator[tuple[str, str]]:
    """Every piece of text with the language that it is marked to be in."""
    if not is_element(element) or element.tag in {"script", "style"}:
        return
    tag = element.get("lang") or tag
    yield tag, element.text or ""
    for child in element:
        yield from pieces(child, tag)
        yield tag, child.tail or ""


def said_in(page: Page) -> list[tuple[str, str]]:
    return [(tag, text) for tag, text in pieces(page.root, "") if text.strip()]


@pytest.mark.parametrize("address", PAGES)
def test_chinese_words_in_an_english_page_are_marked_as_chinese(
    client: Client, address: str
) -> None:
    """Or they are drawn in the shapes of another country, and read out as nothing."""
    for tag, text in said_in(parse(client.get(address))):
        if any("\u3400" <= sign <= "\u9fff" for sign in text):
            assert tag in {"zh-Hans", "zh-Hant"}, text


@pytest.mark.parametrize("language", CHINESE)
def test_english_titles_in_a_chinese_page_are_marked_as_english(
    client: Client, language: str
) -> None:
    told = said_in(parse(client.get(f"/{language}/about/")))
    assert ("en", "English") in told
    assert any(tag == "en" and text.startswith("Traditional Chinese Med") for tag, text in told)
    assert all(tag != "en" or not any(sign >= "\u3400" for sign in text) for tag, text in told)


# --- the glossary ---------------------------------------------------------------


@pytest.mark.parametrize("language", TAGS)
@pytest.mark.parametrize(
    "slug", ["foot-massage", "kidney-strengthening-exercises", "waist-massage", ""]
)
def test_the_words_of_chinese_medicine_open_without_a_script_and_are_marked_as_ours(
    client: Client, language: str, slug: str
) -> None:
    prefix = "" if language == "en" else f"/{language}"
    page = parse(client.get(f"{prefix}/techniques/{slug}/".replace("//", "/")))
    folds = [e for e in page.tagged("details") if e.find(".//dl") is not None]
    assert len(folds) == 1
    assert "Kidneycare" in page.text_of(folds[0])
    terms = [e for e in folds[0].iter("div") if is_element(e)]
    assert len(terms) >= 4
    for term in terms:
        assert [child.tag for child in term] == ["dt", "dd"]
        assert all(page.text_of(child) for child in term)


def test_choosing_by_the_switch_needs_one_s_own_page(client: Client) -> None:
    response = client.post(
        "/look/", {"language": "zh-hans"}, headers={"Origin": "https://e.example"}
    )
    assert response.status_code == 403
    assert client.post("/look/", {"language": "zh-hans"}, headers=OURS).status_code == 303
