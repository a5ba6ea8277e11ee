import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which phones have joined, and up to when each other phone knows of them."""

    dependencies = [
        ("people", "0005_practice_preferences"),
    ]

    operations = [
        migrations.AddField("person", "joined_at", models.DateTimeField(null=True)),
        # Of who is there already nobody is told.
        migrations.AddField(
            "device",
            "others_known_at",
            models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
