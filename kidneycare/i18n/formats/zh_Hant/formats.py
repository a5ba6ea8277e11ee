"""How days and hours are written in traditional Chinese."""

from kidneycare.i18n.formats.zh_Hans.formats import *  # noqa: F403 - the same but for the hour

HOUR = "G 點"
