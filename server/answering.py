"""The way of a query: checked, given to a worker, and its answer handed on or shown."""

from flask import Response
from werkzeug.exceptions import GatewayTimeout, ServiceUnavailable

from ..errors import GraphError, QueryError
from ..graph.guard import check
from .formats import GRAPH_PAGE, GRAPHS, RESULTS, TABLE_PAGE, Choice, Format, chosen
from .protocol import Asked
from .services import services, store
from .worker import Job, Outcome

SOON = 5
"""Seconds after which a client may ask again."""
LIKELY = "most likely because it took more memory than it may"


def offers(asked: Asked) -> tuple[Format, ...]:
    """The formats that fit the form of query, pages for people last; raises as ``guard.check``."""
    form = check(asked.text, store().limits).form
    return (*RESULTS, TABLE_PAGE) if form in ("SELECT", "ASK") else (*GRAPHS, GRAPH_PAGE)


def choose(asked: Asked, wanted: str | None = None) -> Choice:
    """The format for the answer to ``asked``; aborts with 406, raises UsageError as ``formats.chosen``."""
    return chosen(offers(asked), wanted)


def run(asked: Asked, format: str) -> bytes:
    """The answer written as ``format``.

    Raises QueryError for a query that cannot be answered; aborts with 504 where it took too long, with 503
    where no worker was free or it broke its worker.
    """
    graph = store()
    outcome = services().pool.run(
        Job(
            folder=graph.path.parents[1],
            version=graph.version,
            limits=graph.limits,
            text=asked.text,
            format=format,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
        )
    )
    return outcome.body if outcome.state == "answered" else _failed(outcome)


def send(body: bytes, choice: Choice) -> Response:
    """The answer as a response that says what it is."""
    response = Response(body, content_type=choice.content_type)
    response.vary.add("Accept")
    return response


def _failed(outcome: Outcome) -> bytes:
    match outcome.state:
        case "refused":
            raise QueryError(outcome.cause, outcome.remedy, place=outcome.place)
        case "no graph":
            raise GraphError(outcome.cause, outcome.remedy)
        case "late":
            seconds = services().settings.seconds
            raise GatewayTimeout(f"The query was stopped after {seconds:g} seconds. Ask for less at once.")
        case "busy":
            raise ServiceUnavailable("All workers are busy. Ask again in a moment.", retry_after=SOON)
        case _:
            raise ServiceUnavailable(f"The query broke its worker, {LIKELY}. Ask for less at once.")
