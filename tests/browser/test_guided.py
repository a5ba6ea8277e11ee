"""Hands-free: one touch, and it counts, paces and ticks while both hands are busy."""

from __future__ import annotations

import contextlib

from playwright.sync_api import Error, Page, expect

from people.models import Person
from practice.adherence import State
from practice.models import Source, Tick
from tests import factories
from tests.browser.guide import (
    EVENING,
    FEET,
    GET_READY,
    RUB,
    VOICES,
    expect_sent,
    hold_the_clock,
    start,
    wait,
)
from tests.browser.phone import NewPhone, expect_done, slot
from tests.conftest import MONDAY

RUB_SLOT = "evening/waist-rub/1"


def owner(kind: str = "full") -> Person:
    """Somebody who has begun."""
    somebody = factories.new_person()
    factories.new_plan(person=somebody, starts=MONDAY, kind=kind)
    return somebody


def held_phone(new_phone: NewPhone, somebody: Person | None) -> Page:
    """A phone with a voice and with a clock that the test moves."""
    page = new_phone(somebody)
    page.add_init_script(VOICES)
    hold_the_clock(page)
    return page


def kill(page: Page) -> None:
    """End the page's process, as a phone does that needs its memory: nothing is told to it."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


def test_a_whole_evening_with_one_touch_and_the_feet_with_another(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, EVENING)
    # Arm raise 5 + 15 + 50, waist rub 5 + 15 + 200, waist knead 5 + 12 + 600 seconds.
    wait(page, 70 + 220 + 617 + 1)
    expect(page.locator("#over")).to_be_visible()
    expect(page.locator("#results li span")).to_have_text(
        [
            "Arm raise: Done, 5 raises",
            "Waist rub: Done, 200 rubs",
            "Waist knead: Done, 10 minutes",
        ]
    )
    expect_sent(page)
    spoken = page.evaluate("() => window.spoken")
    assert "Breathe in, raise your hands" in spoken
    counted = [words for words in spoken if words.isdigit()]
    assert counted == [str(n) for n in range(20, 200, 20)]
    assert "Lighter now if it aches." in spoken

    start(page, FEET)
    # 5 + 15 to get ready, 100, 12 to change the foot, 100.
    wait(page, 20 + 100 + 12 + 100 + 1)
    expect(page.locator("#title")).to_have_text("Rest before you stand up")
    expect_sent(page)
    assert "Change foot" in " ".join(page.evaluate("() => window.spoken"))

    page.goto("/")
    for name, amount in (
        ("arm-raise", "5 raises"),
        ("waist-rub", "200 strokes"),
        ("waist-knead", "10 minutes"),
        ("sole-rub", "100 strokes a foot"),
    ):
        place = f"evening/{name}/1"
        expect_done(page, place)
        expect(slot(page, place)).to_contain_text(f"Done, {amount}")
        expect(slot(page, place)).to_contain_text("with the guide")
    kept = Tick.objects.filter(state=State.DONE, source=Source.GUIDED).order_by("exercise")
    assert [(tick.tenths, tick.felt, tick.seconds) for tick in kept] == [
        (1000, False, 232),
        (50, False, 70),
        (2000, False, 220),
        (100, False, 617),
    ]


def test_a_page_that_is_killed_at_120_offers_120_again(new_phone: NewPhone) -> None:
    somebody = owner()
    page = held_phone(new_phone, somebody)
    start(page, RUB)
    wait(page, GET_READY + 120.5)
    expect(page.locator("#count")).to_have_text("120")
    kill(page)
    page = page.context.new_page()
    page.goto(RUB)
    expect(page.locator("#return-words")).to_have_text(
        "You stopped here: Waist rub, 120 of 200 rubs"
    )
    page.locator("#return-go").tap()
    expect(page.locator("#count")).to_have_text("120")
    wait(page, 79)
    expect(page.locator("#count")).to_have_text("199")
    wait(page, 2)
    expect_sent(page)
    (tick,) = Tick.objects.all()
    assert tick.tenths == 2000


def test_when_the_practice_day_is_over_nothing_is_offered_any_more(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 120.5)
    # Nine in the evening and seven hours: past four.
    page.clock.fast_forward("07:00:00")
    page.goto(RUB)
    expect(page.locator("[data-start]")).to_be_visible()
    expect(page.locator("#return")).to_be_hidden()
    assert page.evaluate("() => localStorage.getItem('kidneycare.place')") is None


def test_stopped_at_120_it_is_partly_done_and_goes_on_from_there(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 120.5)
    page.locator("#stop").tap()
    expect(page.locator("#stop-words")).to_have_text("So far: 120 rubs")
    page.locator("#stop-keep").tap()
    expect_sent(page)
    page.goto("/")
    expect(slot(page, RUB_SLOT)).to_have_attribute("data-credit", "0.67")
    start(page, RUB)
    wait(page, GET_READY + 80.5)
    expect_sent(page)
    page.goto("/")
    expect_done(page, RUB_SLOT)
    assert [tick.tenths for tick in Tick.objects.all()] == [2000]


def test_what_is_not_to_be_kept_is_not_kept_and_a_tick_is_taken_back(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 30)
    page.locator("#stop").tap()
    page.locator("#stop-drop").tap()
    expect(page.locator("#over")).to_be_visible()
    assert not Tick.objects.exists()
    start(page, RUB)
    wait(page, GET_READY + 201)
    expect_sent(page)
    page.get_by_role("button", name="Undo: Waist rub").tap()
    expect(page.locator("#results li")).to_have_text("Waist rub: not kept")
    expect_sent(page)
    assert [tick.state for tick in Tick.objects.all()] == [State.UNDONE]


def test_warm_before_100_is_told_what_the_document_says_and_may_decide(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    start(page, FEET)
    for _foot in range(2):
        wait(page, GET_READY + 60)
        page.locator("#feel").tap()
        expect(page.locator("#sheet-early")).to_contain_text("more than 100 on each foot")
        page.locator("#early-yes").tap()
    expect_sent(page)
    (tick,) = Tick.objects.all()
    # The first foot after 20 seconds of getting ready, the second after 12 of changing.
    assert (tick.tenths, tick.felt) == (600, True)
    page.goto("/")
    expect_done(page, "evening/sole-rub/1")


def test_where_it_hurts_it_is_quiet_at_once_and_nothing_is_owed(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 40)
    page.locator("#hurts").tap()
    expect(page.locator("h1")).to_have_text("When something hurts")
    page.goto("/")
    expect(slot(page, RUB_SLOT)).to_contain_text("Not today")
    assert [tick.state for tick in Tick.objects.all()] == [State.SKIPPED]


def test_where_it_hurts_without_a_network_what_to_do_is_told_here(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 40)
    page.context.set_offline(True)
    page.locator("#hurts").tap()
    expect(page.locator("#hurt-here")).to_contain_text("chest pain")
    expect(page.locator("#player")).to_be_hidden()


def test_a_screen_that_was_off_pauses_and_says_so(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 50.5)
    page.clock.fast_forward(600_000)
    expect(page.locator("#sheet-paused")).to_be_visible()
    expect(page.locator("#asleep")).to_be_visible()
    expect(page.locator("#paused")).to_have_text("Paused at 50")
    page.locator("#go-on").tap()
    wait(page, 10)
    expect(page.locator("#count")).to_have_text("60")


def test_the_whole_screen_pauses_and_goes_on_and_so_does_the_space_bar(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 10.5)
    for x, y in ((20, 300), (370, 500)):
        page.touchscreen.tap(x, y)
        expect(page.locator("#sheet-paused")).to_be_visible()
        wait(page, 30)
        page.locator("#go-on").tap()
        expect(page.locator("#sheet-paused")).to_be_hidden()
    expect(page.locator("#count")).to_have_text("10")
    page.keyboard.press("Space")
    expect(page.locator("#paused")).to_have_text("Paused at 10")
    page.keyboard.press("Space")
    expect(page.locator("#sheet-paused")).to_be_hidden()
    # Up and down: 60, 80 and 70 a minute.
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    wait(page, 3)
    expect(page.locator("#count")).to_have_text("14")
    page.keyboard.press("ArrowDown")
    wait(page, 6)
    expect(page.locator("#count")).to_have_text("21")


def test_without_a_network_it_is_kept_on_the_phone_and_today_sends_it(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    page.context.set_offline(True)
    wait(page, GET_READY + 201)
    expect(page.locator("#kept")).to_contain_text("Kept on this phone")
    assert not Tick.objects.exists()
    page.context.set_offline(False)
    page.goto("/")
    expect_done(page, RUB_SLOT)
    (tick,) = Tick.objects.all()
    assert (tick.tenths, tick.seconds) == (2000, 220)
    expect_sent(page)


def test_the_soak_is_first_only_if_wanted_and_the_feet_must_be_dry(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    page.goto(FEET)
    expect(page.locator("[data-start]")).to_have_text(
        ["My feet are dry: start · 4 min", "Start, with soak · 14 min"]
    )
    start(page, FEET, which=1)
    wait(page, 601)
    expect(page.locator("#line")).to_have_text(
        "Ten minutes. That is enough, and up to 15 are fine."
    )
    wait(page, 3600)
    page.get_by_role("button", name="My feet are out of the water").tap()
    expect(page.locator("#title")).to_have_text("Are your feet dry, also between the toes?")
    wait(page, 600)
    page.get_by_role("button", name="My feet are dry").tap()
    expect(page.locator("#title")).to_have_text("Sole rub")


def test_a_beginner_kneads_three_minutes_and_a_breath_can_be_one_s_own(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner("easy"))
    page.goto("/practise/evening/waist-knead/")
    expect(page.locator("[data-start]")).to_have_text("Start · 3 min")
    page.goto("/practise/evening/arm-raise/")
    page.locator("#likings > summary").tap()
    page.locator("#like-breath").select_option("own")
    page.locator("#like-count").select_option("4")
    page.locator("[data-start]").tap()
    wait(page, 21)
    expect(page.locator("#touch")).to_have_text("Touch when you have done 4")
    wait(page, 300)
    page.locator("#pause").tap()
    expect_sent(page)
    assert [tick.tenths for tick in Tick.objects.all()] == [40]
    # It is liked the same way next time.
    page.goto("/practise/evening/arm-raise/")
    expect(page.locator("#like-breath")).to_have_value("own")


def test_a_stranger_who_practises_first_has_a_record_from_then_on(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, None)
    page.goto(RUB)
    expect(page.locator(".consent")).to_be_visible()
    page.locator("[data-start]").tap()
    wait(page, GET_READY + 201)
    expect_sent(page)
    page.goto("/")
    expect_done(page, RUB_SLOT)
    assert Person.objects.count() == 1


def test_without_javascript_it_is_all_there_in_words_and_ticked_by_hand(
    new_phone: NewPhone,
) -> None:
    page = new_phone(owner(), java_script_enabled=False)
    page.goto(RUB)
    expect(page.locator("[data-start]")).to_be_hidden()
    words = page.locator("#in-words")
    expect(words).to_contain_text("Rub your palms together until they are warm.")
    expect(words).to_contain_text("200 times, about 60 a minute")
    page.get_by_role("button", name="Tick Waist rub by hand").tap()
    expect_done(page, RUB_SLOT)


def test_a_screen_reader_is_told_of_stages_and_not_of_every_rub(new_phone: NewPhone) -> None:
    page = new_phone(owner())
    hold_the_clock(page)
    page.goto(RUB)
    page.evaluate(
        "() => { window.told = []; new MutationObserver(() =>"
        " window.told.push(document.getElementById('told').textContent))"
        ".observe(document.getElementById('told'), {childList: true}) }"
    )
    page.locator("[data-start]").tap()
    wait(page, GET_READY + 59)
    told = page.evaluate("() => window.told")
    # No voice here: it is told the twenties, beside the three stages.
    assert told[-2:] == ["20", "40"]
    assert len(told) == 5
    expect(page.locator("#told")).to_have_attribute("role", "status")


def test_what_would_keep_the_screen_awake_and_is_not_there_is_told(new_phone: NewPhone) -> None:
    page = new_phone(owner())
    page.goto(RUB)
    expect(page.locator("#no-wake")).to_be_hidden()
    page.add_init_script("Object.defineProperty(navigator, 'wakeLock', {value: undefined})")
    page.goto(RUB)
    expect(page.locator("#no-wake")).to_contain_text("can't keep the screen awake")


def test_the_screen_is_kept_awake_while_it_runs_and_a_refusal_is_told(
    new_phone: NewPhone,
) -> None:
    page = new_phone(owner())
    page.add_init_script(
        "window.locks = [];"
        "Object.defineProperty(navigator, 'wakeLock', {value: {request: async (kind) => {"
        "  if (window.locks.length) throw new Error('refused');"
        "  const lock = {released: false, release: async () => { lock.released = true }};"
        "  window.locks.push(lock);"
        "  return lock;"
        "}}})"
    )
    start(page, RUB)
    expect(page.locator("#not-awake")).to_be_hidden()
    assert page.evaluate("() => window.locks.map(({released}) => released)") == [False]
    page.locator("#stop").tap()
    page.locator("#stop-drop").tap()
    expect(page.locator("#over")).to_be_visible()
    assert page.evaluate("() => window.locks.map(({released}) => released)") == [True]
    page.add_init_script("window.locks.push({})")
    start(page, RUB)
    expect(page.locator("#not-awake")).to_be_visible()


def test_erasing_empties_the_phone_too(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    page.context.set_offline(True)
    wait(page, GET_READY + 201)
    expect(page.locator("#kept")).to_be_visible()
    page.route("**/day/**", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/me/erased/")
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_where_motion_is_unwelcome_nothing_moves(new_phone: NewPhone) -> None:
    page = new_phone(owner(), reduced_motion="reduce")
    hold_the_clock(page)
    start(page, RUB)
    wait(page, GET_READY + 3.2)
    expect(page.locator("#count")).to_have_text("3")
    assert page.evaluate("() => document.getAnimations().length") == 0


def test_an_exercise_the_product_never_heard_of_is_practised_from_its_files(
    larger_library: None, new_phone: NewPhone
) -> None:
    page = held_phone(new_phone, owner())
    start(page, "/practise/evening/ear-rub/")
    # 5 to get ready, 30 at 90 a minute, 5 to change, 30 again.
    wait(page, 5 + 20 + 5 + 20 + 1)
    expect(page.locator("#results li span")).to_have_text("Ear rub: Done, 30 rubs on each ear")
    expect_sent(page)
    page.goto("/")
    expect(slot(page, "evening/ear-rub/1")).to_have_attribute("data-done", "true")
