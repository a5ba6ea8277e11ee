"""A table that lies in the order of its key, on SQLite too.

SQLite keeps a row under a hidden number and the natural key in a second tree.
``WITHOUT ROWID`` makes the key the table itself: a third of the bytes a tick,
and a person's ticks lie side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState
    from django.db.models import Model


class ClusterOnSqlite(Operation):
    """Remake a table that was just created, and is empty, without row ids.

    Elsewhere it does nothing. Django's own remaking of a SQLite table (when a
    column changes) doesn't know of it: what changes such a table later stands in
    an :class:`AlterClustered`; a test looks at the schema.
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
        if schema_editor.connection.vendor == "sqlite":
            model = to_state.apps.get_model(app_label, self.name)
            schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(model._meta.db_table)}")
            _create(schema_editor, model)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Nothing to do: the table itself goes next."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.name], {})

    def describe(self) -> str:
        return f"Keep {self.name} in the order of its key"


class AlterClustered(SeparateDatabaseAndState):
    """Change a table that has no row ids; on SQLite its rows are copied, once for all changes.

    Elsewhere the ``operations`` are carried out as they are. A column that is
    new must have a default in the database.
    """

    reversible = True

    def __init__(self, name: str, operations: Sequence[Operation]) -> None:
        """``name`` is the model's, and all ``operations`` are about it."""
        super().__init__(database_operations=operations, state_operations=operations)
        self.name = name

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        old = from_state.apps.get_model(app_label, self.name)
        new = to_state.apps.get_model(app_label, self.name)
        table = schema_editor.quote_name(new._meta.db_table)
        aside = schema_editor.quote_name(f"{new._meta.db_table}__old")
        kept = {field.column for field in old._meta.local_concrete_fields}
        columns = ", ".join(
            schema_editor.quote_name(field.column)
            for field in new._meta.local_concrete_fields
            if field.column in kept
        )
        schema_editor.execute(f"ALTER TABLE {table} RENAME TO {aside}")
        _create(schema_editor, new)
        schema_editor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {aside}")  # noqa: S608
        schema_editor.execute(f"DROP TABLE {aside}")

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            self.database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.name, self.database_operations], {})

    def describe(self) -> str:
        return f"Alter {self.name}, which stays in the order of its key"


def _create(schema_editor: BaseDatabaseSchemaEditor, model: type[Model]) -> None:
    statement, values = schema_editor.table_sql(model)
    schema_editor.execute(f"{statement} WITHOUT ROWID", values or None)
