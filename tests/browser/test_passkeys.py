"""A phone's lock that gives no passkey: words within a minute, and the codes beside it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.guided.guide import hold_the_clock, wait
from tests.browser.phone import NewPhone
from tests.browser.states import finished

pytestmark = pytest.mark.django_db(transaction=True)

NEVER = "() => new Promise((answer) => window.answer = answer)"
CEREMONIES = {
    "create": (
        "/me/keep/",
        "Keep it with this phone's lock",
        "The sheet of paper",
        "/me/keep/sheet/",
    ),
    "get": ("/back/", "Open with my passkey", "Use a code of my sheet", "#code-field"),
}
BOTH = pytest.mark.parametrize("kind", CEREMONIES)


def asked(new_phone: NewPhone, kind: str, answer: str) -> Page:
    """A phone whose lock answers so, its button tapped."""
    path, button, _label, _way = CEREMONIES[kind]
    page = new_phone(finished() if kind == "create" else None)
    hold_the_clock(page)
    page.goto(path)
    page.evaluate(f"() => {{ navigator.credentials.{kind} = {answer} }}")
    page.get_by_role("button", name=button).tap()
    return page


def expect_words(page: Page, kind: str, words: str) -> None:
    """A sentence, the way to the codes beside it, and the button for another try."""
    _path, button, label, way = CEREMONIES[kind]
    problem = page.locator("[data-passkey-problem]")
    expect(problem).to_contain_text(words)
    expect(problem.locator("[data-why]").filter(visible=True)).to_have_count(1)
    expect(problem.get_by_role("link", name=label)).to_have_attribute("href", way)
    expect(page.get_by_role("button", name=button)).to_be_enabled()


@BOTH
def test_a_lock_that_never_answers_is_given_up_after_a_minute(
    new_phone: NewPhone, kind: str
) -> None:
    page = asked(new_phone, kind, NEVER)
    wait(page, 59)
    expect(page.get_by_role("button", name=CEREMONIES[kind][1])).to_be_disabled()
    expect(page.locator("[data-passkey-problem]")).to_be_hidden()
    wait(page, 2)
    expect_words(page, kind, "did not answer for a minute")
    # What comes after that was given up is not sent.
    page.evaluate("() => window.answer({ id: '', rawId: new ArrayBuffer(0), response: {} })")
    wait(page, 1)
    expect_words(page, kind, "did not answer for a minute")


@BOTH
def test_a_lock_is_asked_to_stop_when_its_minute_is_over(new_phone: NewPhone, kind: str) -> None:
    page = asked(
        new_phone,
        kind,
        "({ signal }) => new Promise((_answer, reject) =>"
        " signal.addEventListener('abort', () => reject(window.stopped = signal.reason)))",
    )
    wait(page, 61)
    expect_words(page, kind, "did not answer for a minute")
    assert page.evaluate("() => window.stopped.name") == "AbortError"


@BOTH
@pytest.mark.parametrize("name", ["NotAllowedError", "AbortError"])
def test_a_lock_that_refuses_says_so_at_once(new_phone: NewPhone, kind: str, name: str) -> None:
    page = asked(new_phone, kind, f"() => Promise.reject(new DOMException('', '{name}'))")
    words = "made no passkey" if kind == "create" else "gave no passkey"
    expect_words(page, kind, words)
    # Tried again, a minute counts anew.
    page.evaluate(f"() => {{ navigator.credentials.{kind} = {NEVER} }}")
    page.get_by_role("button", name=CEREMONIES[kind][1]).tap()
    expect(page.locator("[data-passkey-problem]")).to_be_hidden()
    wait(page, 61)
    expect_words(page, kind, "did not answer for a minute")


@BOTH
@pytest.mark.parametrize("name", ["NotSupportedError", "SecurityError"])
def test_a_browser_that_can_not_at_all_offers_the_codes_alone(
    new_phone: NewPhone, kind: str, name: str
) -> None:
    page = asked(new_phone, kind, f"() => Promise.reject(new DOMException('', '{name}'))")
    expect(page.locator("[data-passkey-cannot]")).to_be_visible()
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    expect(page.locator("[data-passkey-problem]")).to_be_hidden()


def test_a_lock_that_opens_the_record_already_says_that(new_phone: NewPhone) -> None:
    answer = "() => Promise.reject(new DOMException('', 'InvalidStateError'))"
    page = asked(new_phone, "create", answer)
    expect_words(page, "create", "opens your record already")


def test_the_codes_are_one_tap_away(new_phone: NewPhone) -> None:
    code = factories.new_sheet(person=finished())[0]
    page = asked(new_phone, "get", "() => Promise.reject(new DOMException('', 'AbortError'))")
    page.get_by_role("link", name="Use a code of my sheet").tap()
    expect(page.locator("#code-field")).to_be_in_viewport()
    page.locator("#code-field").fill(code)
