"""The word for what is served changes with whatever a page is made from."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from kidneycare.server.release import release_of

FOLDERS = sorted(
    {
        Path(each.path).relative_to(settings.BASE_DIR).parts[0]
        for each in apps.get_app_configs()
        if Path(each.path).is_relative_to(settings.BASE_DIR)
        and not Path(each.path).is_relative_to(settings.BASE_DIR / ".venv")
    }
)


@pytest.mark.parametrize(
    "file",
    [
        *(f"{folder}/views/some.py" for folder in FOLDERS),
        "templates/some/page.html",
        "static/css/some.css",
        "static/js/some.js",
        "locale/zh_Hans/LC_MESSAGES/django.po",
    ],
)
def test_it_changes_with_every_kind_of_file(tmp_path: Path, file: str) -> None:
    before = release_of(tmp_path)
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text("one")
    with_it = release_of(tmp_path)
    (tmp_path / file).write_text("two")
    assert len({before, with_it, release_of(tmp_path)}) == 3


def test_every_folder_of_code_is_among_them() -> None:
    assert {"content", "kidneycare", "offline", "people", "practice", "reminders"} <= set(FOLDERS)
