"""The one script that stands in a page itself: it fetches the page's others once that is seen.

A script named in the head, even a deferred one, is fetched together with the style and takes the
network and the processor from the first picture of the page; on a slow phone that costs a quarter
of a second. This one would cost as much as a file of its own. The content policy knows it by its
digest, so no other script may stand in a page.
"""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_FILE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
SCRIPT = " ".join(re.sub(r"/\*.*?\*/|^ *//.*?$", "", _FILE, flags=re.DOTALL | re.MULTILINE).split())
"""As it stands in a page: in one line, without what is said about it."""

SOURCE = f"'sha256-{b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"
"""What the content policy calls it."""


def inline_script() -> SafeString:
    """Its text, which must be the same to a letter as what the content policy was told of."""
    return mark_safe(SCRIPT)  # noqa: S308 - a file of ours
