"""How far a line goes on with what the lines before it speak of: shared words, rare ones counting more."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

_STEM = 6
_NEAR = 3


@dataclass(frozen=True)
class Topics:
    """The longer words of each line, cut to a stem, and how much each weighs."""

    lines: tuple[frozenset[str], ...]
    weights: dict[str, float]

    @classmethod
    def of(cls, lines: Sequence[str]) -> "Topics":
        """The topics of ``lines``; a word weighs the less, the more of them have it."""
        stems = tuple(map(_stems, lines))
        counts = Counter(stem for line in stems for stem in line)
        return cls(stems, {stem: log((len(lines) + 1) / count) for stem, count in counts.items()})

    def linked(self, text: str, number: int) -> float:
        """The weight share of the words of ``text``, in line ``number``, that the lines just before have."""
        own = _stems(text)
        near = frozenset[str]().union(*self.lines[max(0, number - _NEAR) : number])
        whole = self._weight(own)
        return self._weight(own & near) / whole if whole else 0.0

    def _weight(self, stems: frozenset[str]) -> float:
        return sum(self.weights.get(stem, 0.0) for stem in sorted(stems))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in re.findall(r"[^\W\d_]{5,}", text.lower()))
