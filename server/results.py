"""Answers as pages show them."""

from dataclasses import dataclass, field, replace
from itertools import islice

from flask import abort, request
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from ..graph.answer import Answer, Term
from ..graph.openings import ROWS, Opening
from ..graph.paging import next_page
from .answering import offers, run, studied
from .charts.asked import BARS
from .citing.outcome import outcome, remember, whole
from .formats import Format
from .parameters import parameters
from .place import PAGE, Place
from .protocol import Asked
from .records import Record
from .services import facts, services, store

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part of a table this page is: the number of its ``first`` row, and the pages beside it by
    address, "" where there is none.
    """

    first: int = 1
    number: int = 1
    count: int = 1
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer to show: a table with the number of rows there are, yes or no, or a graph as text.

    ``addresses`` are where to get it in each other format, ``plain`` and ``lasting`` its own; ``text`` is the
    query. ``cut``: there is more than was asked of a worker.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    total: int = 0
    pages: Pages = field(default_factory=Pages)
    verdict: bool | None = None
    graph: str = ""
    addresses: tuple[tuple[Format, str], ...] = ()
    plain: str = ""
    lasting: str = ""
    text: str = ""
    cut: bool = False

    @property
    def drawable(self) -> list[Record]:
        """Its rows for a chart; none where they are more than bars can show, or but one."""
        few = 1 < self.total <= BARS
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows] if few else []


def shown(body: bytes, asked: Asked, place: Place | None = None) -> Result:
    """The answer ``body``, JSON results or Turtle, to ``asked``, which is at ``place``.

    Aborts with 404 for a page that a table does not have.
    """
    where = place or _place(asked)
    result = _shown(body, asked, where)
    rows = result.total if result.columns else None
    remember(outcome(asked.text, studied(asked), body, rows, result.cut, result.lasting))
    return result


def opened(opening: Opening, asked: Asked, place: Place) -> Result:
    """The same of an answer whose ``opening`` the build kept; asks a worker for the rows of a later page."""
    size, number = services().settings.rows, _number()
    first = (number - 1) * size
    here = min(number * size, opening.rows) <= ROWS
    onward = None if here else next_page(asked.text, first)
    body = run(replace(asked, text=onward), "json") if onward else opening.body
    table = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert isinstance(table, QuerySolutions), "an opening is that of a table"
    result = _table(table, _said(asked, place), place, 0 if onward else first, opening.rows)
    remember(whole(asked.text, studied(asked), opening, result.lasting))
    return result


def asked_version() -> str:
    """The version that this request names, "" where it takes the current one."""
    return store().version if "version" in parameters(request) else ""


def _shown(body: bytes, asked: Asked, where: Place) -> Result:
    said = replace(_said(asked, where), cut=bool(facts().cut))
    if not body.startswith(b"{"):
        return replace(said, graph=body.decode())
    parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(parsed, QueryBoolean):
        return replace(said, verdict=bool(parsed))
    return _table(parsed, said, where, (_number() - 1) * services().settings.rows)


def _said(asked: Asked, where: Place) -> Result:
    return Result(
        addresses=tuple((each, where.written(each.name)) for each in offers(asked) if each.name != "html"),
        plain=where.plain,
        lasting=where.lasting(store().version),
        text=asked.text,
    )


def _table(parsed: QuerySolutions, said: Result, where: Place, skip: int, known: int = 0) -> Result:
    """The page of the rows after the first ``skip``; in all there are ``known``, or else those here."""
    answer, size, number = Answer(parsed), services().settings.rows, _number()
    rows = answer.rows()
    before = sum(1 for _ in islice(rows, skip))
    here = tuple(islice(rows, size))
    total = known or before + len(here) + sum(1 for _ in rows)
    if number > 1 and not here:
        more = "Pages show only the beginning of it; its formats have all. " if said.cut else ""
        abort(404, f"{more}There is no page {number:,}: the last row on a page is number {total:,}.")
    pages = _pages(number, -(-total // size), size, where)
    return replace(said, columns=answer.variables, rows=here, total=total, pages=pages)


def _pages(number: int, count: int, size: int, where: Place) -> Pages:
    return Pages(
        first=(number - 1) * size + 1,
        number=number,
        count=count,
        before=where.numbered(number - 1) if number > 1 else "",
        after=where.numbered(number + 1) if number < count else "",
    )


def _number() -> int:
    """The number of the page that is asked for; 404 for what is none."""
    given = parameters(request).first(PAGE) or "1"
    if not (given.isascii() and given.isdigit() and len(given) < 9 and int(given)):
        abort(404, "Pages are numbered from 1.")
    return int(given)


def _place(asked: Asked) -> Place:
    """Where the endpoint answers, however it was asked."""
    dataset = [("default-graph-uri", each) for each in asked.default_graphs or ()]
    dataset += [("named-graph-uri", each) for each in asked.named_graphs or ()]
    return Place("/sparql", (("query", asked.text), *dataset), asked_version())
