"""How days and hours are written in English."""

DAY = "l j F"
DAY_AND_YEAR = "l j F Y"
DATE = "j F"
DATE_AND_YEAR = "j F Y"
WEEKDAY = "l"
HOUR = "G"
TIME = "G:i"
