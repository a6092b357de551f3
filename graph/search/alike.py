"""What is worded alike elsewhere: things of other councils with the same words, by the search index.

Two texts are as alike as the cosine of their words' weights: TF-IDF, (1 + ln times) × ln(all things / things
with the word). Words of more than a tenth of all things have no weight. Only the best of what shares a word's
stem with the heaviest words is looked at, so that it takes hardly longer where there are more plans.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import log, sqrt
from unicodedata import combining, normalize

from .found import Name
from .index import SearchIndex

METHOD = "TF-IDF cosine of words"
VERSION = "1"
"""Of the method: another one gives other scores."""
COMMON = 0.1
"""A word in more than this share of all things tells nothing."""
HEAVIEST = 12
"""Words that others are looked for by."""
ENOUGH = 10_000
"""Things that these words stand in, counted for each word: where they do, no lighter word is looked for."""
LOOKED_AT = 100
"""Things that share some of these, the best of which are given."""
_THING = """
    SELECT record.text, kind.code, council.iri FROM record JOIN name AS kind ON kind.id = record.kind
      LEFT JOIN name AS council ON council.id = record.council WHERE record.iri = ?"""
_OTHERS = """
    SELECT record.iri, record.text, kind.code,
      plan.iri, plan.label, plan.code, council.iri, council.label, council.code
    FROM words JOIN record ON record.id = words.rowid JOIN name AS kind ON kind.id = record.kind
      JOIN name AS plan ON plan.id = record.plan JOIN name AS council ON council.id = record.council
    WHERE words MATCH ? AND kind.code IN (SELECT value FROM json_each(?)) AND council.iri <> ?
    ORDER BY bm25(words, 1, 0, 0), record.id LIMIT ?"""

Weights = Mapping[str, float]
"""Words with their weights, of length one as a vector."""
SETS = (
    frozenset(("action", "milestone")),
    frozenset(("measure",)),
    frozenset(("target",)),
    frozenset(("outcome",)),
)
"""Kinds of things that are compared with each other."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A thing that is worded alike: its score from 0 to 1, and the words in common, the heaviest first."""

    iri: str
    kind: str
    text: str
    plan: Name
    council: Name
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A thing's own text and kind, and what is worded alike elsewhere, the most alike first."""

    text: str
    kind: str
    others: tuple[Alike, ...]


def tokens(text: str) -> list[str]:
    """The words of a text, in small letters without accents, as the index has them."""
    plain = "".join(letter for letter in normalize("NFKD", text.lower()) if not combining(letter))
    return re.findall(r"[^\W_]+", plain)


def cosine(left: Weights, right: Weights) -> float:
    """How alike two texts are by their words, from 0 to 1."""
    few, many = sorted((left, right), key=len)
    return sum(weight * many.get(word, 0.0) for word, weight in few.items())


class Weighing:
    """How much words weigh, by how many things of the index have them; for one thread."""

    def __init__(self, index: SearchIndex) -> None:
        self._index, self._size = index, index.size
        self._known: dict[str, float] = {}

    def weights(self, text: str) -> Weights:
        """The words of a text that tell something, with their weights."""
        counted = Counter(tokens(text))
        raw = {word: (1 + log(times)) * self._rarity(word) for word, times in sorted(counted.items())}
        length = sqrt(sum(weight * weight for weight in raw.values()))
        return {word: weight / length for word, weight in raw.items() if weight}

    def _rarity(self, word: str) -> float:
        if word not in self._known:
            there = self._index.things_with(word)
            tells = 0 < there <= max(2, COMMON * self._size)
            self._known[word] = log(self._size / there) if tells else 0.0
        return self._known[word]


def alike(index: SearchIndex, iri: str, most: int) -> Likeness | None:
    """What of other councils is worded like the thing ``iri``, at most ``most``; None for a thing that is not
    in the index, or of a kind that is not compared.
    """
    with index.connection() as asked:
        row = asked.execute(_THING, (iri,)).fetchone()
        kinds = next((each for each in SETS if row and row[1] in each), None)
        if kinds is None:
            return None
        text, kind, council = row
        weighing = Weighing(index)
        own = weighing.weights(text)
        found = _others(asked, _heaviest(index, own), kinds, council or "")
    scored = (_scored(each, own, weighing.weights(each[1])) for each in found)
    best = sorted((each for each in scored if each.shared), key=lambda each: (-each.score, each.iri))
    return Likeness(text, kind, tuple(best[:most]))


def _heaviest(index: SearchIndex, own: Weights) -> Sequence[str]:
    """The words to look for others by, the heaviest first: in a large graph a few lead to enough."""
    ordered = sorted(own, key=lambda word: (-own[word], word))[:HEAVIEST]
    reached = accumulate((index.things_with(word) for word in ordered), initial=0)
    return [word for word, things in zip(ordered, reached, strict=False) if things < ENOUGH]


def _others(
    asked: sqlite3.Connection, heaviest: Sequence[str], kinds: Collection[str], council: str
) -> Sequence[tuple[str, ...]]:
    if not heaviest:
        return ()
    wanted = "{text} : (" + " OR ".join(f'"{word}"' for word in heaviest) + ")"
    listed = "[" + ",".join(f'"{kind}"' for kind in sorted(kinds)) + "]"
    return asked.execute(_OTHERS, (wanted, listed, council, LOOKED_AT)).fetchall()


def _scored(row: tuple[str, ...], own: Weights, other: Weights) -> Alike:
    iri, text, kind, *names = row
    both = sorted((word for word in own if word in other), key=lambda word: (-own[word] * other[word], word))
    plan, council = Name(*names[:3]), Name(*names[3:])
    return Alike(iri, kind, text, plan, council, cosine(own, other), tuple(both))
