"""One person under two spellings of a name."""

from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.utils import default_process

LONG = 7
"""From how many letters on a word may differ by a slip: "Ann" and "Anne" stay two names."""


def canonical_names(names: Iterable[str]) -> dict[str, str]:
    """For each of ``names`` the spelling to use: of those that differ by a slip the most frequent, or first.

    A slip is one letter added, dropped, changed or swapped with the next, within one long word of the name.
    """
    counts = Counter(names)
    chosen: list[str] = []
    spelling: dict[str, str] = {}
    for name in sorted(counts, key=lambda each: -counts[each]):
        spelling[name] = next((other for other in chosen if same_name(name, other)), name)
        chosen += [name] if spelling[name] == name else []
    return {name: spelling[name] for name in counts}


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are of one name: equal but for case, marks and at most one slip."""
    words, others = default_process(one).split(), default_process(other).split()
    if not words or len(words) != len(others):
        return False
    differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return not differing or (len(differing) == 1 and _slip(*differing[0]))


def _slip(one: str, other: str) -> bool:
    ends = one[0] == other[0] and one[-1] == other[-1]
    return ends and max(len(one), len(other)) >= LONG and OSA.distance(one, other) == 1
