"""What a validator is to us: triples in, the W3C validation report out, read result by result."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

SH = "http://www.w3.org/ns/shacl#"
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Engine(Protocol):
    """A SHACL validator."""

    @property
    def name(self) -> str:
        """What it is called on the command line."""
        ...

    @property
    def package(self) -> str:
        """The library it stands in, whose version decides with what it finds."""
        ...

    def report(self, data: bytes, shapes: bytes, file: str) -> Iterable[ox.Triple]:
        """The validation report (SHACL section 3.6) on N-Triples ``data`` by N-Triples ``shapes``.

        Literals are taken as written. Raises AssetError naming ``file`` where the shapes cannot be used.
        """
        ...


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL section 3.6.2); a path or value that is a blank node is left out."""

    shape: str
    focus: str
    path: str
    severity: str
    component: str
    message: str
    value: ox.NamedNode | ox.Literal | None


def validate(engine: Engine, data: bytes, shapes: bytes, file: str) -> tuple[Result, ...]:
    """What the ``shapes`` of ``file`` find in ``data``, in a fixed order; AssetError as the engine says."""
    found = _results(engine.report(data, shapes, file))
    return tuple(
        sorted(found, key=lambda r: (r.shape, r.focus, r.path, str(r.value), r.message, r.component))
    )


def _results(report: Iterable[ox.Triple]) -> Iterator[Result]:
    nodes: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    results = []
    for triple in report:
        nodes[triple.subject][triple.predicate.value].append(triple.object)
        if triple.predicate.value == f"{SH}result":
            results.append(triple.object)
    return (_result(nodes[node]) for node in results)


def _result(said: Mapping[str, list[Term]]) -> Result:
    value = next(iter(said.get(f"{SH}value", ())), None)
    return Result(
        shape=_iri(said, "sourceShape"),
        focus=_iri(said, "focusNode"),
        path=_iri(said, "resultPath"),
        severity=_iri(said, "resultSeverity"),
        component=_iri(said, "sourceConstraintComponent"),
        message=min(
            (m.value for m in said.get(f"{SH}resultMessage", ()) if isinstance(m, ox.Literal)), default=""
        ),
        value=value if isinstance(value, ox.NamedNode | ox.Literal) else None,
    )


def _iri(said: Mapping[str, list[Term]], name: str) -> str:
    node = next(iter(said.get(SH + name, ())), None)
    return node.value if isinstance(node, ox.NamedNode | ox.Literal) else ""
