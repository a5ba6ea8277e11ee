"""The reminders app: when to be reminded, and how."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"

    def ready(self) -> None:
        from practice.store.extensions import register_reminders  # noqa: PLC0415 - needs models
        from reminders import extension  # noqa: PLC0415
        from reminders.sending.decide import Reminders  # noqa: PLC0415
        from reminders.sending.queues import register_queue  # noqa: PLC0415

        register_reminders(extension)
        register_queue(Reminders())
