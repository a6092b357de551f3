"""The text of a document as it grows, giving each piece of it as a quote that knows its places."""

from equigraph.mappings.text import Quote


class Page:
    """A document being written, cell by cell."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def put(self, words: str, end: str = "\t") -> Quote:
        """Write ``words`` and what ends them; the quote is of the words alone."""
        start = self._length
        self._pieces += (words, end)
        self._length += len(words) + len(end)
        return Quote(words, tuple(range(start, start + len(words))))

    @property
    def text(self) -> str:
        """Everything written so far."""
        return "".join(self._pieces)
