"""The rows that a chart shows: of its own query, or, for the general one, of whichever is named."""

from collections.abc import Mapping, Sequence
from itertools import islice

from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, parse_query_results

from ...errors import UsageError
from ...graph.answer import Answer
from ...graph.answers import QUERIES
from ..answering import run, studied
from ..own_queries import asks
from ..records import Record, records
from ..services import services, store
from .bars import Bars, as_bars
from .chart import Chart, Spec
from .drawing import filled

MOST = 2_000
"""Rows of a chart."""
BARS = 40
"""Bars of the general one."""


def with_rows(chart: Chart, of: str, values: Mapping[str, str]) -> Spec:
    """The chart's specification with the rows of its query, or of the query ``of`` where it has none.

    Raises UsageError for an unknown query, values that do not fit, and rows that no bars can be made of;
    QueryError and aborts as ``answering.run``.
    """
    if chart.query:
        return filled(chart.spec, islice(answered(chart.query, values), MOST))
    if not of:
        raise UsageError("nothing says which query to draw", "Name one in of=, such as of=owners/units")
    rows = answered(of, values)
    bars = as_bars(rows)
    if bars is None:
        raise UsageError(f"{of} gives nothing to draw", "It needs a column of words and one of numbers")
    shown = [{"label": Literal(label), "number": row[bars.number]} for label, row in bars.named(rows[:BARS])]
    return filled(_titled(chart.spec, bars, of), shown)


def answered(query: str, values: Mapping[str, str]) -> Sequence[Record]:
    """The rows of a named query; what the build answered is not asked again."""
    if not values and query.startswith(f"{QUERIES}/") and not services().settings.backend:
        return records(store().overview(query.removeprefix(f"{QUERIES}/")))
    form = studied(asks(query, values)).form
    if form != "SELECT":
        raise UsageError(f"{query} gives no table", "Name a query that does")
    parsed = parse_query_results(run(asks(query, values), "json"), format=QueryResultsFormat.JSON)
    assert isinstance(parsed, QuerySolutions), "a SELECT query"
    return records(Answer(parsed))


def _titled(spec: Spec, bars: Bars, of: str) -> Spec:
    """The general specification with what its axes are called here."""
    words = {"x": bars.number, "y": ", ".join(bars.labels)}
    axes = {name: {**axis, "title": words[name].replace("_", " ")} for name, axis in spec["encoding"].items()}
    return {**spec, "encoding": axes, "usermeta": {**spec["usermeta"], "query": of}}
