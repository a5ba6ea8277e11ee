from django.db import migrations


class Migration(migrations.Migration):
    """Practice has taken over what is its own (``practice.0004_preferences`` runs before this)."""

    dependencies = [
        ("people", "0004_narrower_person"),
    ]

    operations = [
        migrations.RemoveField(model_name="person", name="blanks_settled_to"),
        migrations.RemoveField(model_name="person", name="growth_asked_on"),
        migrations.RemoveField(model_name="person", name="keeps_notes"),
        # Only in Python: the table keeps its name.
        migrations.AlterModelTable("Tally", "people_tally"),
        migrations.RenameModel("Tally", "RateLimitCounter"),
    ]
