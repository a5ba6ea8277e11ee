"""Tokens and codes: long enough, easy to read and to type, kept as hashes."""

import hashlib
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from people.access.codes import (
    SIGNS,
    grouped,
    hash_of,
    is_short,
    keyed_hash_of,
    new_token,
    normalize_code,
    seed_of,
    sheet_code_from,
    short_code_from,
    token_from,
)


def test_no_sign_of_a_sheet_is_taken_for_another() -> None:
    assert len(set(SIGNS)) == len(SIGNS) == 30
    assert not set(SIGNS) & set("01ILOU")


def test_a_code_of_a_sheet_has_78_bits_and_a_token_128() -> None:
    assert re.fullmatch(f"[{SIGNS}]{{16}}", sheet_code_from(seed_of("device", "sheet")))
    assert math.log2(len(SIGNS) ** 16) > 78
    for token in (new_token(), token_from(seed_of("device", "square"))):
        assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)


def test_a_short_code_is_nine_digits_zeros_in_front_too() -> None:
    assert short_code_from((42).to_bytes(32)) == "000000042"
    assert is_short("000000042")


def test_codes_are_made_of_the_device_the_occasion_and_the_servers_secret(
    settings: Settings,
) -> None:
    seed = seed_of("device", "sheet", "key", 1)
    assert seed == seed_of("device", "sheet", "key", 1)
    assert seed != seed_of("another", "sheet", "key", 1)
    assert seed != seed_of("device", "sheet", "key", 2)
    settings.SECRET_KEY = "another"
    assert seed != seed_of("device", "sheet", "key", 1)


def test_codes_are_shown_in_groups() -> None:
    assert grouped("123456789") == "123 456 789"
    assert grouped("ABCDEFGHJKMNPQRS") == "ABCD EFGH JKMN PQRS"
    assert grouped("") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "ABCD EFGH 2345 6789",
        "abcd-efgh-2345-6789",
        "  abcdefgh23456789 ",
        "ABCD–EFGH–2345–6789",
        "ABCD_EFGH.2345.6789",
        "ＡＢＣＤ　ＥＦＧＨ　２３４５　６７８９",
        "ABCD\nEFGH\t2345\u00a06789",
    ],
)
def test_however_a_code_is_typed_it_is_the_same(typed: str) -> None:
    assert normalize_code(typed) == "ABCDEFGH23456789"


@pytest.mark.parametrize("typed", ["123 456 789", "123-456-789", "１２３４５６７８９"])
def test_digits_are_known_in_any_width(typed: str) -> None:
    assert is_short(normalize_code(typed))


@pytest.mark.parametrize("typed", ["", "12345678", "1234567890", "١٢٣٤٥٦٧٨٩", "ABCDEFGHI"])
def test_what_is_not_nine_digits_is_no_short_code(typed: str) -> None:
    assert not is_short(normalize_code(typed))


@given(st.text(max_size=60))
def test_any_text_can_be_typed(typed: str) -> None:
    assert normalize_code(normalize_code(typed)) == normalize_code(typed)
    assert is_short(normalize_code(typed)) in {True, False}


def test_a_token_is_kept_as_its_sha_256() -> None:
    assert hash_of("token") == hashlib.sha256(b"token").digest()


def test_nine_digits_can_t_be_tried_out_without_the_servers_secret(settings: Settings) -> None:
    before = keyed_hash_of("123456789")
    assert before == keyed_hash_of("123456789")
    assert before != hashlib.sha256(b"123456789").digest()
    settings.SECRET_KEY = "another"
    assert keyed_hash_of("123456789") != before
