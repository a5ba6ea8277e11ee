"""The app of links by which somebody looks on."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self) -> None:
        from practice.store.extensions import register_export  # noqa: PLC0415 - needs models
        from reminders.sending.queues import register_queue  # noqa: PLC0415
        from sharing.evening_queue import Evenings  # noqa: PLC0415
        from sharing.export import exported_links  # noqa: PLC0415

        register_export("shared_links", exported_links)
        register_queue(Evenings())
