import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EveningNotice",
            fields=[
                ("next_at", models.DateTimeField(db_index=True, null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="evening",
                        serialize=False,
                        to="sharing.sharedlink",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("yes", "Yes"), ("no", "No")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("consent_version", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "waiting"), ("answered_at__isnull", True)),
                            models.Q(("answer__in", ["yes", "no"]), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="evening_notice_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "yes"), ("consent_version__isnull", False)),
                            models.Q(
                                models.Q(("answer", "yes"), _negated=True),
                                ("consent_version__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="evening_notice_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EveningPhone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("endpoint", models.CharField(max_length=1000)),
                ("p256dh", models.BinaryField(max_length=65)),
                ("auth", models.BinaryField(max_length=16)),
                ("origin", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("last_ok_at", models.DateTimeField(null=True)),
                ("language", models.CharField(max_length=16)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="sharing.eveningnotice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "endpoint"), name="evening_phone_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language", ""), _negated=True),
                        name="evening_phone_has_language",
                    ),
                ],
            },
        ),
    ]
