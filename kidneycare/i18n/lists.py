"""Join words with the separators of each language."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext


def listed(parts: Iterable[str]) -> str:
    """Parts of one statement: ``Done, 120 strokes, written down later``."""
    return pgettext("between the parts of a statement", ", ").join(parts)


def sentences(parts: Iterable[str]) -> str:
    """One after the other."""
    return sentence_gap().join(filter(None, parts))


def sentence_gap() -> str:
    """What stands between two sentences: Chinese has no blank after its full stop."""
    return "" if (get_language() or "").startswith("zh") else " "


def enumerated(names: Iterable[str]) -> str:
    """Names side by side: ``Morning · Evening``."""
    return pgettext("between names side by side", " · ").join(names)
