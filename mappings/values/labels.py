"""A label of a vocabulary as a pattern for running text."""

import re
from functools import cache

_APOSTROPHES = "['’]"
_GAP = r"(?:\s*[-‐‑]\s*|\s+)"


def label_pattern(label: str) -> re.Pattern[str]:
    """A pattern for ``label`` as whole words.

    A letter in lower case stands for either case, a capital only for itself. White space and hyphens stand
    for each other, "and" for "&", a comma may be left out, and either apostrophe will do.
    """
    parts = (_part(each) for each in re.findall(r"[^\W_]+|[\s-]+|\S", label.strip()))
    return re.compile(r"(?<!\w)" + "".join(parts) + r"(?!\w)")


@cache
def _part(piece: str) -> str:
    if piece in ("and", "&"):
        return "(?:(?i:and)|&)"
    if not piece.strip(" -"):
        return _GAP
    marks = {",": r"\s*,?", "/": r"\s*/\s*", "'": _APOSTROPHES, "’": _APOSTROPHES}
    return marks.get(piece) or "".join(
        each if each.isupper() else f"(?i:{re.escape(each)})" for each in piece
    )
