"""docs/people.md tells of every table, every limit and every secret there is."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings as product

from people import limits

TEXT = (Path(product.BASE_DIR) / "docs" / "people.md").read_text(encoding="utf-8")


def test_each_table_is_told_with_what_erasing_does_to_it() -> None:
    told = {
        name: erasing
        for name, _holds, erasing in re.findall(
            r"^\| `(\w+\.\w+)` \| (.+) \| (.+) \|$", TEXT, re.MULTILINE
        )
    }
    assert told.keys() == {model._meta.label for model in apps.get_models()}
    assert {name for name, erasing in told.items() if not erasing.startswith("removed")} == {
        "people.Tally"
    }


def test_each_limit_is_told_as_it_is() -> None:
    for limit in vars(limits).values():
        if isinstance(limit, limits.Limit):
            assert re.search(rf"\| .*\b{limit.most} (an hour|in ten minutes) from", TEXT), limit
