"""The daughter asks to be told in the evening, the father says yes, and a notice leads her back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from people.models import Person
from sharing.evening import evening_key
from sharing.evening_queue import EveningMessage
from sharing.models import Answer, EveningNotice, EveningPhone
from tests import factories
from tests.browser.phone import NewPhone, until
from tests.browser.pushes import OBSTACLES, SHOWN, TAP, deliver, phone_with_pushes, the_worker
from tests.browser.states import beginner

pytestmark = pytest.mark.full_chromium


def agree(page: Page) -> None:
    """Say yes on the father's own phone, on the page of his links."""
    page.goto("/me/sharing/")
    page.get_by_role("button", name="Yes, they may").tap()
    expect(page.get_by_text("Is told in the evening when nothing was ticked")).to_be_visible()


def test_asked_for_by_her_agreed_to_by_him_and_opened_by_a_tap(new_phone: NewPhone) -> None:
    father: Person = beginner()
    token = factories.new_link(person=father, shown_name="Anna")
    hers = phone_with_pushes(new_phone, None, permission="granted")
    hers.goto(f"/zh-hans/shared/{token}/")
    evening = hers.locator("#evening")
    evening.locator("[data-turn=on]").tap()
    expect(evening.locator("[data-push=waiting]")).to_be_visible()
    phone = EveningPhone.objects.get()
    assert phone.language == "zh-hans"
    assert hers.context.cookies() == []
    agree(new_phone(father))
    assert EveningNotice.objects.get().answer == Answer.YES
    hers.reload()
    expect(evening.locator("[data-push=on]")).to_be_visible()
    # What is sent knows the link's name alone; her browser has the address.
    key = evening_key(phone.notice.link)
    message = EveningMessage(key, "Anna").payload(phone)
    assert token not in message.decode()
    deliver(hers, message)
    until(hers, lambda: bool(hers.evaluate(SHOWN)))
    (shown,) = hers.evaluate(SHOWN)
    assert (shown["title"], shown["lang"], shown["tag"]) == ("Anna今天好吗？", "zh-Hans", key)
    (opened,), left = the_worker(hers).evaluate(TAP, "")
    assert left == 0
    assert opened == hers.evaluate("location.origin") + f"/zh-hans/shared/#{key}"
    hers.goto(opened)
    hers.wait_for_url(f"**/zh-hans/shared/{token}/")
    evening.locator("[data-turn=off]").tap()
    expect(evening.locator("[data-turn=on]")).to_be_visible()
    assert not EveningNotice.objects.exists()
    hers.goto(opened.replace("zh-hans/", ""))
    expect(hers.get_by_role("heading", name="Open your link")).to_be_visible()


@pytest.mark.parametrize(
    ("state", "is_shown"), [("insecure", False), ("unsupported", False), ("icon", True)]
)
def test_it_is_offered_only_where_a_phone_can_be_told(
    new_phone: NewPhone, state: str, is_shown: bool
) -> None:
    page = phone_with_pushes(new_phone, None)
    page.add_init_script(OBSTACLES[state])
    page.goto(f"/shared/{factories.new_link(person=beginner())}/")
    page.wait_for_load_state()
    assert page.locator("#evening").is_visible() is is_shown
    expect(page.get_by_text("touch Share, then Add to Home Screen")).to_be_visible(visible=is_shown)


def test_a_no_is_told_kindly_and_asks_nothing_more(new_phone: NewPhone) -> None:
    token = factories.new_link(person=beginner())
    hers = phone_with_pushes(new_phone, None, permission="granted")
    hers.goto(f"/shared/{token}/")
    hers.get_by_role("button", name="Tell me in the evening").tap()
    expect(hers.get_by_text("You have asked.")).to_be_visible()
    EveningPhone.objects.all().delete()
    notice = EveningNotice.objects.get()
    EveningNotice.objects.update(answer=Answer.NO, answered_at=notice.asked_at)
    for _reload in range(2):
        hers.reload()
        expect(hers.get_by_text("The answer was no")).to_be_visible()
        expect(hers.locator("#evening [data-turn]").first).to_be_hidden()
    assert hers.evaluate("localStorage.getItem('kidneycare.evenings')") is None
