"""What may have been meant where nothing was found: the nearest words of the index's own vocabulary."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from .index import SearchIndex
from .wanted import Piece, Wanted

NEAR = 0.66
"""How much alike two words must be, of 1; of five letters one or two may differ."""
SHORTEST = 3
"""Letters of a word that may be a slip."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Another search that finds something, and how many things each piece finds by itself."""

    instead: Wanted | None
    count: int
    each: tuple[tuple[Piece, int], ...]


def advice(index: SearchIndex, wanted: Wanted) -> Advice:
    """What may be said of a search that found nothing."""
    known = index.vocabulary()
    instead = replace(wanted, pieces=tuple(_corrected(piece, known) for piece in wanted.pieces))
    count = index.count(instead) if instead != wanted else 0
    alone = ((piece, index.count(Wanted((piece,)))) for piece in wanted.sought)
    each = tuple((piece, found) for piece, found in alone if found) if len(wanted.pieces) > 1 else ()
    return Advice(instead if count else None, count, each)


def _corrected(piece: Piece, known: Mapping[str, int]) -> Piece:
    if piece.unwanted:
        return piece
    return replace(
        piece, text=re.sub(r"[^\W_]+", lambda word: _nearest(word[0], piece.begins, known), piece.text)
    )


def _nearest(word: str, begins: bool, known: Mapping[str, int]) -> str:
    """The word itself where it is known or nothing is near; else the nearest and most frequent."""
    folded = fold(word)
    if (
        len(folded) < SHORTEST
        or folded in known
        or (begins and any(each.startswith(folded) for each in known))
    ):
        return word
    similar = DamerauLevenshtein.normalized_similarity
    near = process.extract(folded, known.keys(), scorer=similar, score_cutoff=NEAR, limit=20)
    return max(near, key=lambda each: (each[1], known[each[0]], each[0]))[0] if near else word


def fold(word: str) -> str:
    """In small letters and without accents, as the vocabulary has words."""
    letters = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize(
        "NFC", "".join(each for each in letters if unicodedata.category(each) != "Mn")
    )
