"""What a person types into a search box, read so that nothing of it reaches the index's own syntax."""

import re
import unicodedata
from dataclasses import dataclass

MOST = 32
"""Words and phrases that are looked for at once."""
LONGEST = 400
"""Characters of a search that are read."""
_PIECE = re.compile(r'(?P<sign>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_MARKED = re.compile(r"[*]+$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a phrase to look for; ``begins``: what begins so; ``unwanted``: what must not be there."""

    text: str
    phrase: bool = False
    begins: bool = False
    unwanted: bool = False

    @property
    def quoted(self) -> str:
        """It as FTS5 has it: always a string, in which nothing but the quotation mark has a meaning."""
        return '"' + self.text.replace('"', '""') + '"' + (" *" if self.begins else "")

    def __str__(self) -> str:
        text = f'"{self.text}"' if self.phrase else self.text
        return "-" * self.unwanted + text + "*" * self.begins


@dataclass(frozen=True, slots=True)
class Wanted:
    """The ``pieces`` of a search in order, and whether more was typed than is read."""

    pieces: tuple[Piece, ...]
    cut: bool = False

    @property
    def sought(self) -> tuple[Piece, ...]:
        """What must be there."""
        return tuple(piece for piece in self.pieces if not piece.unwanted)

    @property
    def expression(self) -> str:
        """The search as an FTS5 expression (SQLite, FTS5, 3); "" where nothing is to be looked for."""
        sought = " AND ".join(piece.quoted for piece in self.sought)
        unwanted = "".join(f" NOT {piece.quoted}" for piece in self.pieces if piece.unwanted)
        return f"({sought}){unwanted}" if sought and unwanted else sought

    def __str__(self) -> str:
        return " ".join(map(str, self.pieces))


def read(typed: str) -> Wanted:
    """What is looked for by ``typed``: words, "phrases", begin*, and -unwanted; all of them must be met.

    Never raises: signs without a letter or figure are left out, an open phrase ends with the text.
    """
    text = _clean(typed[:LONGEST])
    found = [piece for match in _PIECE.finditer(text) if _has_word((piece := _piece(match)).text)]
    return Wanted(tuple(found[:MOST]), cut=len(found) > MOST or len(typed) > LONGEST)


def _piece(match: re.Match[str]) -> Piece:
    phrase, unwanted = match["phrase"], bool(match["sign"])
    if phrase is not None:
        return Piece(" ".join(phrase.split()), phrase=True, unwanted=unwanted)
    text = _MARKED.sub("", match["word"])
    return Piece(text, begins=text != match["word"], unwanted=unwanted)


def _clean(text: str) -> str:
    """The text in composed letters, without what no text file holds (controls, half of a surrogate pair)."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(each) in ("Cc", "Cs") else each for each in composed)


def _has_word(text: str) -> bool:
    """Whether the index's tokenizer would find a word in it: a letter or a figure."""
    return any(unicodedata.category(each)[0] in "LN" for each in text)
