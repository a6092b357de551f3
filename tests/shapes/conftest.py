"""Graphs built from small plans that tests of the report audit."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from equigraph.build import build
from equigraph.graph.store import Store
from equigraph.mappings.sources import Source

AUDITED = Path(__file__).parent / "audited"
Builder = Callable[..., Store]


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Builds the plan in ``first.txt``, its text and mapping changed first, and opens the version."""

    def made(graph: Path, change: Callable[[str], str] = str, slug: str = "example-2020") -> Store:
        folder = tmp_path_factory.mktemp("plan")
        source = Source(folder / f"{slug}.txt", folder / "mapping.yaml")
        content = change((AUDITED / "first.txt").read_text()).encode()
        source.document.write_bytes(content)
        mapping = (AUDITED / "mapping.yaml").read_text().replace("SHA256", sha256(content).hexdigest())
        source.mapping.write_text(mapping.replace("example-2020", slug))
        build([source], graph, jobs=1)
        return Store.open(graph)

    return made


@pytest.fixture(scope="session")
def audited_store(builder: Builder, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A version with the one small plan; only to be read."""
    return builder(tmp_path_factory.mktemp("audited") / "graph")
