"""What the packs that come with the package say of themselves, and that they agree with the vocabularies."""

from collections import Counter
from collections.abc import Iterator

import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import DCTERMS, SH
from rdflib.term import Node

from equigraph.ontology.terms import PREFIXES
from equigraph.ontology.vocabulary import Concept, concepts, vocabulary
from equigraph.shapes.audit import audit_plan
from equigraph.shapes.packs import Pack, built_in_packs

PACKS = {pack.name: pack for pack in built_in_packs()}
CRITERIA = [(pack, criterion) for pack in PACKS.values() for criterion in pack.described.criteria]
CHARACTERISTICS = {each.iri: each for each in concepts("characteristic")}
EIGHT = (
    "age", "disability", "gender-reassignment", "pregnancy-and-maternity", "race", "religion-or-belief",
    "sex", "sexual-orientation",
)  # fmt: skip


def within(graph: Graph, node: Node) -> Iterator[Node]:
    """Whatever is said of ``node``, and of the nodes without a name that it leads to."""
    for found in graph.objects(node):
        yield found
        if isinstance(found, BNode):
            yield from within(graph, found)


def tops(concept: Concept) -> set[str]:
    """The codes of the characteristics in law that the concept is within; Sikhs are within two."""
    above = [CHARACTERISTICS[iri] for iri in concept.broader]
    return {code for each in above for code in tops(each)} if above else {concept.code}


def test_the_six_packs_come_with_the_package_in_their_order() -> None:
    assert list(PACKS) == ["completeness", "consistency", "smart", "psed", "eflg", "publishing"]


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_a_pack_says_what_it_asks_and_each_criterion_why(pack: Pack) -> None:
    assert pack.described.text.endswith(".")
    for criterion in pack.described.criteria:
        assert criterion.text.endswith(".") and criterion.basis in ("law", "practice")
        assert criterion.sources and all(source.words for source in criterion.sources)
        for check in criterion.checks:
            assert all(words.endswith(".") for words in (check.cause, check.effect, check.remedy))


def test_what_law_asks_rests_on_legislation() -> None:
    sources = {c.name: [source.iri for source in c.sources] for _, c in CRITERIA if c.basis == "law"}
    assert sources
    assert all(any("legislation.gov.uk" in iri for iri in iris) for iris in sources.values())


def test_what_nobody_can_tell_or_was_not_found_is_no_violation() -> None:
    verdicts = {
        (shape.verdict, shape.severity.rpartition("#")[2])
        for pack in PACKS.values()
        for shape in pack.shapes
        if shape.verdict != "failed"
    }
    assert verdicts == {("unknown", "Info"), ("not found", "Info"), ("not found", "Warning")}


def test_no_two_packs_have_a_shape_or_a_place_of_one_name() -> None:
    names = Counter(shape.name for pack in PACKS.values() for shape in pack.shapes)
    orders = Counter(order for pack in PACKS.values() for order in {shape.order for shape in pack.shapes})
    assert max(names.values()) == max(orders.values()) == 1


def test_a_severity_stands_on_the_shape_and_not_on_its_constraint() -> None:
    """SHACL says nothing of one on a SPARQL constraint (SHACL section 5.3.1)."""
    for pack in PACKS.values():
        constraints = set(pack.graph.objects(None, SH.sparql))
        assert not [each for each in constraints if (each, SH.severity, None) in pack.graph]


@pytest.mark.parametrize("code", EIGHT)
def test_the_narrower_characteristics_of_psed_are_those_of_the_vocabulary(code: str) -> None:
    name = "Covers" + "".join(word.capitalize() for word in code.split("-"))
    shape = next(shape for shape in PACKS["psed"].shapes if shape.name == name)
    listed = {str(node) for node in within(PACKS["psed"].graph, URIRef(shape.iri))}
    below = {iri for iri, concept in CHARACTERISTICS.items() if code in tops(concept)}
    assert {iri for iri in listed if iri.startswith(PREFIXES["characteristic"])} == below


def test_the_eight_are_all_but_one_of_the_nine() -> None:
    nine = {code for each in CHARACTERISTICS.values() for code in tops(each)}
    assert nine - set(EIGHT) == {"marriage-and-civil-partnership"}


def test_every_topic_is_asked_for_by_a_pack() -> None:
    asked = {str(node) for pack in PACKS.values() for _, _, node in pack.graph}
    assert {each.iri for each in vocabulary().scheme("topic")} <= asked


def test_sources_are_web_addresses() -> None:
    sources = {str(s) for pack in PACKS.values() for s in pack.graph.objects(None, DCTERMS.source)}
    assert sources and all(source.startswith(("http://", "https://")) for source in sources)


@pytest.mark.parametrize(("graph", "found"), [("evidence", 0), ("audit", 1)])
def test_a_pack_that_looks_at_evidence_sees_it_and_no_earlier_audit(graph: str, found: int) -> None:
    base, eq = "https://w3id.org/equigraph/id/", PREFIXES["eq"]
    plan, name = f"{base}plan/example-2020", f"{base}graph/plan/example-2020"
    kind, of = f"<{PREFIXES['rdf']}type>", f"<{eq}plan> <{plan}> <{name}> ."
    lines = [
        f"<{plan}> {kind} <{eq}Plan> <{name}> .",
        f"<{plan}/passage/p1> {kind} <{eq}Passage> <{name}> .",
        f"<{plan}/passage/p1> {of}",
        f"<{plan}/evidence/e1> <{PREFIXES['oa']}hasBody> <{plan}/passage/p1> <{name}/{graph}> .",
    ]
    audit = audit_plan(lines, packs=[PACKS["publishing"]])
    assert sum(finding.shape.endswith("#RecordEvidenced") for finding in audit.findings) == found
