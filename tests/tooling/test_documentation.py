"""What the product can be told, and where it answers, stands in its documents."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.addresses import all_patterns

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDRESSES = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
FOR_DEVELOPERS = {"DEBUG"}
"""Settings of `make dev` alone."""


def without_names(address: str) -> str:
    """An address with nothing but the fact in its gaps: ``/day/<>/``."""
    return re.sub("<[^>]*>", "<>", address)


def test_every_setting_is_told_in_the_readme() -> None:
    read = "".join(
        (ROOT / "kidneycare" / name).read_text(encoding="utf-8")
        for name in ("settings.py", "server/environment.py", "server/__main__.py")
    )
    names = set(re.findall(r"(?:environ(?:\.get\(|\[)|positive_int\(|one_of\()\"([A-Z_]+)\"", read))
    assert len(names) > 10
    assert {name for name in names - FOR_DEVELOPERS if f"`{name}" not in README} == set()


def test_every_address_is_told() -> None:
    told = {without_names(address) for address in re.findall(r"`(?:POST )?(/[^`?]*)`", ADDRESSES)}
    missing = {path for _, path in all_patterns() if without_names(path) not in told}
    assert missing == set()


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda p: p.name
)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (page.parent / link).exists(), link
