"""Web Push: encrypting, signing and sending messages to push services (docs/reminders.md)."""
