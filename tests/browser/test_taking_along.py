"""A record leaves one phone as a file and comes to another, with and without a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.phone import NewPhone, expect_done, expect_open, slot
from tests.browser.states import regular
from tests.practice.transfer.files import record_file, tick_entry


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_record_moves_to_another_phone(new_phone: NewPhone, tmp_path: Path, script: bool) -> None:
    old = new_phone(regular(), java_script_enabled=script)
    old.goto("/me/")
    with old.expect_download() as downloading:
        old.get_by_role("link", name=re.compile("Download everything")).tap()
    file = tmp_path / downloading.value.suggested_filename
    assert file.name == "kidneycare.json"
    downloading.value.save_as(file)

    new = new_phone(java_script_enabled=script)
    new.goto("/me/")
    new.get_by_role("link", name=re.compile("Bring a record here")).tap()
    new.set_input_files("input[type=file]", file)
    new.get_by_role("button", name="Preview").tap()
    expect(new.locator("main")).to_contain_text("17 ticks, from 16 November 2026")
    expect(new.locator(".consent")).to_be_visible()
    new.get_by_role("button", name="Import", exact=True).tap()
    expect(new).to_have_url(re.compile("/history/2026-W48/$"))
    for path in ("/history/2026-W47/", "/history/"):
        for phone in (old, new):
            phone.goto(path)
        shares = [
            phone.locator("[data-adherence]").evaluate_all(
                "all => all.map(each => ({...each.dataset}))"
            )
            for phone in (old, new)
        ]
        assert len(shares[0]) == 8
        assert shares[0] == shares[1]
    new.goto("/")
    expect_done(new, "evening/sole-rub/1")
    expect_open(new, "morning/waist-rub/1")
    expect(slot(new, "evening/waist-rub/1")).to_have_attribute("data-credit", "0.67")


def test_a_file_that_is_refused_is_told_and_another_can_be_chosen(
    new_phone: NewPhone, tmp_path: Path
) -> None:
    page = new_phone(factories.new_person(), java_script_enabled=False)
    file = tmp_path / "kidneycare.json"
    file.write_bytes(record_file(ticks=[tick_entry(amount=10_000)]))
    page.goto("/import/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Preview").tap()
    expect(page.locator("#file-wrong")).to_contain_text(
        "tick 1 (2026-11-20, evening, sole-rub) has an amount that cannot be."
    )
    file.write_bytes(record_file(ticks=[tick_entry(amount=100)]))
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Preview").tap()
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_visible()
