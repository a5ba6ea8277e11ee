"""docs/people.md tells of every table, every limit and every secret there is."""

import re
from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings as product

from people import rate_limit as limits
from people.access.invitations import LIFETIME

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
        "people.RateLimitCounter"
    }


def test_each_limit_is_told_as_it_is() -> None:
    known = [limit for limit in vars(limits).values() if isinstance(limit, limits.RateLimit)]
    assert len(known) >= 6
    for limit in known:
        within = {timedelta(hours=1): "an hour", timedelta(minutes=10): "in ten minutes"}
        assert re.search(rf"\| .*\b{limit.most} {within[limit.within]} from", TEXT), limit
    usual = limits.new_records().most
    assert f"{usual} an hour from one address, or what `NEW_RECORDS_AN_HOUR` says" in TEXT


def test_the_pages_say_how_long_an_invitation_lives() -> None:
    said = {timedelta(minutes=10): "ten minutes"}[LIFETIME]
    pages = Path(product.BASE_DIR) / "templates"
    for page in ("people/add_device.html", "people/invitation.html", "practice/join_gone.html"):
        text = " ".join((pages / page).read_text(encoding="utf-8").split())
        assert re.search(said, text, re.IGNORECASE), page
