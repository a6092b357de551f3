"""A job given to the engine, and what its reply means for the one who asked."""

from os import pread

from flask import request
from werkzeug.exceptions import ClientDisconnected, GatewayTimeout, HTTPException, ServiceUnavailable

from ..errors import GraphError, QueryError
from .ahead import AHEAD, Ahead
from .engine.job import Job, Reply
from .kept import Kept
from .problems import Problem, answer, kind
from .services import Services, facts, services

SOON = 5
"""Seconds after which a client may ask again."""
LIKELY = "most likely because it took more memory than it may"
BUSY = "All workers are busy. Ask again in a moment."


def keep(services: Services, tag: str, reply: Reply) -> None:
    """Keep the answer of ``reply``, to give it again under ``tag``, unless it was cut or is too large."""
    if not reply.cut and services.kept.takes(reply.size):
        kept = Kept(whole(reply), reply.rows)
        services.kept.put(tag, kept, kept.size)


def whole(reply: Reply) -> bytes:
    """The bytes of the answer."""
    if reply.rest is None:
        return reply.head
    return pread(reply.rest.fileno(), reply.size, 0)


def run_job(job: Job) -> Reply:
    """The answer to ``job``.

    Raises QueryError for a query that cannot be answered, GraphError where the version cannot be read; aborts
    with 504 where it took too long, with 507 where there is no room for the answer, with 502 where another
    service failed, with 503 where no worker was free or it broke its worker.
    """
    reply = _run(job)
    told = facts()
    told.outcome, told.rows, told.cut, told.taken = reply.state, reply.rows, reply.cut, reply.taken
    if reply.state != "answered":
        raise _fault(reply, job)
    return reply


def _run(job: Job) -> Reply:
    """The reply; threads enough for all that needs no worker are never taken by those that wait for one."""
    ahead: Ahead | None = request.environ.pop(AHEAD, None)
    if ahead and ahead.fits(job):
        return ahead.reply
    if not services().places.take():
        return Reply("busy")
    try:
        return services().engine.run(job, request.environ.get("waitress.client_disconnected"))
    finally:
        services().places.give_back()


def _fault(reply: Reply, job: Job) -> Exception:
    match reply.state:
        case "refused":
            return QueryError(reply.cause, reply.remedy, place=reply.place)
        case "no graph":
            return GraphError(reply.cause, reply.remedy)
        case "late":
            return GatewayTimeout(
                f"The query was stopped after {job.seconds:g} seconds. Ask for less at once."
            )
        case "busy":
            return ServiceUnavailable(BUSY, retry_after=SOON)
        case "gone":
            return ClientDisconnected("Nobody waits for the answer any more.")
        case "no room":
            return _problem("no-room", f"The query was not answered: {reply.cause}. Ask for less at once.")
        case "failed":
            return _problem("backend", f"The query was not answered: {reply.cause}.")
        case _:
            return _problem("broken", f"The query broke its worker, {LIKELY}. Ask for less at once.")


def _problem(name: str, detail: str) -> HTTPException:
    """A problem of the kind of that ``name``, which its status alone does not tell."""
    return HTTPException(detail, answer(Problem(kind(name), detail)))
