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
from ..answering import answer, choose, run
from ..own_queries import asks
from ..records import Record, records

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
    found = parse_query_results(run(asked, "json"), format=QueryResultsFormat.JSON)
    return records(Answer(found)) if isinstance(found, QuerySolutions) else []


def together(asks: Sequence[Callable[[], Found]]) -> list[Found]:
    """What each of ``asks`` gives within this request, some of them at once; raises what the first to fail
    does.
    """
    contexts = [copy_context() for _ in asks]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda context, ask: context.run(ask), contexts, asks))


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
