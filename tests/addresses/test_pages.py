"""One test a page: who reads it, in each language and look, and what it must hold and must not."""

from __future__ import annotations

import pytest
from django.test import Client

from kidneycare.i18n.languages import address_in
from people.models import Person
from tests.addresses import DAY, PAGES, PUBLIC, all_addresses
from tests.addresses.answers import (
    require_kept_by_no_cache,
    require_links_that_tell_nothing,
    require_no_code_inside,
    require_nothing_from_elsewhere,
    require_sound_html,
    require_strict_headers,
)
from tests.addresses.test_addresses import FILES
from tests.conftest import MoveTo
from tests.factories import browser_of, rows_stored, stranger
from tests.pages import Page, parse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]

OURS = {"Origin": "http://localhost"}
TAGS = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
OFFERED = [
    ("en", "en", "English"),
    ("zh-hans", "zh-Hans", "简体中文"),
    ("zh-hant", "zh-Hant", "繁體中文"),
]
NOT_THERE = ["/no-such-page/", "/day/2026-11-24/", "/techniques/x/"]
FOR_SEARCH_ENGINES = {path for path in PUBLIC if not path.startswith("/offline/")} | {
    *("/", "/when-it-hurts/"),
}
EXPLAINED = "idea of Chinese medicine, not your organs"
CLAIMS_HEADING = "What the document claims"


def look_form(page: Page) -> list[tuple[str | None, str | None]]:
    """The fields of the forms for language, size and colours."""
    forms = [form for form in page.tagged("form") if form.get("action") == "/look/"]
    return [(e.get("name"), e.get("value")) for form in forms for e in form.iter() if e.get("name")]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_keeps_every_promise(person: Person, at: MoveTo, path: str) -> None:
    """Each part is told by its function, and each failure by who read it in which language."""
    phone = browser_of(person)
    pages = {}
    for language in TAGS:
        pages[language] = page = read(stranger(), path, language, "a stranger")
        names_its_other_languages(page, path, language)
        stays_in_its_language(read(phone, path, language, "a person"), language)
    assert stranger().head(path).status_code == 200
    explains_the_kidney_before_any_claim(pages["en"], path)
    leads_back_to_itself_in_any_look(pages["en"], path)
    looks_as_it_was_chosen(path)
    is_met_in_the_language_that_was_chosen(path)
    holds_a_full_record(phone, at, path)


def read(browser: Client, path: str, language: str, who: str) -> Page:
    """The page, after a look at all that is the same for everybody in every language."""
    where = f"{who}, {language}"
    response = browser.get(address_in(path, language))
    assert response.status_code == 200, where
    assert response["Content-Language"] == language, where
    require_strict_headers(response, where)
    if path not in PUBLIC:
        require_kept_by_no_cache(response, where)
    page = parse(response)
    assert page.tagged("html")[0].get("lang") == TAGS[language], where
    require_sound_html(page, where)
    require_nothing_from_elsewhere(page, where)
    require_no_code_inside(page, where)
    require_links_that_tell_nothing(page, where)
    offers_every_language(page, language, where)
    cuts_nothing_that_is_typed(page, where)
    return page


def cuts_nothing_that_is_typed(page: Page, where: str) -> None:
    """Browsers count emoji twice, and keep half of what was pasted without a word."""
    assert page.having("maxlength") == [], where


def offers_every_language(page: Page, language: str, where: str) -> None:
    """Each in its own script, at the foot; a stranger's Today has the others at the head too."""
    every = [e for e in page.tagged("button") if e.get("name") == "language"]
    buttons = every[-len(OFFERED) :]
    assert language not in [e.get("value") for e in every[: -len(OFFERED)]], where
    offered = [(e.get("value"), e.get("lang"), page.text_of(e)) for e in buttons]
    assert offered == OFFERED, where
    assert [e.get("value") for e in buttons if e.get("aria-pressed")] == [language], where


def names_its_other_languages(page: Page, path: str, language: str) -> None:
    """For search engines; a page of somebody's own is not offered to them."""
    links = page.tagged("link")
    canonical = [e.get("href") for e in links if e.get("rel") == "canonical"]
    others = {e.get("hreflang"): e.get("href") for e in links if e.get("rel") == "alternate"}
    if path not in FOR_SEARCH_ENGINES:
        assert (canonical, others) == ([], {}), language
        return
    assert canonical == [f"http://localhost{address_in(path, language)}"], language
    assert others == {
        "x-default": f"http://localhost{path}",
        **{tag: f"http://localhost{address_in(path, code)}" for code, tag in TAGS.items()},
    }, language


def stays_in_its_language(page: Page, language: str) -> None:
    """Every link and form."""
    if language == "en":
        return
    leads_to = [(e.get("href") or "").partition("#")[0] for e in page.tagged("a")]
    leads_to += [e.get("action") or "" for e in page.tagged("form")]
    leads_to += [e.get("data-hx-post") or "" for e in page.elements]
    strays = {
        address.partition("?")[0]
        for address in leads_to
        if address.startswith("/") and not address.startswith(f"/{language}/")
    }
    assert strays <= {"/look/", "/export.json", "/export.csv", "/trust/kidneycare.crt"}, language


def explains_the_kidney_before_any_claim(page: Page, path: str) -> None:
    text = page.text
    if CLAIMS_HEADING in text:
        assert text.index(EXPLAINED) < text.index(CLAIMS_HEADING)
    if path.startswith("/techniques/"):
        (block,) = [e for e in page.elements if "claims" in (e.get("class") or "").split()]
        assert "the document says" in page.text_of(block)


def leads_back_to_itself_in_any_look(page: Page, path: str, status: int = 200) -> None:
    """The question in an address goes along: /plan/take-up/?exercise=…"""
    assert {value for name, value in look_form(page) if name == "next"} == {path}
    for values in ({"size": "2"}, *({"language": language} for language in TAGS)):
        response = stranger().post("/look/", {**values, "next": path}, headers=OURS, follow=True)
        # A browser without cookies is led by the page that sees whether it took this one.
        assert response.status_code == status, values
        wanted = address_in(path, values.get("language", "en"))
        assert response.redirect_chain[-1][0] == wanted, values


def looks_as_it_was_chosen(path: str) -> None:
    browser = stranger()
    browser.post("/look/", {"size": "2", "theme": "dark"}, headers=OURS)
    page = parse(browser.get(path))
    (root,) = page.tagged("html")
    assert (root.get("data-size"), root.get("data-theme")) == ("2", "dark")
    pressed = {e.get("value") for e in page.having("aria-pressed") if e.tag == "button"}
    assert pressed == {"2", "dark", "en"}


def is_met_in_the_language_that_was_chosen(path: str) -> None:
    """From an address without prefix; a prefix always wins."""
    browser = stranger()
    browser.post("/look/", {"language": "zh-hant"}, headers=OURS)
    response = browser.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/zh-hant{path}")
    assert {"Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert browser.get(f"/zh-hans{path}").status_code == 200, "a prefix always wins"


def holds_a_full_record(phone: Client, at: MoveTo, path: str) -> None:
    """With everything on it that a page can hold: amounts, extras, late ticks, blank days."""
    for place, values in {
        "evening/waist-rub/1": {"done": "1", "amount": "120"},
        "evening/arm-raise/2": {"done": "1", "source": "guided"},
        "morning/waist-knead/1": {"skip": "1"},
        "morning/arm-throw/1": {"done": "1", "felt": "1"},
    }.items():
        assert phone.post(f"/day/{DAY}/{place}/", values).status_code == 303
    phone.post("/plan/set-aside/", {"exercise": "waist-knead"})
    at("2026-11-27T01:00")
    require_sound_html(parse(phone.get(path)), "with a full record")


def test_the_list_of_pages_holds_every_address_that_can_be_read(client: Client) -> None:
    readable = {
        address.path for address in all_addresses() if client.get(address.path).status_code == 200
    }
    others = {"/history/2026-W48/", "/outbox/", "/offline/pages.json", "/reminders/push/"}
    # As the pages of a link: tests/sharing.
    others.add("/shared/")
    assert readable - set(PAGES) - PUBLIC - FILES - others == set()


def test_a_page_that_is_not_there_is_a_page_of_ours(person: Person) -> None:
    for path in NOT_THERE:
        response = stranger().get(path)
        assert response.status_code == 404, path
        assert "There is no such page" in parse(response).text, path
    for browser in (stranger(), browser_of(person)):
        require_nothing_from_elsewhere(parse(browser.get("/no-such-page/")), "not found")
    for language in TAGS:
        page = parse(stranger().get(address_in("/no-such-page/", language)))
        offers_every_language(page, language, "not found")
        require_sound_html(page, "not found")
    leads_back_to_itself_in_any_look(
        parse(stranger().get("/no-such-page/")), "/no-such-page/", status=404
    )


@pytest.mark.parametrize("language", TAGS)
def test_the_switch_leads_from_one_language_to_any_other(client: Client, language: str) -> None:
    page = parse(client.get("/zh-hans/techniques/foot-massage/"))
    (back,) = {value for name, value in look_form(page) if name == "next"}
    response = client.post(
        "/look/", {"language": language, "next": back}, headers=OURS, follow=True
    )
    assert response.redirect_chain[-1][0] == address_in("/techniques/foot-massage/", language)
    assert rows_stored() == 0
