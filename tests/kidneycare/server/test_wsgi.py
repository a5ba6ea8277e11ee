"""What a process has done before it answers anybody."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

from content.catalogue import library
from kidneycare import wsgi
from people.zones import load_zones

ROOT = Path(__file__).resolve().parents[3]
SIXTEEN_AT_ONCE = """
import os, sys, threading
import kidneycare.wsgi
from django.utils import timezone
from content.catalogue import exercises_by_id
from practice.transfer.parse import parse_export
from tests.practice.transfer.files import record_file
sys.setswitchinterval(1e-6)
file, read = record_file(), []
# Each child is a process that has just been loaded: what it meets, it meets for the first time.
for _ in range(3):
    child = os.fork()
    if child == 0:
        break
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
else:
    sys.exit()
together = threading.Barrier(16)
def take_over():
    together.wait()
    read.append(parse_export(
        file, exercises_by_id(), now=timezone.now(), is_zone=lambda name: True))
threads = [threading.Thread(target=take_over) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(read) == 16
"""


def test_the_library_is_read_before_there_are_threads() -> None:
    """Several threads that read it first, at the same moment, took the whole process down."""
    for read_once in (library, load_zones):
        read_once.cache_clear()
    importlib.reload(wsgi)
    for read_once in (library, load_zones):
        assert read_once.cache_info().currsize == 1


def test_the_first_files_come_at_once_and_all_are_read(tmp_path: Path) -> None:
    """They took the process down four times of five, with everybody's requests in it."""
    environment = {**os.environ, "KIDNEYCARE_DATA": str(tmp_path)}
    subprocess.run([sys.executable, "-c", SIXTEEN_AT_ONCE], cwd=ROOT, env=environment, check=True)


def test_no_type_is_met_for_the_first_time_in_a_thread() -> None:
    """It is met where ``decode(..., type=...)`` is called, or where a ``Decoder`` is made."""
    meets = re.compile(
        r"msgspec\.convert\(|msgspec\.json\.decode\(.*type=|Decoder\(|from msgspec\."
    )
    for part in ("kidneycare", "offline", "people", "practice", "reminders"):
        for file in (ROOT / part).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.Lambda | ast.ImportFrom):
                    assert not meets.search(ast.unparse(node)), f"{file}:{node.lineno}"
