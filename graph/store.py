"""One version of the graph, opened to read and ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, parse_query_results

from ..errors import QueryError
from ..ontology.terms import PREFIXES
from ..queries.catalogue import Catalogue, Query
from .answer import Answer
from .answers import QUERIES, kept_answer
from .folder import GraphFolder
from .functions import tolerant
from .guard import Limits, check
from .manifest import Manifest, as_written
from .named import resolved
from .openings import Opening, opening
from .syntax import damaged, engine_error
from .tokens import tokens

_WRITTEN = {prefix: (f"{prefix}:", start) for prefix, start in PREFIXES.items()}
CHECKED = 1_000
"""How many texts of named queries are known to have been checked."""


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
        memory: pyoxigraph.Store | None = None,
    ) -> "Store":
        """The graph in the folder ``path``, by default its current version.

        ``memory`` is a store that holds the version's statements already. Raises GraphError where there is no
        graph, no such version, or one that is damaged.
        """
        place = GraphFolder(Path(path)).find(version)
        manifest = Manifest.read(place / "manifest.json")
        engine = _opened(place / "store") if memory is None else memory
        return cls(place, manifest, catalogue or Catalogue.standard(), limits, engine)

    @classmethod
    def at(cls, place: Path) -> "Store":
        """The version in the folder ``place``, which need not be kept yet; GraphError where it is damaged."""
        manifest = Manifest.read(place / "manifest.json")
        return cls(place, manifest, Catalogue.standard(), Limits(), _opened(place / "store"))

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
        return self._run(checked.text, checked.names_dataset, default_graphs, named_graphs)

    def run(
        self,
        text: str,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Answer:
        """As ``query``, for a ``text`` that ``guard.check`` has let pass before: it is not read again."""
        return self._run(text, _names_dataset(text), default_graphs, named_graphs)

    def named(self, name: str, params: Mapping[str, str] | None = None) -> Answer:
        """The answer to the query ``name`` of the catalogue with values for its parameters.

        Raises UsageError for an unknown name, an unknown, missing or ill-typed parameter, or a code that no
        concept has.
        """
        return self.ask(self.catalogue.get(name), params or {})

    def ask(self, query: Query, params: Mapping[str, str]) -> Answer:
        """The answer to ``query`` with values for its parameters; raises as ``named`` and ``query`` do.

        A query is checked once, without values: these are written as terms and cannot add to what it asks.
        """
        _let_pass(query.text, self.limits)
        return self.run(resolved(query, params, self.manifest.base, self._knows))

    def overview(self, name: str) -> Answer:
        """The answer to the query overview/``name``; raises as ``kept``."""
        return self.kept(f"{QUERIES}/{name}")

    def kept(self, name: str) -> Answer:
        """The answer to a query without parameters: as the build kept it, or asked now.

        Raises UsageError for an unknown name, GraphError where what was kept is damaged.
        """
        query = self.catalogue.get(name)
        kept = kept_answer(query, self.path, self.manifest)
        return self.ask(query, {}) if kept is None else _read(kept)

    def opening(self, query: Query) -> Opening | None:
        """The beginning of the answer to ``query`` without values, where the build kept it.

        Raises GraphError where what was kept is damaged.
        """
        return opening(query, self.path, self.manifest)

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

    def part(self, name: str) -> Path | None:
        """The file of one part; None where there is none, GraphError where it is damaged."""
        known = self.manifest.parts.get(name)
        return self._file(f"parts/{name}.nq", known.sha256 if known else None)

    def ledger(self, slug: str) -> Path | None:
        """The file of one plan's ledger; None where there is none, GraphError where it is damaged."""
        return self._file(f"ledgers/{slug}.json", self.manifest.ledgers.get(slug))

    def _file(self, name: str, digest: str | None) -> Path | None:
        if digest is not None:
            as_written(self.path / name, digest)
        return self.path / name if digest is not None else None

    def ledgers(self) -> tuple[Path, ...]:
        """The files that say what became of each plan's table text; GraphError where one is damaged."""
        self.manifest.check_files(self.path)
        return tuple(self.path / f"ledgers/{slug}.json" for slug in sorted(self.manifest.ledgers))

    def document(self, slug: str) -> str | None:
        """The text of plan ``slug``'s document as it was read; None in versions that were built without it.

        Raises GraphError where it is damaged.
        """
        if slug not in self.manifest.documents:
            return None
        return as_written(self.path / f"documents/{slug}.txt", self.manifest.documents[slug]).decode()

    def _run(
        self,
        text: str,
        names_dataset: bool,
        default_graphs: Sequence[str] | None,
        named_graphs: Sequence[str] | None,
    ) -> Answer:
        given = default_graphs is not None or named_graphs is not None
        ask = partial(
            self._engine.query,
            text,
            base_iri=self.manifest.base,
            prefixes=_prefixes(text),
            use_default_graph_as_union=not (given or names_dataset),
            default_graph=_nodes(default_graphs or ()) if given else None,
            named_graphs=_nodes(named_graphs or ()) if given else None,
        )
        try:
            return Answer(tolerant(ask))
        except (SyntaxError, RuntimeError, OSError, ValueError) as error:
            raise engine_error(text, error) from error

    def _knows(self, iri: str) -> bool:
        found = self._engine.quads_for_pattern(NamedNode(iri), None, None, None)
        return next(iter(found), None) is not None


def _names_dataset(text: str) -> bool:
    """Whether there is a FROM; most texts are known at a glance to have none."""
    return "from" in text.lower() and any(token.is_word("FROM") for token in tokens(text))


def _prefixes(text: str) -> dict[str, str]:
    """Those of ours that ``text`` may use: the engine reads each anew for every query."""
    if "\\" in text:
        return PREFIXES
    return {prefix: start for prefix, (written, start) in _WRITTEN.items() if written in text}


def _read(kept: bytes) -> Answer:
    solutions = parse_query_results(kept, format=QueryResultsFormat.JSON)
    return Answer(solutions)


def _opened(path: Path) -> pyoxigraph.Store:
    try:
        return pyoxigraph.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise damaged(str(error), str(path)) from error


def _nodes(iris: Sequence[str]) -> list[Any]:  # lists of pyoxigraph's wider unions
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise QueryError(f"not an IRI: {error}", "Give an absolute IRI, such as https://…") from error


@lru_cache(maxsize=CHECKED)
def _let_pass(text: str, limits: Limits) -> None:
    check(text, limits)
