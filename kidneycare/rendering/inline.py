"""The one inline script, of pages that know a person: what can't wait for a file.

It hides a page that is left and reloads one that the back/forward cache brings back, ignores the
second of two taps, and loads the page's other scripts after the first paint: in the head, even
deferred, they would compete with the style sheet, which delays the first paint by a quarter of a
second on a slow phone. The content security policy allows this script alone, by its hash.
"""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_FILE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
SCRIPT = " ".join(re.sub(r"/\*.*?\*/|^ *//.*?$", "", _FILE, flags=re.DOTALL | re.MULTILINE).split())
"""In one line, without comments."""

SOURCE = f"'sha256-{b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
"""Its source expression in the content security policy."""


def inline_script() -> SafeString:
    return mark_safe(SCRIPT)  # noqa: S308 - a file of ours
