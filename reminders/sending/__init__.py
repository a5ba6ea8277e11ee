"""Sending reminders when they are due: claiming, deciding, sending (docs/reminders.md)."""
