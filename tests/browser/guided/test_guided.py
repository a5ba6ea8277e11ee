"""Hands-free: one touch, and it counts, paces and ticks while both hands are busy."""

from __future__ import annotations

import contextlib
import re

import pytest
from playwright.sync_api import Error, Page, expect

from people.models import Person
from practice.models import Source, Tick
from practice.rules.adherence import State
from tests.browser.guided.guide import (
    COUNTDOWN,
    EVENING,
    FEET,
    GET_READY,
    RUB,
    RUB_SLOT,
    expect_sent,
    held_phone,
    owner,
    start,
    tap,
    wait,
)
from tests.browser.phone import NewPhone, all_here, expect_done, slot


def kill(page: Page) -> None:
    """End the page's process, as a phone does that needs its memory: nothing is told to it."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


def test_a_whole_evening_with_one_touch_and_the_feet_with_another(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, EVENING)
    # Arm raise 5 + 15 + 3 + 50, waist rub 5 + 15 + 3 + 200, waist knead 5 + 12 + 3 + 600 seconds.
    wait(page, 73 + 223 + 620 + 1)
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
    assert counted == [str(n) for n in range(20, 200, 20) if n != 100]
    assert "Half-way: 100." in spoken
    assert "Done: 200 rubs. Ticked." in spoken
    assert "Our advice: lighter now if it aches." in spoken

    start(page, FEET)
    # 5 + 15 to get ready, 3 and more than 100, 12 to change the foot, and again.
    wait(page, 20 + 104 + 12 + 104 + 1)
    expect(page.locator("#title")).to_have_text("Rest before you stand up")
    expect_sent(page)
    assert "Now your left foot" in " ".join(page.evaluate("() => window.spoken"))

    page.goto("/")
    for name, amount in (
        ("arm-raise", "5 raises"),
        ("waist-rub", "200 rubs"),
        ("waist-knead", "10 minutes"),
        ("sole-rub", "101 rubs a foot"),
    ):
        place = f"evening/{name}/1"
        expect_done(page, place)
        expect(slot(page, place)).to_contain_text(f"Done, {amount}")
        expect(slot(page, place)).to_contain_text("with the guide")
    kept = Tick.objects.filter(state=State.DONE, source=Source.GUIDED).order_by("exercise")
    assert [(tick.tenths, tick.felt, tick.seconds) for tick in kept] == [
        (1010, False, 234),
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
    expect(page.locator("#return-words")).to_have_text("Waist rub: 120 of 200 rubs")
    page.locator("#return-go").tap()
    # Three, two, one.
    wait(page, 3 + 79)
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
    assert page.evaluate("() => localStorage.getItem('kidneycare.places')") is None


def test_stopped_at_120_it_is_partly_done_and_goes_on_from_there(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 120.1)
    tap(page, "stop")
    expect(page.locator("#stop-words")).to_have_text("So far: 120 rubs")
    tap(page, "stop-keep")
    expect_sent(page)
    page.goto("/")
    expect(slot(page, RUB_SLOT)).to_have_attribute("data-credit", "0.67")
    start(page, RUB)
    wait(page, GET_READY + 10.1)
    page.goto(RUB)
    expect(page.locator("#return-words")).to_contain_text("Waist rub: 130 of")
    expect(page.locator("#goes-on")).to_have_count(0)
    page.locator("#return-go").tap()
    wait(page, COUNTDOWN + 70.5)
    expect_sent(page)
    page.goto("/")
    expect_done(page, RUB_SLOT)
    assert [tick.tenths for tick in Tick.objects.all()] == [2000]


def test_what_is_not_to_be_kept_is_not_kept_and_a_tick_is_taken_back(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 30)
    tap(page, "stop")
    tap(page, "stop-drop")
    expect(page.locator("#over")).to_be_visible()
    assert not Tick.objects.exists()
    start(page, RUB)
    wait(page, GET_READY + 201)
    expect_sent(page)
    wait(page, 0.5)
    page.get_by_role("button", name="Undo: Waist rub").tap()
    expect(page.locator("#results li")).to_have_text("Waist rub: as it was before")
    expect_sent(page)
    assert [tick.state for tick in Tick.objects.all()] == [State.UNDONE]


def test_with_nothing_counted_stop_has_one_way_to_end_and_today_asks_nothing(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    tap(page, "stop")
    expect(page.locator("#stop-words")).to_have_text("Nothing is counted yet")
    expect(page.locator("#sheet-stop button:visible")).to_have_text(["Stop here"])
    page.goto("/")
    all_here(page)
    expect(page.locator("#unfinished .notice")).to_have_count(0)
    page.goto(RUB)
    expect(page.locator("#return-words")).to_have_text("Waist rub: begun")
    page.locator("#return-drop").tap()
    wait(page, GET_READY - COUNTDOWN - 1.5)
    expect(page.locator("#of")).to_have_text("seconds left")
    wait(page, 1)
    expect(page.locator("#face")).to_contain_text("1 second left")
    tap(page, "stop")
    tap(page, "stop-drop")
    expect(page.locator("#over")).to_be_visible()
    assert not Tick.objects.exists()
    # Stopped by mistake: the same once more.
    page.get_by_role("button", name="Start again: Waist rub").tap()
    wait(page, GET_READY + 10)
    expect(page.locator("#count")).to_have_text("10")


def test_whoever_taps_stop_once_more_has_stopped_and_what_is_counted_is_kept(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    for seconds, kept in ((0, []), (GET_READY + 40.1, [400])):
        start(page, RUB)
        wait(page, seconds)
        for _again in range(2):
            tap(page, "stop")
        expect(page.locator("#results li")).to_have_count(len(kept))
        expect(page.locator("#over")).to_be_visible()
        expect_sent(page)
        assert [tick.tenths for tick in Tick.objects.all()] == kept


def test_warm_before_100_is_told_what_the_document_says_and_may_decide(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner())
    start(page, FEET)
    for _foot in range(2):
        wait(page, GET_READY + 60)
        tap(page, "feel")
        expect(page.locator("#sheet-early")).to_contain_text("more than 100 on each foot")
        tap(page, "early-yes")
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
    tap(page, "hurts")
    expect(page.locator("#hurt-here")).to_contain_text("Chest pain")
    expect(page.locator("#player")).to_be_hidden()
    expect_sent(page)
    assert page.evaluate("() => localStorage.getItem('kidneycare.places')") is None
    wait(page, 0.5)
    page.get_by_role("link", name="Leave this exercise out").tap()
    expect(page.locator("h1")).to_have_text("When something hurts")
    expect(page).to_have_url(re.compile(r"/when-it-hurts/\?exercise=waist-rub$"))
    page.goto("/")
    expect(slot(page, RUB_SLOT)).to_contain_text("Not today, 40 rubs")
    assert [(tick.state, tick.tenths) for tick in Tick.objects.all()] == [(State.SKIPPED, 400)]


def test_where_it_hurts_without_a_network_what_to_do_is_told_here(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, RUB)
    wait(page, GET_READY + 40)
    page.context.set_offline(True)
    tap(page, "hurts")
    expect(page.locator("#hurt-here")).to_contain_text("Chest pain")
    expect(page.locator("#player")).to_be_hidden()


def test_the_soak_is_first_only_if_wanted_and_the_feet_must_be_dry(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    page.goto(FEET)
    expect(page.locator("[data-start]")).to_have_text(
        ["My feet are dry: start · 4 min", "Start, with soak · 14 min"]
    )
    start(page, FEET, which=1)
    wait(page, 601)
    expect(page.locator("#line")).to_have_text(
        "Ten minutes. We think that is enough; up to 15 is fine."
    )
    # Five more are fine, then it asks each minute for the feet, and after ten it goes on by itself.
    wait(page, 300)
    expect(page.locator("#line")).to_contain_text("Take your feet out")
    wait(page, 597)
    expect(page.get_by_role("button", name="My feet are out of the water")).to_be_visible()
    wait(page, 3)
    expect(page.locator("#title")).to_have_text("Are your feet dry, between the toes too?")
    wait(page, 60)
    page.get_by_role("button", name="My feet are dry").tap()
    expect(page.locator("#title")).to_have_text("Sole rub")


def test_a_beginner_kneads_three_minutes_and_a_breath_can_be_one_s_own(
    new_phone: NewPhone,
) -> None:
    page = held_phone(new_phone, owner("easy"))
    page.goto("/practise/evening/waist-knead/")
    expect(page.locator("[data-start]")).to_have_text("Start · 3 min")
    page.goto("/practise/evening/arm-raise/")
    page.locator("#preferences > summary").tap()
    page.locator("#like-breath").select_option("own")
    page.locator("#like-count").select_option("4")
    page.locator("[data-start]").tap()
    wait(page, 21)
    # It can pause, and then nothing ends it but its person.
    tap(page, "pause")
    expect(page.locator("#did")).to_be_hidden()
    tap(page, "pause")
    wait(page, 300)
    page.get_by_role("button", name="I have done 4").tap()
    expect_sent(page)
    assert [tick.tenths for tick in Tick.objects.all()] == [40]
    # It is liked the same way next time.
    page.goto("/practise/evening/arm-raise/")
    expect(page.locator("#like-breath")).to_have_value("own")


def test_what_is_told_of_the_way_up_is_not_told_on_the_way_back(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    start(page, "/practise/evening/arm-raise/")
    title, line = page.locator("#title"), page.locator("#line")
    up, back = ("Breathe in, raise your hands", "Breathe out, return")
    seen = set()
    for _tenth in range(300):
        wait(page, 0.1)
        if (told := title.text_content()) in (up, back):
            seen.add((told, line.is_visible()))
        if len(seen) > 1:
            break
    assert seen == {(up, True), (back, False)}


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


def test_an_exercise_the_product_never_heard_of_is_practised_from_its_files(
    larger_library: None, new_phone: NewPhone
) -> None:
    page = held_phone(new_phone, owner())
    start(page, "/practise/evening/ear-rub/")
    # 5 to get ready, 3 and 30 at 90 a minute, 5 to change, and again.
    wait(page, 5 + 23 + 5 + 23 + 1)
    expect(page.locator("#results li span")).to_have_text("Ear rub: Done, 30 rubs on each ear")
    expect_sent(page)
    page.goto("/")
    expect(slot(page, "evening/ear-rub/1")).to_have_attribute("data-done", "true")


@pytest.mark.full_chromium
def test_each_stage_shows_what_its_words_say(new_phone: NewPhone) -> None:
    page = held_phone(new_phone, owner())
    page.set_viewport_size({"width": 390, "height": 664})

    def below(name: str) -> float:
        return float(page.locator(name).evaluate("each => each.getBoundingClientRect().bottom"))

    pictures = page.locator(".movement").get_by_role("img").filter(visible=True)
    # With soak.
    start(page, FEET, which=1)
    for title, told in (
        ("Soak your feet, if you like", "basin of warm water"),
        ("Are your feet dry, between the toes too?", None),
        ("Sole rub", "rub them against each other"),
        ("Warm your hands", "rub them against each other"),
        ("Left palm, right sole", "left palm rubs"),
        ("Now your left foot", "right palm rubs"),
        ("Right palm, left sole", "right palm rubs"),
        ("Rest before you stand up", "both bare feet on the floor"),
    ):
        expect(page.locator("#title")).to_have_text(title)
        wait(page, 0.5)
        expect(pictures).to_have_count(0 if told is None else 1)
        if told:
            expect(pictures).to_have_attribute("aria-label", re.compile(told))
        reach = page.locator(".controls").evaluate("each => each.getBoundingClientRect().top")
        assert below("#line") <= reach, "no word lies below the buttons"
        if title.startswith(("Soak", "Are")):
            tap(page, "skip")
        else:
            wait(
                page,
                {"Sole rub": 5, "Warm your hands": 15, "Now your left foot": 12}.get(title, 103.8),
            )
