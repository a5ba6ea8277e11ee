"""Rules 3, 4, 5 and 14: what is taken from a form, and what is refused with plain words."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.forms.clock import DayStartForm, ZoneForm
from practice.forms.fields import error_text
from practice.forms.note import NoteForm
from practice.forms.pauses import BlankDaysForm, PauseForm
from practice.forms.tick import PeriodForm, TickForm
from practice.models import microseconds
from practice.rules.adherence import State, TickState
from tests.practice.rules.worlds import FACTS, utc

RECEIVED = utc("2026-11-23 21:30")
DAY_ENDS = utc("2026-11-24 04:00")


def tick_form(exercise: str = "waist-rub", **data: str) -> TickForm:
    return form_of({"done": "1", **data}, exercise)


def form_of(data: dict[str, str], exercise: str = "waist-rub") -> TickForm:
    return TickForm(data, exercise=FACTS[exercise], received=RECEIVED, day_ends=DAY_ENDS)


def taken(exercise: str = "waist-rub", **data: str) -> TickState:
    """What a form that is in order comes to."""
    form = tick_form(exercise, **data)
    assert form.is_valid(), form.errors
    state: TickState = form.cleaned_data["state"]
    return state


def refusal(exercise: str = "waist-rub", **data: str) -> str:
    """What is said of a form that is not."""
    form = tick_form(exercise, **data)
    assert not form.is_valid(), form.cleaned_data
    return error_text(form)


# --- the state (rule 3) -------------------------------------------------------


@pytest.mark.parametrize(
    "data,state",
    [
        ({"done": "1"}, State.DONE),
        ({"done": "0"}, State.UNDONE),
        ({"skip": "1"}, State.SKIPPED),
        ({"done": "0", "skip": "1"}, State.SKIPPED),
        ({"done": "1", "skip": "0"}, State.DONE),
        ({"done": "1", "skip": ""}, State.DONE),
    ],
)
def test_a_tick_is_done_undone_or_skipped(data: dict[str, str], state: State) -> None:
    form = form_of(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["state"].state is state


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"done": ""},
        {"skip": "0"},
        {"done": "1", "skip": "1"},
        {"done": "2"},
        {"done": "true"},
        {"done": "on"},
        {"done": "1", "skip": "yes"},
        {"done": "1", "felt": "2"},
        {"done": "1", "source": "robot"},
    ],
)
def test_what_contradicts_itself_or_says_nothing_is_refused(data: dict[str, str]) -> None:
    form = form_of(data)
    assert not form.is_valid()
    assert error_text(form)


def test_felt_and_source_are_kept() -> None:
    ticked = taken(felt="1", source="guided")
    assert (ticked.felt, ticked.guided) == (True, True)
    assert not taken().felt


# --- amounts (rule 5) ---------------------------------------------------------


@pytest.mark.parametrize(
    "exercise,text,tenths",
    [
        ("waist-rub", "", None),
        ("waist-rub", "1", 10),
        ("waist-rub", "120", 1200),
        ("waist-rub", " 120 ", 1200),
        ("waist-rub", "9999", 99990),
        ("sole-rub", "100", 1000),
        ("sole-rub", "9999", 99990),
        ("arm-raise", "1", 10),
        ("arm-raise", "99", 990),
        ("arm-throw", "99", 990),
        ("waist-knead", "0.1", 1),
        ("waist-knead", "7.5", 75),
        ("waist-knead", "10", 100),
        ("waist-knead", "10.0", 100),
        ("waist-knead", "240", 2400),
        ("waist-knead", "240.0", 2400),
        # Every tenth is exact, whatever binary fractions make of it.
        ("waist-knead", "0.3", 3),
        ("waist-knead", "8.2", 82),
        ("waist-knead", "1.1", 11),
    ],
)
def test_an_amount_is_kept_in_tenths_of_its_unit(
    exercise: str, text: str, tenths: int | None
) -> None:
    assert taken(exercise, amount=text).tenths == tenths


@pytest.mark.parametrize(
    "exercise,texts,told",
    [
        (
            "waist-rub",
            ["0", "-1", "10000", "12.5", "120.0", "many", "NaN", "Infinity", "0x10"],
            "whole number of rubs, 1 to 9999",
        ),
        ("sole-rub", ["0", "10000", "99.5"], "whole number of rubs, 1 to 9999"),
        ("arm-raise", ["0", "100", "2.5", "-3"], "whole number of raises, 1 to 99"),
        ("arm-throw", ["0", "100", "2.5"], "whole number of throws, 1 to 99"),
        (
            "waist-knead",
            ["0", "0.0", "0.09", "0.05", "7.55", "240.1", "241", "-1", "ten", "NaN"],
            "minutes, 0.1 to 240",
        ),
    ],
)
def test_another_amount_is_refused_and_the_range_is_told(
    exercise: str, texts: list[str], told: str
) -> None:
    with translation.override("en"):
        for text in texts:
            assert told in refusal(exercise, amount=text), text


@pytest.mark.parametrize("text", ["1_000", "1e3", "1E+2", "+5", "1" * 13])
def test_only_plain_figures_are_a_number(text: str) -> None:
    assert refusal("waist-rub", amount=text)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 2400))
def test_every_tenth_of_a_minute_up_to_240_is_kept_as_it_is(tenths: int) -> None:
    text = f"{tenths // 10}.{tenths % 10}"
    assert taken("waist-knead", amount=text).tenths == tenths


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=14), st.sampled_from(sorted(FACTS)))
def test_any_text_is_either_an_amount_in_range_or_refused_in_words(
    text: str, exercise: str
) -> None:
    form = tick_form(exercise, amount=text)
    most = {"waist-knead": 2400, "arm-raise": 990, "arm-throw": 990}.get(exercise, 99990)
    if form.is_valid():
        amount = form.cleaned_data["state"].tenths
        assert amount is None or 1 <= amount <= most
    else:
        assert error_text(form)


# --- the instant (rule 4) -----------------------------------------------------


def test_an_online_post_has_the_server_s_instant() -> None:
    assert taken().instant == microseconds(RECEIVED)


@pytest.mark.parametrize(
    "performed,sent,instant",
    [
        # Done at 21:05, sent at 21:10, received at 21:30: five minutes before it was received.
        ("2026-11-23T21:05:00+00:00", "2026-11-23T21:10:00+00:00", "2026-11-23 21:25"),
        # The phone's clock is a year ahead: only the distance counts.
        ("2027-11-23T21:05:00Z", "2027-11-23T21:10:00Z", "2026-11-23 21:25"),
        # Two zones, the same distance.
        ("2026-11-23T22:05:00+01:00", "2026-11-23T16:10:00-05:00", "2026-11-23 21:25"),
        # Three days in the outbox.
        ("2026-11-20T21:10:00+01:00", "2026-11-23T21:10:00+01:00", "2026-11-20 21:30"),
        # Sent at once.
        ("2026-11-23T21:10:00+00:00", "2026-11-23T21:10:00+00:00", "2026-11-23 21:30"),
        # The clocks differ by no more than five minutes: the phone's own time counts.
        ("2026-11-23T21:05:00+00:00", "2026-11-23T21:26:00+00:00", "2026-11-23 21:05"),
        ("2026-11-23T21:05:00+00:00", "2026-11-23T21:35:00+00:00", "2026-11-23 21:05"),
        ("2026-11-23T21:05:00+00:00", "2026-11-23T21:35:01+00:00", "2026-11-23 20:59:59"),
        # And is never after received.
        ("2026-11-23T21:33:00+00:00", "2026-11-23T21:34:00+00:00", "2026-11-23 21:30"),
        # Performed after it was sent: the clock was changed, and the day is not over yet.
        ("2026-11-23T23:00:00+00:00", "2026-11-23T21:10:00+00:00", "2026-11-23 21:30"),
        # Over the change of clocks: 02:30 in summer time to 02:30 in winter time is an hour.
        ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00", "2026-11-23 20:30"),
    ],
)
def test_an_outbox_counts_back_from_when_it_was_received(
    performed: str, sent: str, instant: str
) -> None:
    """rules.md 4: received - (sent - performed), unless the phone's clock is right."""
    assert taken(performed=performed, sent=sent).instant == microseconds(utc(instant))


@pytest.mark.parametrize(
    "times",
    [
        {"performed": "2026-11-23T21:05:00+00:00"},
        {"sent": "2026-11-23T21:05:00+00:00"},
        # No offset, no time, no such time.
        {"performed": "2026-11-23T21:05:00", "sent": "2026-11-23T21:10:00+00:00"},
        {"performed": "yesterday", "sent": "today"},
        {"performed": "2026-02-30T21:05:00Z", "sent": "2026-11-23T21:10:00Z"},
        {"performed": "2026-11-23T25:05:00Z", "sent": "2026-11-23T21:10:00Z"},
        # At the ends of the calendar.
        {"performed": "0001-01-01T00:00:00+14:00", "sent": "2026-11-23T21:10:00Z"},
        {"performed": "2026-11-23T21:05:00Z", "sent": "9999-12-31T23:59:59-14:00"},
    ],
)
def test_times_that_are_none_are_refused(times: dict[str, str]) -> None:
    assert refusal(**times)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10 * 365 * 86_400).map(lambda n: utc("2020-01-01") + dt.timedelta(seconds=n)),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=30)),
)
def test_the_instant_is_as_long_before_receipt_as_the_phone_says_and_never_after(
    sent: dt.datetime, waited: dt.timedelta
) -> None:
    instant = taken(performed=(sent - waited).isoformat(), sent=sent.isoformat()).instant
    is_right = abs(RECEIVED - sent) <= dt.timedelta(minutes=5)
    expected = min(sent - waited, RECEIVED) if is_right else RECEIVED - waited
    assert instant == microseconds(expected)


@pytest.mark.parametrize(
    ("performed", "sent"),
    [
        ("2026-11-23T21:10:01+00:00", "2026-11-23T21:10:00+00:00"),
        ("2026-10-24T21:09:59+00:00", "2026-11-23T21:10:00+00:00"),
        ("1800-01-01T00:00:00Z", "2026-11-23T21:00:00Z"),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_a_clock_that_jumped_leaves_the_end_of_the_slot_s_day_and_never_after_received(
    performed: str, sent: str
) -> None:
    """rules.md 4: nothing is refused for its clock."""
    data = {"done": "1", "performed": performed, "sent": sent}
    for received, instant in (
        (RECEIVED, RECEIVED),
        (utc("2026-11-25 12:00"), DAY_ENDS - dt.timedelta(microseconds=1)),
    ):
        form = TickForm(data, exercise=FACTS["waist-rub"], received=received, day_ends=DAY_ENDS)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["state"].instant == microseconds(instant)


# --- how long it took ---------------------------------------------------------

TIMES = {
    "started": "2026-11-23T20:00:00Z",
    "performed": "2026-11-23T20:10:00Z",
    "sent": "2026-11-23T21:30:00Z",
}


def test_practised_time_without_pauses_holds_before_what_lies_between_start_and_end() -> None:
    assert taken(**TIMES).seconds == 600
    assert taken(**TIMES, seconds="221").seconds == 221
    assert taken(seconds="0").seconds == 0


@pytest.mark.parametrize("seconds", ["-1", "86401", "1.5", "long", "\0", "9" * 5000])
def test_seconds_that_no_set_can_take_are_refused(seconds: str) -> None:
    assert refusal(seconds=seconds)


# --- a period in one go -------------------------------------------------------


@pytest.mark.parametrize(
    "data,valid",
    [
        ({"done": "1"}, True),
        ({"done": "0", "instant": "1764000000000000"}, True),
        ({"done": "0", "instant": "-5"}, True),
        ({"done": "0"}, False),
        ({"done": "0", "instant": "then"}, False),
        ({"done": "0", "instant": str(2**63)}, False),
        ({"done": "2"}, False),
        ({}, False),
    ],
)
def test_undoing_a_period_needs_to_know_which_go(data: dict[str, str], valid: bool) -> None:
    form = PeriodForm(data)
    assert form.is_valid() is valid
    assert bool(error_text(form)) is not valid


# --- zone, start of day, blank days -------------------------------------------


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Shanghai", "UTC", "America/New_York"])
def test_a_zone_is_chosen_by_its_name(zone: str) -> None:
    form = ZoneForm({"zone": zone})
    assert form.is_valid()
    assert form.cleaned_data["zone"] == zone


@pytest.mark.parametrize(
    "zone",
    ["", "Mars/Olympus", "Europe", "../etc/passwd", "/etc/localtime", "Europe/Berlin\0", "x" * 65],
)
def test_a_zone_nobody_knows_is_refused(zone: str) -> None:
    form = ZoneForm({"zone": zone})
    assert not form.is_valid()
    assert error_text(form)


@pytest.mark.parametrize(
    "text,minutes",
    [("00:00", 0), ("00:30", 30), ("04:00", 240), ("4:00", 240), ("07:59", 479), ("08:00", 480)],
)
def test_a_day_may_start_from_midnight_to_eight(text: str, minutes: int) -> None:
    """rules.md 14: start of day 00:00-08:00."""
    form = DayStartForm({"start": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["start"] == minutes


@pytest.mark.parametrize("text", ["08:01", "12:00", "23:59", "24:00", "-1:00", "four", "", "4"])
def test_a_day_starts_at_no_other_time(text: str) -> None:
    form = DayStartForm({"start": text})
    assert not form.is_valid()
    with translation.override("en"):
        assert error_text(form) == "Choose a time from 00:00 to 08:00."


@pytest.mark.parametrize("answer", ["rested", "forgot", "leave"])
def test_there_are_three_answers_about_blank_days(answer: str) -> None:
    assert BlankDaysForm({"answer": answer, "first": "2026-11-24", "last": "2026-11-26"}).is_valid()


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "never"}])
def test_another_answer_about_blank_days_is_refused(data: dict[str, str]) -> None:
    form = BlankDaysForm(data)
    assert not form.is_valid()
    assert error_text(form)


# --- one line of words -----------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  warm\tfeet \r\n and  hands\n", "warm feet and hands"),
        ("a\x01b\x7fc\x85d\u2028e", "abc d e"),
        ("脚暖 🦶", "脚暖 🦶"),
        ("\u202eright to left", "right to left"),
        ("x" * 199 + "\n\n", "x" * 199),
        (" \n ", ""),
    ],
)
def test_words_are_kept_as_one_line_of_what_can_be_seen(sent: str, kept: str) -> None:
    """So that a note or a reason that was kept can always be exported and imported."""
    note = NoteForm({"words": sent})
    assert note.is_valid()
    assert note.cleaned_data["words"] == kept
    pause = PauseForm({"days": "today", "reason": sent}, today=utc("2026-11-23 12:00").date())
    assert pause.is_valid()
    assert pause.cleaned_data["span"].reason == kept


def test_a_nul_or_more_than_200_letters_are_no_line_of_words() -> None:
    for words in ("a\0b", "x" * 201):
        form = NoteForm({"words": words})
        assert not form.is_valid()
        assert error_text(form)
