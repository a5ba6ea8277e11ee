"""What a process has done before it answers anybody."""

from __future__ import annotations

import importlib

from content.catalogue import library
from kidneycare import wsgi
from people.zones import zone_names


def test_the_library_is_read_before_there_are_threads() -> None:
    """Several threads that read it first, at the same moment, took the whole process down."""
    for read_once in (library, zone_names):
        read_once.cache_clear()
    importlib.reload(wsgi)
    for read_once in (library, zone_names):
        assert read_once.cache_info().currsize == 1
