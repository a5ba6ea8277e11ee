"""What the environment decides (rules.md 21), and what starting without it does."""

import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kidneycare.server.environment import (
    database,
    database_url,
    https_port,
    make_data_folder,
    secret_key,
)

BASE = Path(__file__).resolve().parents[3]
OURS = (
    *("ALLOWED_HOSTS", "CONTENT_EXTRA", "DATABASE_DIRECT_URL", "DATABASE_URL", "DEBUG", "HTTPS"),
    "KIDNEYCARE_DATA",
    *("OPERATOR", "PORT"),
    "NEW_RECORDS_AN_HOUR",
    *("SECRET_KEY", "TIME_ZONE", "TLS", "WEB_THREADS", "WEB_WORKERS"),
)


def run(data: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, with the product's settings and nothing else set."""
    # The browser tests of the same worker leave DJANGO_ALLOW_ASYNC_UNSAFE behind.
    left_behind = {*OURS, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {name: value for name, value in os.environ.items() if name not in left_behind}
    return subprocess.run(
        [sys.executable, *words],
        cwd=BASE,
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "kidneycare.settings",
            "KIDNEYCARE_DATA": str(data),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


# --- databases ------------------------------------------------------------------


def test_without_an_address_there_is_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    found = database(None, tmp_path)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == str(tmp_path / "kidneycare.sqlite3")
    assert database("", tmp_path) == found


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///here.sqlite3", "here.sqlite3"),
        ("sqlite:////var/lib/here.sqlite3", "/var/lib/here.sqlite3"),
        ("sqlite:////a%20folder/%23.sqlite3", "/a folder/#.sqlite3"),
    ],
)
def test_sqlite_is_relative_with_three_strokes_and_absolute_with_four(
    tmp_path: Path, url: str, name: str
) -> None:
    assert database(url, tmp_path)["NAME"] == name


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_with_everything_in_its_address(tmp_path: Path, scheme: str) -> None:
    found = database(f"{scheme}://us%40er:p%2Fw@db.local:5433/kid%20ney?sslmode=require", tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("kid ney", "us@er", "p/w")
    assert (found["HOST"], found["PORT"]) == ("db.local", 5433)
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "url", ["mysql://localhost/x", "kidneycare.sqlite3", "://", "http://x", "postgres://a:b"]
)
def test_any_other_database_is_refused_in_a_plain_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL must begin with"):
        database(url, tmp_path)


DIRECT = {"DATABASE_DIRECT_URL": "postgres://db/direct", "DATABASE_URL": "postgres://pool/shared"}


@pytest.mark.parametrize(
    ("program", "url"),
    [
        ("/srv/kidneycare/manage.py", "postgres://db/direct"),
        ("/srv/kidneycare/kidneycare/server/__main__.py", "postgres://pool/shared"),
    ],
)
def test_past_a_pooler_commands_have_a_session_of_their_own(
    monkeypatch: pytest.MonkeyPatch, program: str, url: str
) -> None:
    for name, value in DIRECT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", [program])
    assert database_url() == url
    monkeypatch.delenv("DATABASE_DIRECT_URL")
    assert database_url() == DIRECT["DATABASE_URL"]


def test_behind_a_pooler_nothing_outlives_its_transaction(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert database(DIRECT["DATABASE_URL"], tmp_path)["DISABLE_SERVER_SIDE_CURSORS"] is False
    monkeypatch.setenv("DATABASE_DIRECT_URL", DIRECT["DATABASE_DIRECT_URL"])
    found = database(DIRECT["DATABASE_URL"], tmp_path)
    assert found["DISABLE_SERVER_SIDE_CURSORS"] is True
    assert found["OPTIONS"]["pool"]["timeout"] == 2, "requests don't pile up meanwhile"
    assert found["OPTIONS"].get("prepare_threshold") is None, "as Django has it: none are prepared"


def test_a_machine_that_is_gone_is_noticed_within_seconds(tmp_path: Path) -> None:
    options = database(DIRECT["DATABASE_URL"], tmp_path)["OPTIONS"]
    silent = (
        options["keepalives_idle"] + options["keepalives_interval"] * options["keepalives_count"]
    )
    assert silent <= 11
    assert options["tcp_user_timeout"] <= 11_000
    assert options["connect_timeout"] <= 5
    assert options["pool"]["timeout"] <= 5
    assert options["pool"]["reconnect_timeout"] <= 2, "nor does its coming back take longer"


# --- the secret key ----------------------------------------------------------------


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = secret_key(tmp_path)
    assert len(first) >= 64
    assert secret_key(tmp_path) == first
    (kept,) = tmp_path.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_another_folder_has_another_key(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    keys = {secret_key(tmp_path / name) for name in "ab"}
    assert len(keys) == 2


def test_an_unwritable_place_is_told_in_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"The secret key can't be kept in .*nowhere"):
        secret_key(tmp_path / "nowhere")


def test_a_data_folder_is_its_owners_alone_and_told_where_it_cannot_be(tmp_path: Path) -> None:
    make_data_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=r"The data folder .*file/b can't be made"):
        make_data_folder(tmp_path / "file" / "b")


# --- whole starts, each in a process of its own ---------------------------------------

BEHIND_A_PROXY = textwrap.dedent("""
    import django
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.STORAGES = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    call_command("migrate", verbosity=0)
    browser = Client(SERVER_NAME="localhost")
    plain = browser.get("/about/")
    assert (plain.status_code, plain["Location"]) == (301, "https://localhost/about/"), plain
    assert browser.get("/livez").status_code == 200
    assert browser.get("/readyz").status_code == 200
    secure = {
        "Host": "localhost", "X-Forwarded-Proto": "https", "Origin": "https://localhost"
    }
    page = browser.get("/", headers=secure)
    assert page.status_code == 200, page.status_code
    assert page["Strict-Transport-Security"].startswith("max-age=31536000"), page.headers
    assert page.wsgi_request.is_secure()
    ticked = browser.post("/plan/begin/", {"way": "easy"}, headers=secure)
    looked = browser.post("/look/", {"size": "2"}, headers=secure)
    zoned = Client(SERVER_NAME="localhost").post(
        "/me/zone/", {"zone": "Europe/Berlin"}, headers=secure
    )
    for answer in (page, ticked, looked, zoned):
        assert answer.cookies, answer
        for cookie in answer.cookies.values():
            assert cookie["secure"], cookie
            assert cookie["samesite"] == "Lax", cookie
""")

IMPORTED = textwrap.dedent("""
    import sys

    reading = []

    def note(event, details):
        if event in {"open", "os.mkdir", "os.scandir", "os.link"}:
            if not str(details[0]).endswith((".py", ".pyc")):
                reading.append((event, *details))

    import dj_database_url, django.conf, csp.constants, zoneinfo
    zoneinfo.ZoneInfo("UTC")
    sys.addaudithook(note)
    import kidneycare.settings
    apps = {"content", "offline", "people", "practice", "reminders"}
    theirs = [name for name in sys.modules if name.split(".")[0] in apps]
    print(theirs, [each for each in reading if "site-packages" not in str(each[1])])
""")

AGREED = textwrap.dedent("""
    from django.conf import settings
    print(settings.SECRET_KEY)
""")

WAYS_TO_START = {
    "listener": (
        ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        {"HTTPS": "1", "TLS": "listener"},
    ),
    "both": (("manage.py", "check"), {"HTTPS": "1", "TLS": "proxy"}),
    "unsure": (("manage.py", "check"), {"HTTPS": "yes"}),
    "high": (("manage.py", "check"), {"HTTPS": "1", "PORT": "65500"}),
    "check": (("manage.py", "check", "--deploy", "--fail-level", "WARNING"), {"TLS": "proxy"}),
    "cookies": (("-c", BEHIND_A_PROXY), {"TLS": "proxy"}),
    "postgresql": (("manage.py", "check"), {"DATABASE_URL": "postgres://localhost/x"}),
    "zone": (("manage.py", "check"), {"TIME_ZONE": "Mars/Olympus"}),
    "records": (("manage.py", "check"), {"NEW_RECORDS_AN_HOUR": "many"}),
    "loud": (("manage.py", "check"), {"LOG_LEVEL": "LOUD"}),
    "written": (("manage.py", "check"), {"LOG_FORMAT": "xml"}),
    "plain": (("manage.py", "check"), {}),
    "deploy": (("manage.py", "check", "--deploy"), {"SECRET_KEY": "mine"}),
    "files": (("manage.py", "serve", "--files-only"), {}),
    "imported": (("-c", IMPORTED), {}),
    "key": (("-c", AGREED), {}),
    "given": (("-c", AGREED), {"SECRET_KEY": "mine"}),
    "hosts": (
        ("-c", "from django.conf import settings as s; print(s.ALLOWED_HOSTS, s.LOCAL_HOSTS_ONLY)"),
        {"ALLOWED_HOSTS": "a.example.org,b.example.org"},
    ),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A data folder for each start."""
    return {name: tmp_path_factory.mktemp(name) for name in WAYS_TO_START}


@pytest.fixture(scope="module")
def starts(folders: dict[str, Path]) -> dict[str, subprocess.CompletedProcess[str]]:
    """All of them side by side, to save time."""
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(
            lambda name: run(folders[name], *WAYS_TO_START[name][0], **WAYS_TO_START[name][1]),
            WAYS_TO_START,
        )
        return dict(zip(WAYS_TO_START, found, strict=True))


Starts = dict[str, subprocess.CompletedProcess[str]]


def test_behind_a_tls_proxy_the_deploy_checks_find_nothing(starts: Starts) -> None:
    assert starts["check"].returncode == 0, starts["check"].stderr


def test_of_the_https_beside_http_the_deploy_checks_find_nothing(starts: Starts) -> None:
    assert starts["listener"].returncode == 0, starts["listener"].stderr


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("both", "HTTPS=1 and TLS=proxy"),
        ("unsure", "HTTPS is “yes”: it must be 0 or 1"),
        ("high", "PORT is “65500”: it must be a number from 1 to 65,092"),
    ],
)
def test_what_can_not_be_served_over_https_is_told(
    starts: Starts, start: str, sentence: str
) -> None:
    assert starts[start].returncode != 0
    assert sentence in starts[start].stderr


@pytest.mark.parametrize(("port", "https"), [("", 8443), ("8001", 8444), ("80", 443)])
def test_https_has_a_port_of_its_own_beside_http(
    monkeypatch: pytest.MonkeyPatch, port: str, https: int
) -> None:
    monkeypatch.setenv("PORT", port)
    monkeypatch.setenv("HTTPS", "1")
    assert https_port() == https
    monkeypatch.setenv("HTTPS", "")
    assert https_port() is None


def test_behind_a_tls_proxy_cookies_are_secure_and_hsts_is_sent(starts: Starts) -> None:
    assert starts["cookies"].returncode == 0, starts["cookies"].stderr


def test_with_nothing_set_everything_works(starts: Starts) -> None:
    assert starts["plain"].returncode == 0, starts["plain"].stderr


def test_importing_the_settings_makes_nothing_and_reads_the_environment_alone(
    starts: Starts, folders: dict[str, Path]
) -> None:
    assert starts["imported"].stdout.strip() == "[] []", starts["imported"].stderr
    assert list(folders["imported"].iterdir()) == []


def test_a_key_is_made_by_whoever_needs_one_first(starts: Starts, folders: dict[str, Path]) -> None:
    """And by nobody else, or every image would come with the one it was built with."""
    kept = folders["key"] / "secret-key"
    assert starts["key"].stdout.strip() == kept.read_text(encoding="ascii")
    assert starts["given"].stdout.strip() == "mine"
    assert starts["files"].returncode == 0, starts["files"].stderr
    for name in ("given", "deploy", "plain", "files"):
        assert list(folders[name].iterdir()) == [], name


def test_with_postgresql_a_missing_key_is_a_start_error_in_a_plain_sentence(
    starts: Starts,
) -> None:
    assert starts["postgresql"].returncode != 0
    assert "With PostgreSQL set SECRET_KEY: a long random text" in starts["postgresql"].stderr


def test_logs_of_a_kind_there_is_not_are_a_start_error_in_a_plain_sentence(starts: Starts) -> None:
    for name, words in (
        ("loud", "LOG_LEVEL is “LOUD”: it must be INFO, WARNING or ERROR."),
        ("written", "LOG_FORMAT is “xml”: it must be text or json."),
    ):
        assert starts[name].returncode != 0
        assert words in starts[name].stderr


def test_a_time_zone_that_does_not_exist_is_a_start_error_in_a_plain_sentence(
    starts: Starts,
) -> None:
    assert starts["zone"].returncode != 0
    assert "TIME_ZONE=Mars/Olympus is not a time zone" in starts["zone"].stderr


def test_a_limit_that_is_no_number_is_a_start_error_in_a_plain_sentence(starts: Starts) -> None:
    assert starts["records"].returncode != 0
    assert "NEW_RECORDS_AN_HOUR is “many”: it must be a number from 1" in starts["records"].stderr


def test_allowed_hosts_replace_the_check_for_the_own_network(starts: Starts) -> None:
    assert starts["hosts"].stdout.strip() == "['a.example.org', 'b.example.org'] False"


def test_what_is_erased_is_overwritten_in_the_file(tmp_path: Path) -> None:
    """Once the journal was brought over: test_at_once.py beside this file tries when that is."""
    path = tmp_path / "kidneycare.sqlite3"
    options = database(None, tmp_path)["OPTIONS"]
    with closing(sqlite3.connect(path)) as line:
        # Some builds of SQLite have it on by themselves, others don't.
        line.execute("PRAGMA secure_delete=OFF")
        line.executescript(options["init_command"])
        line.execute("CREATE TABLE note (words TEXT)")
        line.execute("INSERT INTO note VALUES ('my back was sore')")
        line.commit()
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"my back was sore" in path.read_bytes()
        line.execute("DELETE FROM note")
        line.commit()
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"my back was sore" not in path.read_bytes()
