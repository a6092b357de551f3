"""What an address asks of the pages that set plans beside each other."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import abort, request

from ...errors import UsageError
from ...queries.terms import write_date
from ..parameters import parameters

T = TypeVar("T")
ALWAYS = ("version",)
"""What every address may say."""
LONGEST = 200
"""Characters of a value that is looked for in names."""


def taken(known: Collection[str], several: Collection[str] = ()) -> dict[str, str]:
    """The values of this request by their names, without empty ones and those that ``several`` may repeat.

    Raises UsageError for a name that is not ``known``, or one value too many.
    """
    found: dict[str, str] = {}
    for name, value in parameters(request).pairs:
        if name not in (*known, *several, *ALWAYS):
            listed = ", ".join((*known, *several, *ALWAYS))
            raise UsageError(f"this page takes no value {name[:100]!r}", f"It takes: {listed}")
        if not value or name in several:
            continue
        if found.setdefault(name, value) != value:
            raise UsageError(f"{name} is given twice", f"Give one value for {name}")
    return found


def chosen(name: str, values: Mapping[str, str], known: Collection[str], default: str = "") -> str:
    """The value ``name``, which is one of the ``known``; UsageError where it is none."""
    return one_of(name, values.get(name, default), known)


def one_of(name: str, wanted: str, known: Collection[str]) -> str:
    """``wanted``, which is "" or one of the ``known``; UsageError, with some of those, where it is none."""
    if wanted and wanted not in known:
        some = ", ".join(list(known)[:30])
        raise UsageError(f"there is no {name} {wanted[:100]!r} here", f"There are: {some or 'none'}")
    return wanted


def days(values: Mapping[str, str]) -> tuple[str, str]:
    """The days ``from`` and ``to``, "" where not given.

    Raises UsageError for what is no day, and where the period ends before it begins.
    """
    first, last = values.get("from", ""), values.get("to", "")
    for day in filter(None, (first, last)):
        write_date(day)
    if first and last and first > last:
        raise UsageError(
            f"the period from {first} ends before it begins, on {last}", "Give the earlier day first"
        )
    return first, last


def page_number(values: Mapping[str, str], last: int) -> int:
    """The page that is asked for, of ``last``; UsageError for what is no number, 404 for one too high."""
    given = values.get("page", "1")
    if not (given.isascii() and given.isdigit() and int(given[:9])):
        raise UsageError(f"page={given[:100]} is no number", "Count pages from 1")
    if int(given[:9]) > last:
        abort(404, f"There {'is 1 page' if last == 1 else f'are {last} pages'} of this.")
    return int(given[:9])


def changed(path: str = "", at: str = "", **more: str | int) -> str:
    """This request's address with other values, "" for none, on its first page; ``path`` is another page's.

    Names are written with _ for -; ``at`` is a place of the page.
    """
    new = {name.rstrip("_").replace("_", "-"): str(value) for name, value in more.items()}
    kept = [
        (name, value) for name, value in parameters(request).pairs if name not in (*new, "page") and value
    ]
    query = urlencode([*kept, *((name, value) for name, value in new.items() if value)])
    return (path or request.path) + (f"?{query}" if query else "") + (f"#{at}" if at else "")


def pages(count: int, size: int) -> int:
    """How many pages of ``size`` there are for ``count`` things, at least one."""
    return max(1, -(-count // size))


def cut(things: Sequence[T], number: int, size: int) -> Sequence[T]:
    """Those on page ``number``."""
    return things[(number - 1) * size : number * size]
