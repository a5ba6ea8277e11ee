"""The push service of the reminders' tests: the same sender sends."""

from tests.reminders.conftest import service

__all__ = ["service"]
