"""What a notice in the evening says; apart, so that the sender loads no page's words."""

from django.utils.translation import gettext as _


def evening_title(name: str) -> str:
    """What a notice in the evening says to whoever passes by: no word of health."""
    return _("How is %(name)s today?") % {"name": name} if name else _("How are things today?")


def evening_text() -> str:
    return _("Nothing is ticked so far. Perhaps a call would do good.")
