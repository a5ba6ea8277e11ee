"""Clean a line of text from a form or a file, the same way for both. Pure."""

import re
from unicodedata import category

INVISIBLE = {"Cc", "Cf", "Cs"}
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""Emoji are joined by the first, and some scripts need both to be written rightly."""
TAGS = "".join(map(chr, (*range(0xE0030, 0xE003A), *range(0xE0061, 0xE007B))))
END_OF_TAGS = "\N{CANCEL TAG}"
HIDDEN = re.compile(
    f"(\N{WAVING BLACK FLAG}[{TAGS}]{{3,6}}{END_OF_TAGS})"
    "|[\u2065\ufff0-\ufff8\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
"""A flag that is spelled, such as that of Wales, or else what is never shown, tags among it."""
ARABIC = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Signs around figures, one of them Syriac."""
VISIBLE = frozenset(JOINERS + TAGS + END_OF_TAGS + ARABIC)
"""Of category Cf, but needed."""
BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0\U0001d159"), " ")
"""Fillers of Hangul, the empty Braille cell, the null notehead: they look like a space."""


def clean_line(text: str) -> str:
    """``text`` as one line of what can be seen, empty if nothing can.

    White space becomes single spaces; control characters and overrides of the direction of text
    are removed.
    """
    spaced = " ".join(HIDDEN.sub(r"\1", text.translate(BLANKS)).split())
    seen = (sign for sign in spaced if sign in VISIBLE or category(sign) not in INVISIBLE)
    line = " ".join("".join(seen).split())
    is_blank = all(sign in JOINERS or category(sign) in {"Mn", "Me", "Zs"} for sign in line)
    return "" if is_blank else line
