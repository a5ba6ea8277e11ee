"""A table that lies in the order of its key, on SQLite too.

SQLite keeps a row under a hidden number and the natural key in a second tree.
``WITHOUT ROWID`` makes the key the table itself: a third of the bytes a tick,
and a person's ticks lie side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class ClusterOnSqlite(Operation):
    """Remake a table that was just created, and is empty, without row ids.

    Elsewhere it does nothing. Django's own remaking of a SQLite table (when a
    column changes) doesn't know of it: such a migration must be followed by
    this operation's kin that copies the rows; a test looks at the schema.
    """

    reversible = True

    def __init__(self, name: str) -> None:
        """``name`` is the model's."""
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models stay as they are."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - part of the interface
        to_state: ProjectState,
    ) -> None:
        """Take Django's own statement and end it with ``WITHOUT ROWID``."""
        if schema_editor.connection.vendor != "sqlite":
            return
        table: str = to_state.apps.get_model(app_label, self.name)._meta.db_table
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            (statement,) = cursor.fetchone()
        schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(table)}", None)
        schema_editor.execute(f"{statement} WITHOUT ROWID", None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Nothing to do: the table itself goes next."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        return (self.__class__.__name__, [self.name], {})

    def describe(self) -> str:
        """One line for ``migrate --plan``."""
        return f"Keep {self.name} in the order of its key"
