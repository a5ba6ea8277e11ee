"""Clean a line of text from a form or a file, the same way for both. Pure."""

from unicodedata import category

INVISIBLE = {"Cc", "Cf", "Cs"}
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Emoji are joined by the first, and some scripts need both to be written rightly."""
VISIBLE = frozenset(f"{JOINERS}\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Of category Cf, but needed; all but the joiners are Arabic and Syriac signs around figures."""
BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")
"""Fillers of Hangul and the empty Braille cell: letters and signs that look like a space."""


def clean_line(text: str) -> str:
    """``text`` as one line of what can be seen, empty if nothing can.

    White space becomes single spaces; control characters and overrides of the direction of text
    are removed.
    """
    spaced = " ".join(text.translate(BLANKS).split())
    seen = (sign for sign in spaced if sign in VISIBLE or category(sign) not in INVISIBLE)
    line = " ".join("".join(seen).split())
    is_blank = all(sign in JOINERS or category(sign) in {"Mn", "Me", "Zs"} for sign in line)
    return "" if is_blank else line
