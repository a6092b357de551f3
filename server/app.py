"""The web application, made from a store and settings."""

from flask import Flask
from pyoxigraph import BlankNode, NamedNode

from ..graph.store import Store
from . import faults, home, named, sparql, things
from .current import Current
from .headers import guarded
from .pool import Pool
from .questions import questions
from .services import NAME, Services, links
from .services import store as served
from .settings import Settings


def create_app(store: Store, settings: Settings) -> Flask:
    """The application that serves ``store``, and after a new build the version that the build made.

    Its workers end with the process, or by ``services.of(app).pool.close()``.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.request
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.request
    app.extensions[NAME] = Services(settings, Current(store), Pool(settings), questions(store.catalogue))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.tests.update(iri=lambda term: isinstance(term, NamedNode), blank=_is_blank)
    app.jinja_env.globals.update(local=_local, compact=_compact, version=_version)
    for blueprint in (home.blueprint, sparql.blueprint, named.blueprint, things.blueprint):
        app.register_blueprint(blueprint)
    faults.register(app)
    app.after_request(guarded)
    return app


def _local(iri: str) -> str:
    return links().local(iri)


def _compact(iri: str) -> str:
    return links().compact(iri)


def _version() -> str:
    return served().version


def _is_blank(term: object) -> bool:
    return isinstance(term, BlankNode)
