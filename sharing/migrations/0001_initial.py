import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0006_joined_phones"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharedLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("shown_name", models.CharField(blank=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[("looks", "Looks"), ("ticks", "Ticks")], max_length=8
                    ),
                ),
                ("shows_notes", models.BooleanField(default=False)),
                ("shows_pain", models.BooleanField(default=False)),
                ("shows_reasons", models.BooleanField(default=False)),
                ("until", models.DateField()),
                ("consent_version", models.PositiveSmallIntegerField()),
                ("agreed_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_links",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LinkOpening",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id",
                        "link_id",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="sharing.sharedlink",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="sharedlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["looks", "ticks"])), name="shared_link_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="shared_link_is_for_somebody"
            ),
        ),
    ]
