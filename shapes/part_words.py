"""What the part of a plan says of its things: their kind, their words, and where these stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

import pyoxigraph as ox

from ..ontology.terms import PREFIXES
from .shape import local_name

EQ, OA, RDF, DCTERMS, SKOS = (PREFIXES[name] for name in ("eq", "oa", "rdf", "dcterms", "skos"))
VIA = tuple(f"{EQ}{name}" for name in ("due", "measure", "qualifiedOwnership"))
"""What leads from a record to a part of it that has words of its own."""
SAID = frozenset(
    [f"{RDF}type", f"{RDF}value", f"{SKOS}prefLabel", f"{DCTERMS}source", f"{DCTERMS}identifier", *VIA]
    + [f"{EQ}{name}" for name in ("plan", "text", "about", "method", "reason", "correctedBy")]
    + [
        f"{OA}{name}"
        for name in ("hasBody", "hasTarget", "hasSource", "hasSelector", "exact", "start", "end")
    ]
)
"""The properties that are read, and no others."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a ``record``, or of the part that it has ``via`` a property; ``place`` is a fragment."""

    record: str
    via: str
    document: str
    quote: str
    start: int
    end: int
    place: str
    method: str
    reason: str
    by: str


class PartWords:
    """The plan ``iri`` as the N-Quads in ``files`` have it."""

    def __init__(self, iri: str, files: Iterable[Path]) -> None:
        self.iri = iri
        self._nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for file in files:
            self._read(file)

    def records(self) -> dict[str, tuple[str, str]]:
        """The class and the words of each of the plan's records, and of their times and ownerships."""
        held = [node for node, said in self._nodes.items() if self.iri in said.get(f"{EQ}plan", ())]
        parts = [part for node in held for via in VIA for part in self._all(node, via)]
        kinds = {node: self._kinds(node) for node in (*held, *parts)}
        return {node: (max(found), self._words(node)) for node, found in kinds.items() if found}

    def words(self) -> Iterator[Words]:
        """The words that things were read from."""
        source = self._one(self.iri, f"{DCTERMS}source")
        document = self._one(source, f"{DCTERMS}identifier")
        notes = (
            (node, said[f"{OA}hasTarget"]) for node, said in self._nodes.items() if f"{OA}hasTarget" in said
        )
        for note, targets in notes:
            for target in (each for each in targets if source in self._all(each, f"{OA}hasSource")):
                for record, via in self._read_from(note):
                    yield from self._made(record, via, document, note, self._one(target, f"{OA}hasSelector"))

    def _read(self, file: Path) -> None:
        nodes = self._nodes
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS):
            predicate, thing = quad.predicate.value, quad.object
            if predicate in SAID and isinstance(thing, ox.NamedNode | ox.Literal):
                nodes[str(quad.subject)[1:-1]][predicate].append(thing.value)

    def _all(self, node: str, predicate: str) -> Sequence[str]:
        return self._nodes[node].get(predicate, ()) if node in self._nodes else ()

    def _one(self, node: str, predicate: str) -> str:
        return next(iter(self._all(node, predicate)), "")

    def _kinds(self, node: str) -> list[str]:
        kinds = (each for each in self._all(node, f"{RDF}type") if each.startswith(EQ))
        return [local_name(each) for each in kinds if each != f"{EQ}Finding"]

    def _words(self, node: str) -> str:
        return max((*self._all(node, f"{EQ}text"), *self._all(node, f"{SKOS}prefLabel")), default="")

    def _read_from(self, note: str) -> Iterator[tuple[str, str]]:
        """The things that were read from the words of an annotation, and the records that hold these."""
        bodies = self._all(note, f"{OA}hasBody")
        if not self._all(note, f"{EQ}about"):
            yield from ((body, "") for body in bodies)
        for body in bodies:
            yield from self._holders.get(body, ())

    @cached_property
    def _holders(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for node, said in self._nodes.items():
            for via in VIA:
                for part in said.get(via, ()):
                    found[part].append((node, local_name(via)))
        return found

    def _made(self, record: str, via: str, document: str, note: str, at: str) -> Iterator[Words]:
        start, end = (self._one(at, f"{OA}{name}") for name in ("start", "end"))
        quote, place = self._one(at, f"{OA}exact"), self._one(at, f"{RDF}value")
        method = local_name(self._one(note, f"{EQ}method"))
        whys = product(self._all(note, f"{EQ}reason") or ("",), self._all(note, f"{EQ}correctedBy") or ("",))
        for reason, by in whys if start and end else ():
            yield Words(record, via, document, quote, int(start), int(end), place, method, reason, by)
