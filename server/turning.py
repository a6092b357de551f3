"""Long lists, some items a page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import abort, request

from ..errors import UsageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The ``items`` on page ``number`` of ``last``, of ``total`` items that there are on all."""

    items: Sequence[T]
    number: int
    last: int
    total: int

    @property
    def near(self) -> tuple[int, ...]:
        """The numbers of pages to lead to: the first, the last, and those near this one."""
        close = range(self.number - 2, self.number + 3)
        return tuple(sorted({1, *(each for each in close if 1 <= each <= self.last), self.last}))


def asked_page(items: Sequence[T], size: int) -> Page[T]:
    """The page of ``items`` that this request asks for, the first where it does not say.

    Raises UsageError for what is no number; aborts with 404 for a page that is not there.
    """
    given = request.args.get("page") or "1"
    if not (given.isascii() and given.isdigit()):
        raise UsageError(f"page={given[:100]} is no number", "Count pages from 1")
    number, last = int(given[:9]), max(1, -(-len(items) // size))
    if not 1 <= number <= last:
        abort(404, f"There {'is one page' if last == 1 else f'are {last:,} pages'} of this list.")
    return Page(items[(number - 1) * size : number * size], number, last, len(items))


def check_names(known: Collection[str]) -> None:
    """Raise UsageError where the address gives a value that is not among the ``known`` ones."""
    for name in request.args:
        if name not in (*known, "version"):
            raise UsageError(f"this page takes no value {name[:100]!r}", f"It takes: {', '.join(known)}")


def one_of(name: str, known: Collection[str]) -> str:
    """The value ``name`` of this request, "" where it gives none; UsageError unless it is ``known``."""
    wanted = request.args.get(name, "")
    if wanted and wanted not in known:
        some = ", ".join(sorted(known)[:50])
        raise UsageError(f"there is no {name} {wanted[:100]!r} here", f"There are: {some or 'none'}")
    return wanted


def again(**changed: object) -> str:
    """The address of this request with some values ``changed``, those that are empty left out."""
    values = {**request.args.to_dict(), **{name: str(value) for name, value in changed.items()}}
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{request.path}?{query}" if query else request.path
