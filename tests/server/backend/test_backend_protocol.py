"""The protocol's cases once more, with another service behind the endpoint."""

from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from equigraph.graph.store import Store
from equigraph.server.app import create_app
from equigraph.server.backend.service import connect
from equigraph.server.settings import Settings

from .test_backend import sending

HERE = Path(__file__).parent


def module(path: Path) -> ModuleType:
    spec = spec_from_file_location("protocol_without_backend", path)
    assert spec and spec.loader
    loaded = module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


PROTOCOL = module(HERE.parent / "test_protocol.py")
OTHERWISE = yaml.safe_load((HERE / "otherwise.yaml").read_text(encoding="utf-8"))
ENDPOINT = [
    param for param in PROTOCOL.CASES if param.values[0]["request"].get("path", "/sparql") == "/sparql"
]


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def asked(request: pytest.FixtureRequest, sample_graph: Path) -> Iterator[tuple[str, FlaskClient]]:
    """A service's name, and a client of the endpoint in front of it."""
    address = request.getfixturevalue(request.param)
    store = Store.open(sample_graph)
    engine = connect(address, store.manifest.base)
    yield request.param, create_app(store, Settings(backend=address), engine).test_client()
    engine.close()


@pytest.mark.parametrize("case", ENDPOINT)
def test_the_endpoint_answers_the_same(case: dict[str, Any], asked: tuple[str, FlaskClient]) -> None:
    service, client = asked
    reason = OTHERWISE[service].get(case["name"])
    if reason is None:
        PROTOCOL.test_request(case, client)
        return
    with pytest.raises(AssertionError):  # or the reason is out of date
        PROTOCOL.test_request(case, client)


def test_what_is_known_to_be_otherwise_is_still_there() -> None:
    names = {param.values[0]["name"] for param in ENDPOINT}
    assert {name for cases in OTHERWISE.values() for name in cases} <= names


def test_a_service_that_is_gone_is_named_as_the_cause(sample_graph: Path) -> None:
    engine = connect("http://127.0.0.1:1/sparql", "http://a/")
    app = create_app(Store.open(sample_graph), Settings(backend="http://127.0.0.1:1/sparql"), engine)
    response = app.test_client().get("/sparql", query_string={"query": "ASK {}"})
    assert (response.status_code, response.json["type"]) == (502, "/problems/backend")  # type: ignore[index]
    assert "cannot be reached" in response.text


def test_a_line_alone_is_no_place_of_a_piece(sample_graph: Path) -> None:
    said = b"parse error at line 1"
    head = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(said)
    with sending(head + said) as (address, _):
        engine = connect(address, "http://a/")
        app = create_app(Store.open(sample_graph), Settings(backend=address), engine)
        details = app.test_client().get("/sparql", query_string={"query": "ASK {}"}).json
        engine.close()
    assert details and details["detail"].startswith("line 1: ")
    assert not {"line", "column", "offending"} & set(details)
