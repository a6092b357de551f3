"""Owners and organisations: described in the graph all plans share, said of records in the plan's."""

from ..ontology.terms import PREFIXES, term
from .iris import PlanIris
from .keys import Keys
from .quads_evidence import Evidence
from .records import Action, Mention, Ownership
from .sink import Sink, coded, each, iri


def owned(
    sink: Sink, evidence: Evidence, iris: PlanIris, units: dict[str, str], action: Action, subject: str
) -> None:
    """Who answers for the action: directly, and with role, words and unit in PROV's qualified pattern."""
    keys = Keys()
    for number, owner in enumerate(action.owners, 1):
        agent = _agent(sink, iris, units, owner)
        node = iris.thing("ownership", keys.mint(action.key, "ownership", owner.quote.text))
        sink.add(iris.graph(), subject, ("eq:owner", iri(agent)), ("eq:qualifiedOwnership", iri(node)))
        sink.add(
            iris.graph(), node,
            ("rdf:type", term("eq:Ownership")), ("eq:agent", iri(agent)),
            ("eq:role", coded("role", owner.role)),
            ("eq:text", owner.quote.text), ("eq:unitText", owner.unit), ("eq:position", number),
            ("eq:team", iri(_unit(sink, iris, units, owner))),
            *each("eq:flag", [coded("flag", flag) for flag in owner.flags]),
        )  # fmt: skip
        if action.owner:
            evidence.of(action.owner, node)
    if action.owner and not action.owners:
        evidence.of(action.owner, subject)


def named_by(mention: Mention, iris: PlanIris, teams: frozenset[str]) -> str:
    """The IRI of what a mention names: of a vocabulary, else an owning team, else a found body."""
    if mention.iri:
        return mention.iri
    return iris.team(mention.label) if mention.label in teams else iris.organisation(mention.label)


def mentioned(sink: Sink, iris: PlanIris, mention: Mention, node: str, subject: str) -> None:
    """A characteristic or partner of a record, with the description of a partner that no vocabulary knows."""
    partner = not mention.iri or mention.iri.startswith(PREFIXES["organisation"])
    sink.add(iris.graph(), subject, ("eq:partner" if partner else "eq:characteristic", iri(node)))
    if node == iris.organisation(mention.label):
        sink.add(
            iris.organisations, node,
            ("rdf:type", term("org:Organization")), ("skos:prefLabel", mention.label),
            ("eq:flag", coded("flag", "found")),
        )  # fmt: skip


def _agent(sink: Sink, iris: PlanIris, units: dict[str, str], owner: Ownership) -> str:
    """The IRI of the owner, described in the shared graph."""
    unit = _unit(sink, iris, units, owner)
    if owner.iri:
        return owner.iri
    if owner.kind != "person":
        return _team(sink, iris, units, owner.name)
    person = iris.person(owner.name)
    sink.add(
        iris.organisations, person,
        ("rdf:type", term("foaf:Person")), ("foaf:name", owner.name), ("foaf:title", owner.title),
        ("org:memberOf", iri(unit)),
    )  # fmt: skip
    return person


def _unit(sink: Sink, iris: PlanIris, units: dict[str, str], owner: Ownership) -> str:
    """The IRI of the owner's unit, "" where none is printed."""
    return owner.unit_iri or (_team(sink, iris, units, owner.unit) if owner.unit else "")


def _team(sink: Sink, iris: PlanIris, units: dict[str, str], printed: str) -> str:
    """A unit of the council under the name the document gives it, else its printed code."""
    name = units.get(printed, printed)
    team = iris.team(name)
    sink.add(
        iris.organisations, team,
        ("rdf:type", term("org:OrganizationalUnit")), ("skos:prefLabel", name),
        ("skos:notation", printed if printed != name else None),
        ("org:unitOf", iri(PREFIXES["organisation"] + iris.council)),
    )  # fmt: skip
    return team
