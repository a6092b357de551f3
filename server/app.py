"""The web application, made from a store, settings and what runs queries."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from pyoxigraph import BlankNode, NamedNode
from werkzeug.exceptions import HTTPException, RequestURITooLarge

from ..graph.store import Store
from . import (
    catalogue,
    downloads,
    faults,
    feed,
    home,
    menu,
    named,
    service,
    sparql,
    status,
    store_protocol,
    things,
    vocabulary,
)
from .access_log import AccessLog
from .across import pages as across
from .allowance import admit, identify
from .audit import pages as audit
from .audit.audits import Audits
from .charts import pages as charts
from .citing import pages as citing
from .current import Current
from .engine.job import Engine
from .linked.foreign import foreign
from .lru import Recent
from .metrics import Metrics
from .pages_kept import tagged
from .places import Places
from .plans import pages as plans
from .questions import questions
from .repeats import Repeats
from .search import pages as search
from .services import NAME, Services, links, services
from .services import store as served
from .settings import Settings
from .studies import Studies
from .versions import dated
from .waiting import Room
from .watched import Teller, Watched

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LIGHT = 8
"""Threads that never wait for a worker."""
HELD = 16
"""How many answers of the largest size may wait for their readers, or as much in smaller ones."""


class Application(Flask):
    """An application of plain functions."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """``func`` itself; Flask would look at every call whether it is to be awaited, and none is."""
        return func


def create_app(store: Store, settings: Settings, engine: Engine) -> Flask:
    """The application that serves ``store``, and after a new build the version that the build made.

    ``engine`` runs its queries; whoever made that closes it.
    """
    app = Application(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.request
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.request
    made = app.extensions[NAME] = _services(store, settings, engine)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.tests.update(iri=lambda term: isinstance(term, NamedNode), blank=_is_blank)
    app.jinja_env.globals.update(
        local=_local, data_address=_data, foreign=foreign, compact=_compact, version=_version
    )
    rooms = (
        home,
        status,
        sparql,
        vocabulary,
        service,
        store_protocol,
        named,
        menu,
        audit,
        search,
        across,
        charts,
        catalogue,
        downloads,
        feed,
        plans,
        things,
    )
    for room in rooms:
        app.register_blueprint(room.blueprint)
    citing.register(app)
    faults.register(app)
    _frame(app, settings)
    app.wsgi_app = Watched(_repeated(app, made), teller(made))  # type: ignore[method-assign]  # as Flask documents it
    return app


def teller(made: Services) -> Teller:
    """What counts and logs requests, as the settings of the application with these services say."""
    return Teller(AccessLog(made.settings.log, made.settings.log_clients), made.metrics)


def _services(store: Store, settings: Settings, engine: Engine) -> Services:
    places = Places(max(1, settings.threads - LIGHT))
    return Services(
        settings=settings,
        current=Current(store),
        engine=engine,
        questions=questions(store.catalogue),
        metrics=Metrics(),
        kept=Recent(settings.cache),
        places=places,
        room=Room(HELD * settings.answer),
        audits=Audits(places, settings.seconds),
        studies=Studies(settings.query, store.limits, bool(settings.backend)),
    )


def _frame(app: Flask, settings: Settings) -> None:
    """What is done before and after every request."""
    app.before_request(_short_enough)
    app.before_request(identify)
    if settings.rate_limit:
        from .rates import limit

        limit(app, settings)
    app.before_request(admit)
    for last in (dated, tagged):  # Flask calls them from the last to the first
        app.after_request(last)


def _repeated(app: Flask, made: Services) -> "WSGIApplication":
    """``app``; where requests are not counted, with a memory of what it answered."""
    plain: WSGIApplication = app.wsgi_app
    return plain if made.settings.rate_limit else Repeats(plain, made)


def _short_enough() -> None:
    environ = request.environ
    if len(environ["QUERY_STRING"]) + len(environ["PATH_INFO"]) > services().settings.address:
        raise RequestURITooLarge("Send the query by POST.")


def _local(iri: str) -> str:
    return links().local(iri)


def _data(iri: str, ending: str) -> str:
    return links().data(iri, ending)


def _compact(iri: str) -> str:
    return links().compact(iri)


def _version() -> str:
    try:
        return served().version
    except HTTPException:  # of which the page tells
        return services().current.store().version


def _is_blank(term: object) -> bool:
    return isinstance(term, BlankNode)
