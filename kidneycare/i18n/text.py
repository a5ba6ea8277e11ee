"""One line of text that somebody typed or that a file holds. Pure.

Forms and files clean it here, so that both keep the same.
"""

from unicodedata import category

UNSEEN = {"Cc", "Cf", "Cs"}
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Emoji are joined by the first, and some scripts need both to be written rightly."""
SEEN = frozenset(f"{JOINERS}\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Of category Cf, but needed; all but the joiners are Arabic and Syriac signs around figures."""
BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")
"""Fillers of Hangul and the empty Braille cell: letters and signs that look like a space."""


def clean_line(text: str) -> str:
    """Return ``text`` as one line of what can be seen, empty if nothing can.

    White space becomes single spaces; control characters and what turns the
    direction of text around are left out.
    """
    spaced = " ".join(text.translate(BLANKS).split())
    seen = (sign for sign in spaced if sign in SEEN or category(sign) not in UNSEEN)
    line = " ".join("".join(seen).split())
    is_blank = all(sign in JOINERS or category(sign) in {"Mn", "Me", "Zs"} for sign in line)
    return "" if is_blank else line
