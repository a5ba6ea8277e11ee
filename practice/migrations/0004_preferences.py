import django.db.models.deletion
from django.db import migrations, models

TAKE_OVER = """
INSERT INTO practice_preferences (person_id, blanks_settled_to, growth_asked_on, keeps_notes)
SELECT id, blanks_settled_to, growth_asked_on, keeps_notes FROM people_person
WHERE blanks_settled_to IS NOT NULL OR growth_asked_on IS NOT NULL OR keeps_notes
"""
GIVE_BACK = """
UPDATE people_person SET
blanks_settled_to = (SELECT f.blanks_settled_to FROM practice_preferences f WHERE f.person_id = id),
growth_asked_on = (SELECT f.growth_asked_on FROM practice_preferences f WHERE f.person_id = id),
keeps_notes = (SELECT f.keeps_notes FROM practice_preferences f WHERE f.person_id = id)
WHERE id IN (SELECT person_id FROM practice_preferences)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_narrower_person"),
        ("practice", "0003_guided_seconds"),
    ]
    run_before = [
        ("people", "0005_practice_preferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preferences",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("blanks_settled_to", models.DateField(null=True)),
                ("growth_asked_on", models.DateField(null=True)),
                ("keeps_notes", models.BooleanField(default=False)),
            ],
        ),
        migrations.RunSQL(TAKE_OVER, GIVE_BACK),
    ]
