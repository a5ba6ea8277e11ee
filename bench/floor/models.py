"""One table, with the index that its one question needs."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Something done on a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False)
    day = models.DateField()
    exercise = models.PositiveSmallIntegerField()

    objects: ClassVar = models.Manager()

    class Meta:
        app_label = "floor"
        indexes: ClassVar = [models.Index(fields=["user", "day"], name="entry_user_day")]

    def __str__(self) -> str:
        return f"entry {self.pk}"
