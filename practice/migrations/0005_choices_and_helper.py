from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from practice.migrations._without_rowid import AlterClustered

TABLE = "practice_planversion"
KINDS = ("full", "easy", "one", "own")


def words_for_places(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was a place in this list becomes the word itself."""
    _replace(schema_editor, {str(place): kind for place, kind in enumerate(KINDS)})


def places_for_words(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _replace(schema_editor, {kind: str(place) for place, kind in enumerate(KINDS)})


def _replace(schema_editor: BaseDatabaseSchemaEditor, values: dict[str, str]) -> None:
    cases = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in values.items())
    schema_editor.execute(f"UPDATE {TABLE} SET kind = CASE kind {cases} ELSE kind END")  # noqa: S608
    # PostgreSQL alters no table whose rows still wait for a deferred check.
    schema_editor.connection.check_constraints(table_names=[TABLE])


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0004_preferences"),
    ]

    operations = [
        AlterClustered(
            "Tick",
            [
                migrations.AddField(
                    model_name="tick",
                    name="by",
                    field=models.CharField(blank=True, db_default="", default="", max_length=40),
                ),
                migrations.AlterField(
                    model_name="tick",
                    name="period",
                    field=models.PositiveSmallIntegerField(
                        choices=[(1, "morning"), (2, "afternoon"), (3, "evening")]
                    ),
                ),
                migrations.AlterField(
                    model_name="tick",
                    name="state",
                    field=models.PositiveSmallIntegerField(
                        choices=[(0, "undone"), (1, "done"), (2, "skipped")]
                    ),
                ),
                migrations.AlterField(
                    model_name="tick",
                    name="source",
                    field=models.PositiveSmallIntegerField(choices=[(1, "Tick"), (2, "Guided")]),
                ),
                migrations.AddConstraint(
                    model_name="tick",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("period__in", [1, 2, 3])), name="tick_period"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tick",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("set__gte", 1), ("set__lte", 5)), name="tick_set"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tick",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", [0, 1, 2])), name="tick_state"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="tick",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("source__in", [1, 2])), name="tick_source"
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="daynote",
            name="feeling",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Comfortable"), (2, "Sore"), (3, "Hurt")], null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="daynote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("feeling__isnull", True), ("feeling__in", [1, 2, 3]), _connector="OR"
                ),
                name="note_feeling",
            ),
        ),
        migrations.AlterField(
            model_name="planversion",
            name="kind",
            field=models.CharField(
                choices=[("easy", "easy"), ("one", "one"), ("full", "full"), ("own", "own")],
                max_length=8,
            ),
        ),
        migrations.RunPython(words_for_places, places_for_words),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("easy", "one", "full", "own"))), name="plan_kind"
            ),
        ),
    ]
