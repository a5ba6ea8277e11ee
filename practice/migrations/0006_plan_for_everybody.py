from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Min

# The document's full day, as of this release.
FULL_DAY = {
    "sole-rub": [0, 0, 1],
    "arm-raise": [1, 1, 1],
    "arm-throw": [1, 0, 0],
    "waist-rub": [1, 0, 1],
    "waist-knead": [1, 1, 1],
}


def begin_with_the_full_day(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give whoever ticked without a plan the one they were shown; new records begin with one."""
    ticks, plans = (apps.get_model("practice", name) for name in ("Tick", "PlanVersion"))
    planned = plans.objects.values("person_id")
    begun = ticks.objects.exclude(person_id__in=planned).values("person_id")
    plans.objects.bulk_create(
        plans(person_id=each["person_id"], starts=each["first"], kind="full", sets=FULL_DAY)
        for each in begun.annotate(first=Min("day")).order_by("person_id")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0005_choices_and_helper"),
    ]

    operations = [
        migrations.RunPython(begin_with_the_full_day, migrations.RunPython.noop),
    ]
