"""Bounds that forms, files and tables share."""

NICKNAME_LENGTH = 40
NOTE_LENGTH = 200
"""Of a day's note and of the reason for a pause."""
LATEST_DAY_START = 8 * 60
"""Minutes after midnight at which a practice day begins at the latest (rules.md 14)."""
