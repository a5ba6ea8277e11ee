"""Bounds and defaults that forms, files, tables and rules share. Pure."""

NICKNAME_LENGTH = 40
NOTE_LENGTH = 200
"""Of a day's note and of the reason for a pause."""
USUAL_DAY_START = 4 * 60
"""Minutes after midnight at which a practice day begins (rules.md 14)."""
LATEST_DAY_START = 8 * 60
