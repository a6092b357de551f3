"""One version of the graph, opened to read and ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from ..errors import GraphError, QueryError
from ..ontology.terms import PREFIXES
from ..queries.catalogue import Catalogue, Query
from .answer import Answer
from .folder import GraphFolder
from .guard import Limits, check
from .manifest import Manifest
from .named import resolved
from .syntax import query_error


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of a thing: as subject, and where other things point to it."""

    outgoing: tuple[Quad, ...]
    incoming: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class Store:
    """A version of the graph, read-only; made by ``Store.open``. Several may be open at once."""

    path: Path
    manifest: Manifest
    catalogue: Catalogue
    limits: Limits
    _engine: pyoxigraph.Store = field(repr=False)

    @classmethod
    def open(
        cls,
        path: Path | str,
        version: str | None = None,
        catalogue: Catalogue | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> "Store":
        """The graph in the folder ``path``, by default its current version.

        Raises GraphError where there is no graph, no such version, or one that is damaged.
        """
        place = GraphFolder(Path(path)).find(version)
        manifest = Manifest.read(place / "manifest.json")
        return cls(place, manifest, catalogue or Catalogue.standard(), limits, _opened(place / "store"))

    @property
    def version(self) -> str:
        """The version's id."""
        return self.manifest.version

    def __len__(self) -> int:
        return self.manifest.quads

    def query(
        self,
        text: str,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Answer:
        """The answer to the SPARQL query ``text``.

        The default graph is the union of all graphs, unless the query names its dataset or the caller does
        with ``default_graphs`` or ``named_graphs``, which then say all (SPARQL 1.1 Protocol, 2.1.4). The
        prefixes of ``ontology.terms`` need no declaration. Raises QueryRefused, and QueryError with line and
        column for a text that cannot be read.
        """
        checked = check(text, self.limits)
        given = default_graphs is not None or named_graphs is not None
        try:
            return Answer(
                self._engine.query(
                    checked.text,
                    base_iri=self.manifest.base,
                    prefixes=PREFIXES,
                    use_default_graph_as_union=not (given or checked.names_dataset),
                    default_graph=_nodes(default_graphs or ()) if given else None,
                    named_graphs=_nodes(named_graphs or ()) if given else None,
                )
            )
        except (SyntaxError, RuntimeError, OSError, ValueError) as error:
            raise query_error(text, str(error)) from error

    def named(self, name: str, params: Mapping[str, str] | None = None) -> Answer:
        """The answer to the query ``name`` of the catalogue with values for its parameters.

        Raises UsageError for an unknown name, an unknown, missing or ill-typed parameter, or a code that no
        concept has.
        """
        return self.ask(self.catalogue.get(name), params or {})

    def ask(self, query: Query, params: Mapping[str, str]) -> Answer:
        """The answer to ``query`` with values for its parameters; raises as ``named`` does."""
        return self.query(resolved(query, params, self.manifest.base, self._knows))

    def describe(self, iri: str) -> Description:
        """What the graph says of ``iri``, in a fixed order; QueryError where it is not an IRI."""
        (node,) = _nodes((iri,))
        outgoing = self._engine.quads_for_pattern(node, None, None, None)
        incoming = self._engine.quads_for_pattern(None, None, node, None)
        return Description(tuple(sorted(outgoing, key=str)), tuple(sorted(incoming, key=str)))

    def parts(self) -> tuple[Path, ...]:
        """The files of sorted N-Quads that together are this version; GraphError where one is damaged."""
        self.manifest.check_files(self.path)
        return tuple(self.path / f"parts/{name}.nq" for name in sorted(self.manifest.parts))

    def ledgers(self) -> tuple[Path, ...]:
        """The files that say what became of each plan's table text; GraphError where one is damaged."""
        self.manifest.check_files(self.path)
        return tuple(self.path / f"ledgers/{slug}.json" for slug in sorted(self.manifest.ledgers))

    def _knows(self, iri: str) -> bool:
        found = self._engine.quads_for_pattern(NamedNode(iri), None, None, None)
        return next(iter(found), None) is not None


def _opened(path: Path) -> pyoxigraph.Store:
    try:
        return pyoxigraph.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise GraphError(
            cause=f"the version's store is damaged: {error}",
            remedy="Build the graph again with: equigraph build",
            file=str(path),
        ) from error


def _nodes(iris: Sequence[str]) -> list[Any]:  # lists of pyoxigraph's wider unions
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"not an IRI: {error}", "Give an absolute IRI, such as https://…") from error
