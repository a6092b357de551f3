"""A document as text with numbered lines."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from .text import Quote, Span

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Document:
    """The text of one file, its name and checksum; lines count from 1 and keep no line end."""

    file: str
    sha256: str
    text: str
    lines: tuple[str, ...] = field(init=False)
    starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        lines = self.text.split("\n")
        object.__setattr__(self, "lines", tuple(line.removesuffix("\r") for line in lines))
        object.__setattr__(self, "starts", tuple(accumulate((len(line) + 1 for line in lines), initial=0)))

    def line(self, number: int) -> Quote:
        """Line ``number`` with its places; IndexError where the document has no such line."""
        if not 1 <= number <= len(self.lines):
            raise IndexError(number)
        start = self.starts[number - 1] + (number == 1 and self.text.startswith(_BYTE_ORDER_MARK))
        return Quote.at(self.text, Span(start, self.starts[number - 1] + len(self.lines[number - 1])))

    def line_at(self, offset: int) -> int:
        """The number of the line in which ``offset`` lies."""
        return bisect_right(self.starts, offset)
