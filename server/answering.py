"""The way of a query: checked, given to a worker, and its answer handed on, with what names it."""

from contextlib import nullcontext, suppress
from dataclasses import replace

from flask import Response, g, request
from werkzeug.exceptions import HTTPException, NotAcceptable, NotFound
from werkzeug.http import quote_etag

from .allowance import allowance
from .asking import keep, run_job, whole
from .engine.job import Job, Reply
from .formats import GRAPH_PAGE, GRAPHS, RESULTS, TABLE_PAGE, Choice, Format, chosen
from .models import Answered
from .paging import onward, told_of_cut
from .protocol import Asked
from .sending import response_of, sent
from .services import facts, services, store
from .settings import MEBIBYTE
from .study import Study
from .validators import entity_tag, is_unchanged, unchanged
from .versions import built, written

MOMENT = 0.5
"""Seconds that it may take to find out whether a query can be read."""
PAGE_ROWS = 2_000
PAGE_SIZE = 4 * MEBIBYTE
ENTIRE_ROWS, ENTIRE_SIZE = 2_000_000, 256 * MEBIBYTE
"""More than anything has that is never cut."""


def studied(asked: Asked) -> Study:
    """What is known of the query; raises as ``Studies.of``."""
    g.study = known = services().studies.of(asked.text)
    return known


def offers(asked: Asked) -> tuple[Format, ...]:
    """The formats that fit the form of query, pages for people last; raises as ``guard.check``."""
    is_table = studied(asked).form in ("SELECT", "ASK")
    return (*RESULTS, TABLE_PAGE) if is_table else (*GRAPHS, GRAPH_PAGE)


def choose(asked: Asked, wanted: str | None = None) -> Choice:
    """The format for the answer to ``asked``; aborts with 406, raises UsageError as ``formats.chosen``.

    QueryError for a query that cannot be read, whatever the client accepts.
    """
    offered = offers(asked)
    try:
        return chosen(offered, wanted)
    except NotAcceptable:
        _check_syntax(asked, offered[0].written)
        raise


def _check_syntax(asked: Asked, format: str) -> None:
    """Raise QueryError for a query that cannot be read: a worker runs it until it has a row or a moment is
    over, for only the engine knows.
    """
    job = replace(_job(asked, studied(asked), format), rows=1, seconds=MOMENT)
    with suppress(HTTPException), run_job(job).rest or nullcontext():
        pass
    facts().outcome, facts().cut, facts().rows = "", "", 0


def answer(asked: Asked, choice: Choice, entire: bool = False) -> Response:
    """The answer as a response, or 304 to somebody who has it; an ``entire`` one is not cut at what the
    request may have. Raises as ``run``.
    """
    known, manifest = studied(asked), store().manifest
    pinned = "" if services().settings.backend else manifest.version
    job = _job(asked, known, choice.format.written, onward(asked, pinned, choice.format.name))
    if entire:
        job = replace(job, rows=ENTIRE_ROWS, size=ENTIRE_SIZE)
    tag = entity_tag(job, known, choice.content_type)
    if not known.fleeting and is_unchanged(tag, built(manifest)):
        facts().cached = True
        return _named(unchanged(), tag, known)
    reply = _reply(job, tag, known)
    response = sent(reply, choice)
    if reply.cut:
        told_of_cut(response, job, reply)
    else:
        g.answered = Answered(job, known, choice.content_type)
    return _named(response, tag, known)


def run(asked: Asked, format: str) -> bytes:
    """The answer written as ``format``, for a page: cut at 2,000 rows or 4 MiB, as ``facts`` say.

    Raises QueryError for a query that cannot be answered; aborts with 504 where it took too long, with 503
    where no worker was free or it broke its worker.
    """
    known = studied(asked)
    job = _job(asked, known, format)
    g.fleeting = known.fleeting
    small = replace(job, rows=min(job.rows, PAGE_ROWS), size=min(job.size, PAGE_SIZE))
    reply = _reply(small, entity_tag(small, known, ""), known)
    with reply.rest or nullcontext():
        return whole(reply)


def send(body: bytes, choice: Choice) -> Response:
    """The answer as a response that says what it is."""
    return response_of(body, choice)


def _job(asked: Asked, known: Study, format: str, onward: str = "") -> Job:
    if services().settings.backend and "version" in request.values:
        raise NotFound("Another service answers queries here, and it keeps no versions.")
    allowed, facts().query = allowance(), known.digest[:16]
    return Job(
        version=store().version,
        text=asked.text,
        format=format,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        seconds=allowed.seconds,
        rows=allowed.rows,
        size=allowed.size,
        onward=onward,
    )


def _reply(job: Job, tag: str, known: Study) -> Reply:
    kept = None if known.fleeting else services().kept.get(tag)
    if kept is not None:
        facts().cached, facts().rows = True, kept.rows
        return Reply("answered", kept.body, size=len(kept.body), rows=kept.rows)
    reply = run_job(job)
    if not known.fleeting:
        keep(services(), tag, reply)
    return reply


def _named(response: Response, tag: str, known: Study) -> Response:
    if known.fleeting:
        response.headers["Cache-Control"] = "no-store"
    elif request.method in ("GET", "HEAD"):
        response.headers["ETag"] = quote_etag(tag, known.relabelled)
        response.headers["Last-Modified"] = written(store().manifest.built)
    return response
