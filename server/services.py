"""What the pages of one application share."""

from dataclasses import dataclass

from flask import Flask, current_app, g

from ..graph.store import Store
from .current import Current
from .links import Links
from .pool import Pool
from .questions import Questions
from .settings import Settings

NAME = "equigraph"


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the graph that is served, the workers, and the named queries that pages offer."""

    settings: Settings
    current: Current
    pool: Pool
    questions: Questions


def of(app: Flask) -> Services:
    """Those of ``app``."""
    found: Services = app.extensions[NAME]
    return found


def services() -> Services:
    """Those of the application that answers this request."""
    return of(current_app)


def store() -> Store:
    """The version of the graph that this whole request is answered from."""
    if "store" not in g:
        g.store = services().current.store()
    opened: Store = g.store
    return opened


def links() -> Links:
    """How that version's IRIs become addresses here."""
    return Links(store().manifest.base)
