"""How the server is: /health, /ready and /metrics; none of them needs a worker."""

from dataclasses import replace

from flask import Blueprint, Response

from .engine.job import Health
from .services import services

blueprint = Blueprint("status", __name__)
STALE = "The newest version of the graph cannot be served; the one before it is."


@blueprint.after_request
def _fresh(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/health")
def health() -> Response:
    """200 as long as this process answers."""
    return _text("alive")


@blueprint.get("/ready")
def ready() -> Response:
    """200 when the graph is open and there are workers to answer queries, else 503; it says so where they
    answer from an older version because the newest cannot be served.
    """
    health = _health()
    word = "ready" if health.ready else "not ready"
    return _text(f"{word}\n{STALE}" if health.stale else word, 200 if health.ready else 503)


@blueprint.get("/metrics")
def metrics() -> Response:
    """The counts of all web processes, in Prometheus' text format."""
    text = services().metrics.text(_health())
    return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _health() -> Health:
    """How the engine is, and whether it or the pages cannot follow the graph."""
    current, health = services().current, services().engine.health()
    current.store()
    return replace(health, stale=health.stale or current.stale)


def _text(word: str, status: int = 200) -> Response:
    return Response(f"{word}\n", status, content_type="text/plain; charset=utf-8")
