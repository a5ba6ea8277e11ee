"""The modules in the page: their own tests run with the rest."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DENO = Path(sys.executable).with_name("deno")
ALLOWED = ["--allow-read=tests/js/replays"]


def test_what_the_modules_promise() -> None:
    """``tests/js``: stages, sounds and audio under a virtual clock, and the outbox."""
    done = subprocess.run(
        [DENO, "test", "--quiet", "--no-remote", "--no-prompt", "--no-check", *ALLOWED, "tests/js"],
        cwd=ROOT,
        env={
            **os.environ,
            "DENO_DIR": str(ROOT / ".deno_cache"),
            "DENO_NO_UPDATE_CHECK": "1",
            "NO_COLOR": "1",
        },
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
