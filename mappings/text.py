"""Words with their places: every character of a value knows where in the document it stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ADDED = -1
"""The offset of a character that the document does not have: a join's space, a repair's letter."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Zero-based code points of a document, ``end`` exclusive (Web Annotation, 4.2.5)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A text and, for each of its characters, the document offset it came from or ``ADDED``."""

    text: str
    offsets: tuple[int, ...]

    def __post_init__(self) -> None:
        assert len(self.text) == len(self.offsets), "one offset for each character"

    @classmethod
    def at(cls, document: str, span: Span) -> "Quote":
        """The words of ``document`` within ``span``, as they stand."""
        return cls(document[span.start : span.end], tuple(range(span.start, span.end)))

    def slice(self, start: int, end: int | None = None) -> "Quote":
        """The part from ``start`` to ``end`` of the text, places kept."""
        return Quote(self.text[start:end], self.offsets[start:end])

    def strip(self, marks: str = "") -> "Quote":
        """Without white space and the given ``marks`` at both ends."""
        outside = re.escape(marks)
        inner = re.search(rf"[^\s{outside}](?:.*[^\s{outside}])?", self.text, re.DOTALL)
        return self.slice(*inner.span()) if inner else self.slice(0, 0)

    def folded(self) -> "Quote":
        """With each run of white space folded into its first character, made a space."""
        keep = [m.start() for m in re.finditer(r"\S|(?<!\s)\s", self.text)]
        text = "".join(" " if self.text[i].isspace() else self.text[i] for i in keep)
        return Quote(text, tuple(self.offsets[i] for i in keep)).strip()

    def spans(self, document: str) -> tuple[Span, ...]:
        """The places in ``document``; two are one where only white space lies between them."""
        found: list[Span] = []
        for offset in self.offsets:
            if offset == ADDED:
                continue
            last = found[-1] if found else None
            if last and last.end <= offset and not document[last.end : offset].strip():
                found[-1] = Span(last.start, offset + 1)
            else:
                found.append(Span(offset, offset + 1))
        return tuple(found)


def join(quotes: Iterable[Quote], by: str = " ") -> Quote:
    """The quotes one after another with an added ``by`` between them; empty ones are left out."""
    parts = [quote for quote in quotes if quote.text]
    text = by.join(part.text for part in parts)
    gap = (ADDED,) * len(by)
    offsets: tuple[int, ...] = ()
    for part in parts:
        offsets += (gap if offsets else ()) + part.offsets
    return Quote(text, offsets)
