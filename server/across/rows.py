"""Answers of named queries as rows for a page, asked of a worker."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from typing import TypeVar
from urllib.parse import quote, urlencode

from flask import Response
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from ...graph.answer import Answer
from ...graph.openings import ROWS
from ..answering import answer, choose, run
from ..own_queries import asks
from ..records import Record, records
from ..services import facts, services, store

Found = TypeVar("Found")
Values = Mapping[str, str]
AT_ONCE = 2
"""Parts of one page that are asked for at the same time, so that each waits for one other at most."""


def rows(name: str, values: Values, first: int = 0, most: int = 0) -> list[Record]:
    """The rows of the query ``name`` with ``values``; where ``most`` is given, so many after the ``first``.

    Raises UsageError as ``catalogue.bind``, and aborts as ``answering.run``.
    """
    asked = asks(name, values)
    if most:
        asked = replace(asked, text=f"{asked.text}\nLIMIT {most} OFFSET {first}")
    return _records(run(asked, "json"))


def begun(name: str) -> list[Record]:
    """The first rows of the query ``name`` without values, as the build kept them, or else asked for."""
    kept = None if services().settings.backend else store().opening(store().catalogue.get(name))
    return _records(kept.body) if kept else rows(name, {}, most=ROWS)


def together(asks: Sequence[Callable[[], Found]]) -> list[Found]:
    """What each of ``asks`` gives within this request, some of them at once where there are workers for it.

    Raises what the first of them raises that fails; those under way are waited for, the others not begun.
    """
    contexts = [copy_context() for _ in asks]
    try:
        with ThreadPoolExecutor(min(AT_ONCE, services().settings.workers)) as pool:
            return list(pool.map(lambda context, ask: context.run(ask), contexts, asks))
    except Exception:
        facts().outcome = ""  # that of another, which ended later
        raise


def table(name: str, values: Values) -> Response:
    """The answer to the query ``name`` as CSV, whole as far as this request may have; raises as ``rows``."""
    asked = asks(name, values)
    return answer(asked, choose(asked, "csv"))


def behind(name: str, values: Values) -> str:
    """The address of the page of the query ``name`` with ``values``."""
    return f"/query/{quote(name)}" + (f"?{urlencode(values)}" if values else "")


def word(row: Record, column: str) -> str:
    """The text in ``column``; "" where there is none."""
    found = row.get(column)
    return "" if found is None else found.value  # type: ignore[union-attr]  # no answer of ours holds a triple


def number(row: Record, column: str) -> int:
    """The whole number in ``column``; 0 where there is none."""
    return int(word(row, column) or 0)


def _records(body: bytes) -> list[Record]:
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    return records(Answer(found)) if isinstance(found, QuerySolutions) else []
