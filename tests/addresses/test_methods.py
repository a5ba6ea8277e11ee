"""Every address opened in a way that isn't meant for it: taken, or told on a page with a way on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from people.models import Person
from tests.addresses import SOLE, Address, all_addresses
from tests.addresses.answers import require_kept_by_no_cache, require_strict_headers
from tests.factories import HTMX, browser_of, everything_stored, new_person, stranger, the_tick
from tests.pages import body_of, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
FORM = "application/x-www-form-urlencoded"
ORIGIN = {"Origin": "http://localhost"}


@pytest.mark.parametrize("address", all_addresses(), ids=str)
def test_an_address_takes_a_request_or_says_where_to_go(address: Address) -> None:
    for browser in (stranger(), browser_of(new_person())):
        for method in METHODS:
            response = browser.generic(method, address.path, headers=ORIGIN)
            if response.status_code == 405:
                require_way_on(response, method)
        without_slash_a_post_is_what_it_is_with_it(browser, address)


def require_way_on(response: Any, method: str) -> None:
    """405 with the methods that are right, and words whoever typed the address understands."""
    assert method not in response["Allow"]
    require_strict_headers(response, method)
    require_kept_by_no_cache(response, method)
    if method == "HEAD":
        assert not response.content
        return
    page = parse(response)
    assert "Nothing was changed" in page.text
    (main,) = page.tagged("main")
    assert "/" in [link.get("href") for link in main.iter("a")]


def without_slash_a_post_is_what_it_is_with_it(browser: Client, address: Address) -> None:
    """A redirect would turn it into reading, with a page that looks as if it were saved."""
    if not address.path.endswith("/") or address.path == "/":
        return
    before = everything_stored()
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        right = browser.generic(method, address.path, content_type=FORM, headers=ORIGIN)
        short = browser.generic(method, address.path[:-1], content_type=FORM, headers=ORIGIN)
        assert short.status_code == right.status_code, method
        assert short.get("Location") == right.get("Location"), method
    assert everything_stored() == before


@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/zh-hant"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["a form", "htmx"])
def test_a_tick_without_its_last_slash_is_written(
    person: Person, phone: Client, prefix: str, headers: dict[str, str]
) -> None:
    response = phone.post(f"{prefix}{SOLE}"[:-1], {"done": "1"}, headers=headers)
    assert response.status_code == (200 if headers else 303)
    assert response["Kidneycare-Outcome"] == "written"
    assert the_tick().person == person


def test_reading_without_the_last_slash_is_still_led_to_the_page(client: Client) -> None:
    response = client.get("/history")
    assert (response.status_code, response["Location"]) == (301, "/history/")


def test_what_is_no_address_with_a_slash_either_is_not_found(client: Client) -> None:
    assert client.post("/no-such-page").status_code == 404


def test_a_wrong_method_is_told_to_htmx_in_one_line(client: Client) -> None:
    response = client.get("/plan/grow/", headers=HTMX)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Nothing was changed" in body_of(response)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("/zh-hans", "什么都没有改变"), ("/zh-hant", "什麼都沒有改變")],
)
def test_it_is_told_in_the_language_of_the_address(client: Client, prefix: str, words: str) -> None:
    page = parse(client.get(f"{prefix}/plan/grow/"))
    assert words in page.text
    (main,) = page.tagged("main")
    assert f"{prefix}/" in [link.get("href") for link in main.iter("a")]
