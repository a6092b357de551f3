"""What is worded alike elsewhere: for one thing, and for the measures of two sides."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from ...graph.search.alike import METHOD, VERSION, Alike, Likeness, Weighing, Weights, alike
from ..records import Record
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


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measure with what each word of its text weighs."""

    iri: str
    text: str
    words: Weights


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
    return _judged(found[:PAIRS])


def _pairs(sides: Sequence[Side], weighing: Weighing) -> Iterator[Pair]:
    weighed = [_weighed(side, weighing) for side in sides]
    for at, left_side in enumerate(weighed):
        for beyond, right_side in enumerate(weighed[at + 1 :], start=at + 1):
            names = sides[at].chosen.label, sides[beyond].chosen.label
            listed = _listed(right_side)
            for left in left_side:
                for place, score in _scores(left.words, listed).items():
                    right = right_side[place]
                    if score >= LEAST_OF_PAIR and left.iri != right.iri:
                        yield Pair(score, (left.iri, names[0]), (right.iri, names[1]), left.text, right.text)


def _weighed(side: Side, weighing: Weighing) -> list[Weighed]:
    texts = ((word(row, "record"), word(row, "text")) for row in side.measures)
    return [Weighed(iri, text, weighing.weights(text)) for iri, text in texts]


def _listed(measures: Sequence[Weighed]) -> Mapping[str, list[tuple[int, float]]]:
    """Where among the measures each word is, with its weight there."""
    found: dict[str, list[tuple[int, float]]] = {}
    for place, each in enumerate(measures):
        for known, weight in each.words.items():
            found.setdefault(known, []).append((place, weight))
    return found


def _scores(words: Weights, listed: Mapping[str, list[tuple[int, float]]]) -> Mapping[int, float]:
    """The cosines of the weighed words and those of each measure that has any of them, by its place."""
    found: dict[int, float] = {}
    for known, weight in words.items():
        for place, other in listed.get(known, ()):
            found[place] = found.get(place, 0.0) + weight * other
    return found


def _judged(found: Sequence[Pair]) -> list[Pair]:
    """The pairs with their verdicts, all of one question."""
    if not found:
        return []
    sides = {"left": {pair.left[0] for pair in found}, "right": {pair.right[0] for pair in found}}
    told: dict[tuple[str, str], list[Record]] = {}
    for row in rows("compare/two-measures", {side: " ".join(sorted(iris)) for side, iris in sides.items()}):
        told.setdefault((word(row, "left"), word(row, "right")), []).append(row)
    return [_with_verdict(pair, told.get((pair.left[0], pair.right[0]), ())) for pair in found]


def _with_verdict(pair: Pair, said: Sequence[Record]) -> Pair:
    first = said[0] if said else {}
    return replace(
        pair,
        verdict=word(first, "verdict"),
        verdict_label=word(first, "verdict_label"),
        reasons=tuple(filter(None, (word(row, "reason_label") for row in said))),
    )


def _row(each: Alike) -> tuple[object, ...]:
    shared = " ".join(each.shared)
    names = each.plan.code, each.council.label
    return (f"{each.score:.4f}", each.iri, each.kind, each.text, *names, shared, METHOD, VERSION)
