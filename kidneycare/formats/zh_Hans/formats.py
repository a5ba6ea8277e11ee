"""How days and hours are written in simplified Chinese."""

DAY = "n月j日 l"
DAY_AND_YEAR = "Y年n月j日 l"
DATE = "n月j日"
DATE_AND_YEAR = "Y年n月j日"
WEEKDAY = "l"
HOUR = "G 点"
TIME = "G:i"
