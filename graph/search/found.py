"""What a search gives."""

from collections.abc import Iterator
from dataclasses import dataclass

BEGIN, END = "\x02", "\x03"
"""What stands before and after a word that was looked for; texts are indexed without these."""

SHOWN = 400
"""Letters of a text that is shown whole."""

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it was looked for."""


@dataclass(frozen=True, slots=True)
class Name:
    """A plan or council: its IRI, what it is called, and its code."""

    iri: str
    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: its words whole and in part, further words, the headings above it, its place,
    and how well it fits, the greater the better.
    """

    iri: str
    kind: str
    text: Pieces
    part: Pieces
    also: Pieces
    place: Pieces
    plan: Name | None
    council: Name | None
    line: int | None
    score: float

    @property
    def plain(self) -> tuple[str, str, str]:
        """Its own words, further words and headings, as they are."""
        return joined(self.text), joined(self.also), joined(self.place)

    @property
    def marked(self) -> list[str]:
        """What stands there of what was looked for, each once."""
        every = (piece for text in (self.text, self.also, self.place) for piece in text)
        return list(dict.fromkeys(piece for piece, is_hit in every if is_hit))

    @property
    def shown(self) -> Pieces:
        """Its own words; of many those around what was looked for."""
        return self.text if len(self.plain[0]) <= SHOWN else self.part


@dataclass(frozen=True, slots=True)
class Facet:
    """What hits can be chosen by: its name in an address, the property, and what that is called."""

    name: str
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, how many hits have it, and whether it is chosen."""

    code: str
    label: str
    iri: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Some ``choices`` of a facet of the ``total`` there are, chosen ones before frequent ones."""

    facet: Facet
    choices: tuple[Choice, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """How many things were found, whether they are in order of how well they fit, some of them, and by what
    they can be chosen.
    """

    total: int
    ranked: bool
    hits: tuple[Hit, ...]
    offers: tuple[Offer, ...]

    def pages(self, size: int) -> int:
        """How many pages of ``size`` hits there are; one where nothing was found."""
        return max(1, -(-self.total // size))


def pieces(marked: str) -> Pieces:
    """A text with BEGIN and END in it, in pieces."""
    return tuple(_pieces(marked))


def joined(text: Pieces) -> str:
    """The text that the pieces are of."""
    return "".join(piece for piece, _ in text)


def _pieces(marked: str) -> Iterator[tuple[str, bool]]:
    for number, stretch in enumerate(marked.split(BEGIN)):
        found, _, rest = stretch.partition(END) if number else ("", "", stretch)
        yield from ((text, is_hit) for text, is_hit in ((found, True), (rest, False)) if text)
