"""The site's settings for a sender in a process of its own, beside a push service of the tests."""

import os
from pathlib import Path

from kidneycare.settings import *  # noqa: F403

PUSH_TEST_AUTHORITY = Path(os.environ["PUSH_TEST_AUTHORITY"])
