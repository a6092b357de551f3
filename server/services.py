"""What the pages of one application share."""

from dataclasses import dataclass, field

from flask import Flask, current_app, g, request

from ..graph.store import Store
from . import facts as request_facts
from .audit.audits import Audits
from .citing.sources import Sources
from .current import Current
from .engine.job import Engine
from .facts import Facts
from .kept import Kept
from .links import Links
from .lru import Recent
from .metrics import Metrics
from .parameters import parameters
from .places import Places
from .questions import Questions
from .search.indexes import Indexes
from .settings import MEBIBYTE, Settings
from .studies import Studies
from .waiting import Room

NAME = "equigraph"


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the graph that is served, what runs queries, the named queries that pages offer, the
    counts.

    ``kept`` are answers by entity tag, ``studies`` what is known of queries, ``places`` one
    for each request that may wait for a worker, ``room`` that for answers not sent yet, ``audits``
    what was found, ``sources`` what citations say of a version, ``indexes`` what texts are searched by.
    """

    settings: Settings
    current: Current
    engine: Engine
    questions: Questions
    metrics: Metrics
    kept: Recent[str, Kept]
    places: Places
    room: Room
    audits: Audits
    studies: Studies
    indexes: Indexes = field(default_factory=Indexes)
    sources: Recent[str, Sources] = field(default_factory=lambda: Recent(8 * MEBIBYTE))


def of(app: Flask) -> Services:
    """Those of ``app``."""
    found: Services = app.extensions[NAME]
    return found


def services() -> Services:
    """Those of the application that answers this request."""
    found: Services = current_app.extensions[NAME]
    return found


def store() -> Store:
    """The version of the graph that this whole request is answered from: the current one, or the one it
    names.

    Raises NotFound and Gone as ``Current.kept``, and as ``parameters`` does.
    """
    if "store" not in g:
        current = services().current
        g.store = current.store()  # what a page of faults is made from
        if wanted := parameters(request).all("version"):
            g.store = current.kept(wanted[0])
    opened: Store = g.store
    return opened


def facts() -> Facts:
    """What is known of this request."""
    return request_facts.of(request.environ)


def links() -> Links:
    """How that version's IRIs become addresses here."""
    if "links" not in g:  # a page asks a thousand times
        g.links = Links(store().manifest.base)
    made: Links = g.links
    return made
