"""What an address asks of the search."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from ...errors import UsageError
from ...graph.search.found import Facet
from ...graph.search.index import SearchIndex
from ...graph.search.wanted import LONGEST, Wanted, read

SIZE = 20
"""Hits on a page."""
LISTED = 200
"""Choices on a page of them."""
DEEPEST = 500
"""Pages that can be asked for."""
CHOICES = 50
"""Choices that one search may make."""
ALSO = ("q", "page", "version", "of")
"""What an address may have besides facets; ``of`` that of the choices of a facet."""

Pairs = tuple[tuple[str, str], ...]
"""Names of facets and codes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The text that was ``typed`` and how it was read, what is ``chosen``, and the number of the page."""

    typed: str
    wanted: Wanted
    chosen: Pairs
    page: int
    version: str
    of: str = ""

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.wanted.pieces or self.chosen)

    @property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """The chosen codes by facet."""
        names = dict.fromkeys(name for name, _ in self.chosen)
        return {name: tuple(code for each, code in self.chosen if each == name) for name in names}

    @property
    def first(self) -> int:
        """The place of the page's first hit, from 0; of a page of choices that of its first choice."""
        return (self.page - 1) * (LISTED if self.of else SIZE)

    def address(self, path: str = "/search", page: int = 1, text: str | None = None) -> str:
        """The address of this search as ``path`` gives it, for another page or another text."""
        return self._address(path, self.typed if text is None else text, self.chosen, page)

    def with_choice(self, facet: Facet, code: str) -> str:
        """The address with a value chosen as well."""
        return self._address("/search", self.typed, (*self.chosen, (facet.name, code)))

    def without(self, name: str, code: str) -> str:
        """The address with a choice taken back."""
        return self._address("/search", self.typed, tuple(e for e in self.chosen if e != (name, code)))

    def page_at(self, page: int) -> str:
        """The address of another page of this list, of hits or of choices."""
        return self.choices_of(self.of, page) if self.of else self.address(page=page)

    def choices_of(self, name: str, page: int = 1) -> str:
        """The address of every choice of a facet."""
        return self._address("/search/choices", self.typed, (("of", name), *self.chosen), page)

    def _address(self, path: str, text: str, chosen: Pairs, page: int = 1) -> str:
        given = [("q", text), *chosen, ("page", str(page) if page > 1 else ""), ("version", self.version)]
        query = urlencode([(name, value) for name, value in given if value])
        return f"{path}?{query}" if query else path


def asked(index: SearchIndex, choices: bool = False) -> Asked:
    """What this request asks for, of a page of ``choices`` too.

    Raises UsageError for a value that the search does not take, more than it takes, or no number of a page.
    """
    known = tuple(facet.name for facet in index.facets)
    _check_names((*known, *(name for name in ALSO if choices or name != "of")))
    typed = " ".join(request.args.get("q", "").split())
    if len(typed) > LONGEST:
        raise UsageError(f"a search has at most {LONGEST} characters", "Leave some words out")
    given = [(name, value) for name, value in request.args.items(multi=True) if name not in ALSO and value]
    chosen = tuple(sorted(set(given), key=lambda each: (known.index(each[0]), each[1])))
    if len(chosen) > CHOICES:
        raise UsageError(f"a search makes at most {CHOICES} choices", "Take some back")
    return Asked(
        typed, read(typed), chosen, _page(), request.args.get("version", ""), request.args.get("of", "")
    )


def _check_names(known: tuple[str, ...]) -> None:
    for name in request.args:
        if name not in known:
            raise UsageError(f"the search takes no value {name[:100]!r}", f"It takes: {', '.join(known)}")


def _page() -> int:
    given = request.args.get("page") or "1"
    if not (given.isascii() and given.isdigit()) or not 1 <= int(given[:9]) <= DEEPEST:
        remedy = (
            f"Count from 1 to {DEEPEST}; to see other hits add a word, or choose by kind, plan or council"
        )
        raise UsageError(f"page={given[:100]} is no page of a search", remedy)
    return int(given[:9])
