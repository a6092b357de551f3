from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from equigraph.graph.store import Store
from equigraph.server.app import create_app
from equigraph.server.services import of
from equigraph.server.settings import Settings

MakeApp = Callable[..., Flask]


@pytest.fixture(scope="session")
def make_app() -> Iterator[MakeApp]:
    """Makes applications from a graph's folder and settings; ends their workers."""
    made: list[Flask] = []

    def make(folder: Path, **settings: float) -> Flask:
        made.append(create_app(Store.open(folder), Settings(**settings)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for app in made:
        of(app).pool.close()


@pytest.fixture(scope="session")
def app(make_app: MakeApp, sample_graph: Path) -> Flask:
    """The application on the sample graph."""
    return make_app(sample_graph)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of it."""
    return app.test_client()
