"""What is known of a server that is measured."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from equigraph.graph.folder import GraphFolder
from equigraph.graph.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Service:
    """A running server: its name and version, the address that takes queries, what it said of itself."""

    name: str
    version: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """The graph to serve: its folder, the folder of the parts of its current version, its statements."""

    graph: Path
    parts: Path
    quads: int

    @classmethod
    def of(cls, graph: Path) -> "Data":
        """The current version of the graph in a folder."""
        place = GraphFolder(graph).find()
        return cls(graph, place / "parts", Manifest.read(place / "manifest.json").quads)


@dataclass(frozen=True, slots=True)
class Peer:
    """A server that can be started: ``lacking`` says why not, "" where it can."""

    name: str
    lacking: Callable[[], str]
    start: Callable[[Data, Path], AbstractContextManager[Service]]
