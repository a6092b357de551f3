"""What is worded alike elsewhere: for one thing, and for the measures of two sides."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from ...graph.search.alike import METHOD, VERSION, Alike, Likeness, Weighing, alike, cosine
from ..services import services, store
from .comparing import Side
from .rows import rows, word

FEWEST_IN_COMMON = 0.15
"""The least score that is shown: below it, texts share a word by chance."""
MOST = 10
PAIRS = 8
"""Pairs of measures that are judged on a page."""
LEAST_OF_PAIR = 0.25
COLUMNS = ("score", "iri", "kind", "text", "plan", "council", "shared_words", "method", "version")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two measures of two sides: their score, and whether they can be compared, for which reasons."""

    score: float
    left: tuple[str, str]
    right: tuple[str, str]
    left_text: str
    right_text: str
    verdict: str = ""
    verdict_label: str = ""
    reasons: tuple[str, ...] = ()


def likeness(iri: str, most: int = MOST) -> Likeness | None:
    """What of other councils is worded like a thing; None where that is not known here, or nothing of its
    kind is compared, or the version was built without a search index.
    """
    index = services().indexes.of(store())
    found = alike(index, iri, most) if index else None
    if found is None:
        return None
    kept = tuple(each for each in found.others if each.score >= FEWEST_IN_COMMON)
    return Likeness(found.text, found.kind, kept)


def described() -> str:
    """The method by which things are found alike, with its version."""
    return f"{METHOD}, version {VERSION}"


def as_table(others: Sequence[Alike]) -> str:
    """The same as CSV; each row says the method and its version, so that it stands by itself."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows(_row(each) for each in others)
    return text.getvalue()


def pairs(sides: Sequence[Side]) -> list[Pair]:
    """The measures of different sides with the most alike words, each judged whether they can be compared."""
    index = services().indexes.of(store())
    if index is None:
        return []
    found = sorted(_pairs(sides, Weighing(index)), key=lambda pair: (-pair.score, pair.left, pair.right))
    return [_judged(pair) for pair in found[:PAIRS]]


def _pairs(sides: Sequence[Side], weighing: Weighing) -> Iterator[Pair]:
    weighed = [
        [
            (word(row, "record"), word(row, "text"), weighing.weights(word(row, "text")))
            for row in side.measures
        ]
        for side in sides
    ]
    for at, left_side in enumerate(weighed):
        for beyond, right_side in enumerate(weighed[at + 1 :], start=at + 1):
            for left, left_text, left_words in left_side:
                for right, right_text, right_words in right_side:
                    score = cosine(left_words, right_words)
                    if score >= LEAST_OF_PAIR and left != right:
                        names = sides[at].chosen.label, sides[beyond].chosen.label
                        yield Pair(score, (left, names[0]), (right, names[1]), left_text, right_text)


def _judged(pair: Pair) -> Pair:
    found = rows("compare/two-measures", {"left": pair.left[0], "right": pair.right[0]})
    first = found[0] if found else {}
    return Pair(
        pair.score,
        pair.left,
        pair.right,
        pair.left_text,
        pair.right_text,
        word(first, "verdict"),
        word(first, "verdict_label"),
        tuple(filter(None, (word(row, "reason_label") for row in found))),
    )


def _row(each: Alike) -> tuple[object, ...]:
    shared = " ".join(each.shared)
    names = each.plan.code, each.council.label
    return (f"{each.score:.4f}", each.iri, each.kind, each.text, *names, shared, METHOD, VERSION)
