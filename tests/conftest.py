"""Fixtures that several rooms' tests use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser
from pyoxigraph import RdfFormat, parse

from bench.browser import chromium
from equigraph.build import build
from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
settings.load_profile("untimed")

SAMPLE = Path(__file__).parent / "graph/data/sample.trig"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that writes the answers of tests/queries anew, to be compared with the documents."""
    parser.addoption("--refresh-answers", action="store_true", help="write the queries' answers anew")


@pytest.fixture(scope="session")
def sample_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph that holds the two plans of ``sample.trig``; only to be read."""
    folder = tmp_path_factory.mktemp("sample") / "graph"
    ledger = [
        {"start": 0, "end": 12, "fate": "record", "reason": "", "text": "Offer advice"},
        {"start": 12, "end": 16, "fate": "noise", "reason": "page number", "text": " 7  "},
    ]
    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        version.add_part("sample", to_lines(parse(path=SAMPLE, format=RdfFormat.TRIG)))
        version.add_ledger("alpha-2020", ledger)
        version.finish({"alpha.txt": "aa00"})
    return folder


@pytest.fixture(scope="session")
def sample_store(sample_graph: Path) -> Store:
    """The graph of ``sample_graph``, opened."""
    return Store.open(sample_graph)


@pytest.fixture(scope="session")
def real_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph built from the three plans of the package; only to be read."""
    folder = tmp_path_factory.mktemp("real") / "graph"
    build(graph=folder, jobs=2, downloads=True)
    return folder


@pytest.fixture(scope="session")
def real_store(real_graph: Path) -> Store:
    """The graph of ``real_graph``, opened."""
    return Store.open(real_graph)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """Chromium, one after the other for each file: no process can drive two. Skipped without one."""
    with chromium() as launched:
        yield launched
