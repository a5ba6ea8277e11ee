"""A push service for the tests of reminders, and somebody whose phone it reaches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.reminders.push_service import PushService, push_service


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[PushService]:
    with push_service(tmp_path_factory.mktemp("push")) as made:
        settings.PUSH_TEST_AUTHORITY = made.certificate
        yield made
