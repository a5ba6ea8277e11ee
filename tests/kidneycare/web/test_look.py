"""Text size and theme: one cookie, nothing else (rules.md 19)."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import everything_stored, rows_stored, stranger
from tests.pages import parse

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://localhost"}


@pytest.fixture
def client() -> Client:
    """A browser that takes cookies: it has one."""
    browser = stranger()
    browser.cookies["tz"] = "Europe/Berlin"
    return browser


def test_it_sets_only_its_cookie_and_returns_to_the_page(client: Client) -> None:
    values = {"size": "3", "next": "/techniques/foot-massage/"}
    response = client.post("/look/", values, headers=OURS)
    assert (response.status_code, response["Location"]) == (303, "/techniques/foot-massage/")
    assert list(response.cookies) == ["look"]
    cookie = response.cookies["look"]
    assert cookie.value == "3-auto"
    assert cookie["max-age"] == 365 * 24 * 3600
    assert (cookie["samesite"], cookie["path"]) == ("Lax", "/")
    assert rows_stored() == 0


def test_it_writes_nothing_for_a_person_either(phone: Client) -> None:
    before = everything_stored()
    response = phone.post("/look/", {"theme": "dark"}, headers=OURS)
    assert list(response.cookies) == ["look"]
    assert everything_stored() == before


def test_size_and_theme_are_changed_one_without_the_other(client: Client) -> None:
    client.post("/look/", {"size": "2"}, headers=OURS)
    client.post("/look/", {"theme": "light"}, headers=OURS)
    assert client.cookies["look"].value == "2-light"


@pytest.mark.parametrize("cookie", ["", "9-neon", "2-", "-dark", "2-dark-x", "2", "<b>", "-"])
def test_an_odd_cookie_is_the_usual_look_as_far_as_it_is_odd(client: Client, cookie: str) -> None:
    client.cookies["look"] = cookie
    (root,) = parse(client.get("/about/")).tagged("html")
    assert root.get("data-size") in {"1", "2"}
    assert root.get("data-theme") in {"auto", "dark"}


@pytest.mark.parametrize(
    "values", [{"size": "4"}, {"size": ""}, {"size": "1-dark"}, {"theme": "neon"}, {"theme": "\0"}]
)
def test_an_unknown_size_or_theme_is_refused(client: Client, values: dict[str, str]) -> None:
    response = client.post("/look/", values, headers=OURS)
    assert response.status_code == 400
    assert not response.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:9000"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
        {"Referer": "https://evil.example/http://localhost/"},
    ],
    ids=str,
)
def test_another_site_cannot_change_it(client: Client, headers: dict[str, str]) -> None:
    response = client.post("/look/", {"theme": "dark"}, headers=headers)
    assert response.status_code == 403
    assert not response.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"},
        {"Referer": "http://localhost/about/"},
    ],
    ids=str,
)
def test_our_own_pages_can(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/look/", {"theme": "dark"}, headers=headers).status_code == 303


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        " /about/",
        "/\t/evil.example/",
        "about/",
        "\0",
        "",
    ],
)
def test_it_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    response = client.post("/look/", {"size": "2", "next": elsewhere}, headers=OURS)
    assert response.status_code == 303
    assert response["Location"] == "/"


def test_a_line_break_in_the_way_back_sets_no_cookie(client: Client) -> None:
    values = {"size": "2", "next": "/about/\r\nSet-Cookie: a=b"}
    response = client.post("/look/", values, headers=OURS)
    assert list(response.cookies) == ["look"]
    assert response["Location"] == "/about/%0D%0ASet-Cookie:%20a=b"


# --- without cookies ----------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/zh-hant"])
def test_a_first_visit_comes_to_its_page_in_the_size_chosen(prefix: str) -> None:
    path = f"{prefix}/techniques/foot-massage/"
    response = stranger().post("/look/", {"size": "3", "next": path}, headers=OURS, follow=True)
    assert response.request["PATH_INFO"] == path
    assert parse(response).tagged("html")[0].get("data-size") == "3"


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "keeps none"), ("/zh-hans", "没有变化"), ("/zh-hant", "沒有變化")]
)
@pytest.mark.parametrize("values", [{"size": "3"}, {"theme": "dark"}, {"language": "en"}], ids=str)
def test_a_browser_that_takes_no_cookie_is_told_why_nothing_changed(
    values: dict[str, str], prefix: str, words: str
) -> None:
    if "language" in values:
        values = {"language": prefix.strip("/") or "en"}
    path = f"{prefix}/techniques/foot-massage/"
    response = stranger().post("/look/", {**values, "next": path}, headers=OURS)
    shown = stranger().get(response["Location"])
    page = parse(shown)
    (main,) = page.tagged("main")
    assert words in page.text_of(main)
    assert path in [link.get("href") for link in main.iter("a")]
    assert "no-store" in shown["Cache-Control"]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", ""])
def test_its_check_leads_to_no_other_site_either(client: Client, elsewhere: str) -> None:
    client.cookies["look"] = "2-auto"
    assert client.get("/look/kept/", {"next": elsewhere})["Location"] == "/"
    hrefs = [e.get("href") for e in parse(stranger().get("/look/kept/?next=//e.vil/")).tagged("a")]
    assert not [href for href in hrefs if href and "e.vil" in href]
