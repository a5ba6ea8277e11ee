"""Bringing a record from a file as a browser does: sent, shown, taken over after a yes."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.pages import body_of
from tests.practice.transfer.files import note_entry, pause_entry, record_file

AS_USUAL = record_file(pauses=[pause_entry()], notes=[note_entry()])


def sent(content: bytes, name: str = "kidneycare.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/json")


def show(browser: Client, content: bytes) -> Any:
    return browser.post("/import/", {"file": sent(content)}, follow=True)


def token_in(response: Any) -> str:
    """What the page carries for the yes."""
    found = re.search('name="confirm" value="([^"]+)"', body_of(response))
    assert found is not None
    return found[1]


def confirm(browser: Client, token: str) -> Any:
    return browser.post("/import/", {"confirm": token})


def bring(browser: Client, content: bytes) -> None:
    response = confirm(browser, token_in(show(browser, content)))
    assert response.status_code == 303, body_of(response)


def without_pending(rows: dict[str, Any]) -> dict[str, Any]:
    return {label: stored for label, stored in rows.items() if label != "practice.PendingImport"}
