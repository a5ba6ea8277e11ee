"""An upgrade rehearsed: today's site is started on the database of an older release."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from kidneycare.backup.archive import manifest_of
from scripts.running import Running
from scripts.with_postgres import free_port
from tests.pages import Page
from tests.sites import ON_POSTGRESQL, Site, empty_site

pytestmark = pytest.mark.own_database

RELEASES = Path(__file__).parents[1] / "releases"
KIND = "postgresql" if ON_POSTGRESQL else "sqlite"
COOKIE = {"Cookie": "kidneycare=an-old-phone"}


*OLDER, NEWEST = sorted(RELEASES.glob(f"*.{KIND}.sql"))


@pytest.fixture(
    params=[*(pytest.param(each, marks=pytest.mark.long) for each in OLDER), NEWEST],
    ids=lambda path: path.name,
)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with empty_site(tmp_path / "old") as site:
        site.run_sql(request.param.read_text(encoding="utf-8"))
        yield site


def ask(port: int, method: str, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as line:
        line.request(method, path, headers=COOKIE)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def parsed(page: str) -> Page:
    import html5lib

    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return Page(parser.parse(page))


def test_a_record_of_an_older_release_is_whole_after_the_upgrade(old: Site) -> None:
    """Ten ticks on Monday, five on Tuesday, of seventy in the week: 21 %."""
    copies = old.data / "backups"
    assert old.manage("backup", "--folder", str(copies), "--label", "old").returncode == 0
    port = free_port()
    site = Running(
        command=[sys.executable, "manage.py", "serve", "--no-banner", "--host", "127.0.0.1"],
        environment={**old.environment, "PORT": str(port), "WEB_WORKERS": "1"},
        port=port,
        log=old.data / "log",
        healthcheck=[sys.executable, "-m", "kidneycare.server.healthcheck"],
    )
    site.start()
    try:
        site.wait_until_healthy()
        assert ask(port, "GET", "/readyz") == (200, "ok\n")
        status, page = ask(port, "GET", "/history/2025-W03/")
        assert status == 200
        week = parsed(page)
        assert week.week_summary.get("data-adherence") == "21"
        days = [each.get("data-credited") for each in week.having("data-day")]
        assert [round(float(credited or 0)) for credited in days] == [10, 5, 0, 0, 0, 0, 0]
        monday = parsed(ask(port, "GET", "/day/2025-01-13/")[1])
        assert {slot.done for slot in monday.required} == {"true"}
        export = json.loads(ask(port, "GET", "/export.json")[1])
        assert len(export["ticks"]) == 15
        assert export["person"]["zone"] == "Europe/Berlin"
    finally:
        site.stop()

    assert old.manage("backup", "--folder", str(copies), "--label", "new").returncode == 0
    before, after = (
        json.loads(next(copies.glob(f"{label}-*.json")).read_text())["tables"]
        for label in ("old", "new")
    )
    assert before.keys() <= after.keys()
    counts = {name: table["rows"] for name, table in before.items() if name != "django_migrations"}
    assert counts == {name: after[name]["rows"] for name in counts}
    if not ON_POSTGRESQL:
        # And the way back is there: the copy made just before is the old record.
        (kept,) = copies.glob("before-migration-*.sqlite3")
        assert json.loads(manifest_of(kept).read_text())["tables"] == before
