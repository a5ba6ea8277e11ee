"""Zip files as releases of Loop Habit Tracker write them, and how they are brought here."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.test import Client

from tests.pages import body_of
from tests.practice.transfer.sent_files import show

NEWER = "Position,Name,Type,Question,Description,FrequencyNumerator,FrequencyDenominator,Color,"
NEWER += "Unit,Target Type,Target Value,Archived?\n"
OLDER = "Position,Name,Question,Description,NumRepetitions,Interval,Color\n"
OLDEST = "Name,Description,NumRepetitions,Interval,Color\n"


def packed(files: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def newer(rows: Sequence[str], *names: str, **more: str) -> bytes:
    """Words, numbers in thousandths, and a heading in the files of single habits."""
    lines = [f'{n:03},"{name}",YES_NO,,,1,1,#FF8F00,,,,false\n' for n, name in enumerate(names, 1)]
    table = f"Date,{','.join(names)},\n" + "".join(f"{row},\n" for row in rows)
    return packed({"Habits.csv": NEWER + "".join(lines), "Checkmarks.csv": table, **more})


def older(rows: Sequence[str], *names: str) -> bytes:
    """Numbers for everything."""
    lines = [f"{n:03},{name},,,1,1,#FF8F00\n" for n, name in enumerate(names, 1)]
    table = f"Date,{','.join(names)},\n" + "".join(f"{row},\n" for row in rows)
    return packed({"Habits.csv": OLDER + "".join(lines), "Checkmarks.csv": table})


def choose(browser: Client, *chosen: str, numbers: str = "1") -> Any:
    """Say which habit is what, in their order, and see what that makes."""
    values = {f"habit-{number}": name for number, name in enumerate(chosen)}
    return browser.post("/import/loop/", {**values, "numbers": numbers}, follow=True)


def say_yes(browser: Client, shown: Any) -> Any:
    found = re.search('name="confirm" value="([^"]+)"', body_of(shown))
    assert found is not None, body_of(shown)
    return browser.post("/import/loop/", {"confirm": found[1]})


def bring_loop(browser: Client, content: bytes, *chosen: str, numbers: str = "1") -> None:
    assert show(browser, content).status_code == 200
    response = say_yes(browser, choose(browser, *chosen, numbers=numbers))
    assert response.status_code == 303, body_of(response)
