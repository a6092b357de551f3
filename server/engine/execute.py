"""A job done: the query run on an opened version, and its answer put into a spool within the limits."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from pyoxigraph import serialize

from ...errors import EquigraphError, GraphError, QueryError
from ...graph.answer import GRAPH_FORMATS, Answer
from ...graph.ends import ENDS
from ...graph.store import Store
from ...graph.syntax import engine_error
from ...ontology.terms import PREFIXES
from .job import Cut, Job, Reply
from .links import link, onward_address, place, room
from .sink import Full, GraphSink, RowSink, TooLarge
from .spool import Spool, SpoolError, spool_for


def execute(store: Store, job: Job) -> Reply:
    """The reply to ``job``, whose query was checked, from ``store``."""
    return write(lambda: store.run(job.text, job.default_graphs, job.named_graphs), job)


def write(ask: Callable[[], Answer], job: Job) -> Reply:
    """The reply to ``job`` with what ``ask`` gives, within the limits."""
    started, spool = monotonic(), spool_for(job.format)
    try:
        rows, cut = _put(ask(), job, spool)
    except (EquigraphError, SpoolError, TooLarge) as error:
        return failed(error, job)
    return Reply(
        "answered", spool.head, spool.file(), spool.size, rows=rows, cut=cut, taken=monotonic() - started
    )


def failed(error: Exception, job: Job) -> Reply:
    """The reply that tells of ``error``."""
    match error:
        case GraphError():
            return Reply("no graph", cause=error.cause, remedy=error.remedy)
        case EquigraphError():
            return Reply("refused", cause=error.cause, remedy=error.remedy, place=error.place)
        case TooLarge():
            return Reply(
                "refused", cause=f"the answer is larger than {job.size:,} bytes", remedy="Ask for less"
            )
        case _:
            return Reply("no room", cause=str(error))


def _put(answer: Answer, job: Job, spool: Spool) -> tuple[int, Cut]:
    _fits(answer, job.format)
    try:
        match answer.kind:
            case "ask":
                spool.write(answer.serialise(job.format))
                return 1, ""
            case "select":
                return _put_rows(answer, job, spool)
            case "graph":
                return _put_graph(answer, job, spool)
    except (RuntimeError, OSError, ValueError) as error:
        raise engine_error(job.text, error) from error


def _fits(answer: Answer, format: str) -> None:
    if format not in answer.formats:
        raise QueryError(f"the answer cannot be written as {format!r}", f"Use {', '.join(answer.formats)}")


def _put_rows(answer: Answer, job: Job, spool: Spool) -> tuple[int, Cut]:
    sink = RowSink(spool, ENDS[job.format](), job.rows, job.size, spare=room(job))
    try:
        answer.serialise(job.format, _as_file(sink))
        sink.finish()
    except Full:
        if next_page := link(job.format, onward_address(job, sink.rows)):
            spool.insert(place(job.format, spool.start(sink.start)), next_page)
    return sink.rows, sink.cut


def _put_graph(answer: Answer, job: Job, spool: Spool) -> tuple[int, Cut]:
    sink = GraphSink(spool, job.rows, job.size)
    format = GRAPH_FORMATS[job.format]
    serialize(sink.limited(answer.triples()), _as_file(sink), format, prefixes=PREFIXES)
    return sink.rows, sink.cut


def _as_file(sink: RowSink | GraphSink) -> Any:  # noqa: ANN401 - the engine needs no more than write and flush
    return sink
