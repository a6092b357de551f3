"""What the audit of a plan looks at: its triples, and an index of them for targets."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from ..errors import BuildError
from ..ontology.terms import PREFIXES
from .engine import Term

EVIDENCE, AUDIT = "/evidence", "/audit"
TYPE = PREFIXES["rdf"] + "type"
SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
EQ = PREFIXES["eq"]

Lines = bytes | Iterable[str]
Shared = Mapping[Term, Sequence[ox.Triple]]
"""What is known of each thing that plans share."""


@dataclass(frozen=True)
class PlanData:
    """The ``triples`` of one plan and of the shared things that they mention; its ``evidence`` apart."""

    triples: frozenset[ox.Triple] = field(repr=False)
    evidence: Sequence[ox.Triple] = field(repr=False, default=())

    @cached_property
    def plan(self) -> str:
        """The plan's IRI; BuildError where there is none, or several."""
        plans = self.of_class(f"{EQ}Plan")
        if len(plans) != 1:
            cause = f"an audit is of one plan, and here are {len(plans)}"
            raise BuildError(cause, "Audit each plan's part by itself")
        return plans.copy().pop()

    @cached_property
    def text(self) -> bytes:
        """The triples as N-Triples."""
        return ox.serialize(self.triples, format=ox.RdfFormat.N_TRIPLES) or b""

    def text_with_evidence(self, predicates: Collection[str] | None = None) -> bytes:
        """The triples and the evidence as N-Triples; of this only what has one of the ``predicates``."""
        wanted = None if predicates is None else {ox.NamedNode(name) for name in predicates}
        chosen = (triple for triple in self.evidence if wanted is None or triple.predicate in wanted)
        return self.text + (ox.serialize(chosen, format=ox.RdfFormat.N_TRIPLES) or b"")

    def of_class(self, name: str) -> set[str]:
        """The instances of a class and of those the data puts below it (SHACL section 2.1.3.2)."""
        names = {name, *self._below(name)}
        return {thing for each in names for thing in self._objects.get((TYPE, each), ())}

    def subjects(self, predicate: str) -> set[str]:
        """Whatever has the ``predicate``."""
        return {_key(triple.subject) for triple in self._about.get(predicate, ())}

    def objects(self, predicate: str) -> set[str]:
        """Whatever the ``predicate`` leads to, literals as they are written in N-Triples."""
        return {_key(triple.object) for triple in self._about.get(predicate, ())}

    def mentions(self, iri: str) -> bool:
        """Whether a triple leads to ``iri``."""
        return iri in self._mentioned

    def select(self, query: str) -> set[str]:
        """The values of ``?this`` that a SPARQL-based target gives (SHACL Advanced Features, section 3.1)."""
        found = self._store.query(query)
        return {_key(row["this"]) for row in found} if isinstance(found, ox.QuerySolutions) else set()

    def things(self) -> Iterator[tuple[str, str]]:
        """Each thing of a class of ours, with that class."""
        for (predicate, name), found in self._objects.items():
            if predicate == TYPE and name.startswith(EQ):
                yield from ((thing, name) for thing in found)

    @cached_property
    def _store(self) -> ox.Store:
        store = ox.Store()
        store.bulk_extend(ox.Quad(*triple) for triple in self.triples)
        return store

    @cached_property
    def _about(self) -> dict[str, list[ox.Triple]]:
        """The triples by their predicate."""
        found: dict[ox.NamedNode, list[ox.Triple]] = defaultdict(list)
        for triple in self.triples:
            found[triple.predicate].append(triple)
        return {predicate.value: triples for predicate, triples in found.items()}

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        return frozenset(_key(triple.object) for triple in self.triples)

    @cached_property
    def _objects(self) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for predicate in (TYPE, SUBCLASS):
            for triple in self._about.get(predicate, ()):
                found[predicate, _key(triple.object)].add(_key(triple.subject))
        return dict(found)

    def _below(self, name: str) -> set[str]:
        below: set[str] = set()
        waiting = {name}
        while waiting:
            found = self._objects.get((SUBCLASS, waiting.pop()), set()) - below
            below |= found
            waiting |= found
        return below


def plan_data(quads: Lines, shared: Shared) -> PlanData:
    """The plan's data in N-Quads: its graphs but earlier audits, and what it mentions of ``shared``.

    Things are mentioned where a triple leads to them, or where one that is mentioned does.
    """
    parted = _parted(quads)
    mine = set(parted[""])
    waiting: set[Term] = {triple.object for triple in mine}
    known: set[Term] = set()
    while waiting:
        node = waiting.pop()
        known.add(node)
        more = shared.get(node, ())
        mine.update(more)
        waiting |= {triple.object for triple in more} - known
    return PlanData(frozenset(mine), parted[EVIDENCE])


def _parted(quads: Lines) -> Mapping[str, list[ox.Triple]]:
    """The triples of the evidence's graphs, of the audit's and of the others, which are called nothing."""
    parted: dict[str, list[ox.Triple]] = {EVIDENCE: [], AUDIT: [], "": []}
    of_graph: dict[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, list[ox.Triple]] = {}
    for quad in _parsed(quads):
        graph = quad.graph_name
        if graph not in of_graph:
            of_graph[graph] = parted[_part(graph)]
        of_graph[graph].append(quad.triple)
    return parted


def shared_data(quads: Lines) -> Shared:
    """What N-Quads say of things that plans share, by thing."""
    about: dict[Term, list[ox.Triple]] = {}
    for quad in _parsed(quads):
        about.setdefault(quad.triple.subject, []).append(quad.triple)
    return about


def _parsed(lines: Lines) -> Iterator[ox.Quad]:
    text = lines if isinstance(lines, bytes) else "\n".join(line.rstrip("\n") for line in lines)
    return iter(ox.parse(text, ox.RdfFormat.N_QUADS))


def _part(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    name = graph.value if isinstance(graph, ox.NamedNode) else ""
    return next((part for part in (EVIDENCE, AUDIT) if name.endswith(part)), "")


def _key(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
