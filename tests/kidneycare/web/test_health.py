"""For a supervisor: is it up, can it work."""

import pytest
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.pages import body_of


def test_livez_answers_without_a_database(client: Client) -> None:
    """Without the database mark, any query would raise."""
    response = client.get("/livez")
    assert (response.status_code, body_of(response)) == (200, "ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_livez_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        client.get("/livez")


@pytest.mark.django_db
def test_readyz_is_200_when_everything_is_migrated(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, body_of(response)) == (200, "ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["people", "practice"])
def test_readyz_is_503_while_a_migration_is_pending(client: Client, app: str) -> None:
    MigrationRecorder.Migration.objects.filter(app=app).order_by("-id")[:1].get().delete()
    response = client.get("/readyz")
    assert (response.status_code, body_of(response)) == (503, "migrations pending\n")
    assert client.get("/livez").status_code == 200


@pytest.mark.django_db
def test_readyz_is_503_when_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        message = "could not connect to kidneycare at db.local"
        raise DatabaseError(message)

    monkeypatch.setattr("kidneycare.web.health.MigrationExecutor", fail)
    response = client.get("/readyz")
    assert (response.status_code, body_of(response)) == (503, "database unreachable\n")
