"""The audit of one plan: findings with stable IRIs, coverage, and the quads that are stored."""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode, RdfFormat, parse, serialize

from equigraph.errors import BuildError
from equigraph.shapes import audit as audits
from equigraph.shapes.packs import built_in_packs, read_pack
from equigraph.shapes.quads import audit_lines, audit_quads

HERE = Path(__file__).parent
BASE = "https://w3id.org/equigraph/id/"
PLAN = f"{BASE}plan/example-2020"
PACKS = tuple(p for p in built_in_packs() if p.iri.endswith(("/completeness", "/consistency")))
audit_plan = partial(audits.audit_plan, packs=PACKS)
LATE = HERE / "MilestoneNotAfterAction/invalid.below-after-both.ttl"


def lines_of(path: Path, change: Callable[[str], str] = str) -> list[str]:
    """The N-Quads of the case ``path``, its Turtle changed first."""
    quads = parse(change(path.read_text()), RdfFormat.TURTLE)
    return (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode().splitlines()


def name(iri: str) -> str:
    return iri.rpartition("#")[2]


def iris(lines: list[str]) -> list[str]:
    return [finding.iri for finding in audit_plan(lines).findings]


def test_the_order_of_the_lines_changes_nothing() -> None:
    lines = lines_of(LATE)
    before = audit_lines(audit_plan(lines))
    random.Random(1).shuffle(lines)
    assert audit_lines(audit_plan("\n".join(lines).encode())) == before


def test_a_finding_keeps_its_iri_when_other_rows_come_or_change() -> None:
    (before,) = iris(lines_of(LATE))
    later = lines_of(
        LATE, lambda text: text.replace("eq:ownerState state:stated", "eq:ownerState state:blank", 1)
    )
    assert before.startswith(f"{PLAN}/finding/") and len(before.rpartition("/")[2]) == 12
    assert before in iris([*later, *lines_of(HERE / "PlanAsksNoOwner/invalid.lacks-column.ttl")])


def test_findings_under_another_base_have_the_same_last_segment() -> None:
    other = "https://example.org/things/"
    moved = audit_plan([line.replace(BASE, other) for line in lines_of(LATE)], base=other)
    (here,), (there,) = iris(lines_of(LATE)), [finding.iri for finding in moved.findings]
    assert there == here.replace(BASE, other)
    assert moved.graph == f"{other}graph/plan/example-2020/audit"


def test_results_that_agree_in_all_but_words_are_told_apart_by_number() -> None:
    """Both limits of a plan with two ends are broken by one date."""
    ends = 'eq:periodEnd "2020-11-30"^^xsd:date , "2020-12-01"^^xsd:date ;'
    text = 'eq:periodEnd "2021-03-31"^^xsd:date ;'
    audit = audit_plan(
        lines_of(HERE / "DateNotAfterPlan/valid.ttl", lambda turtle: turtle.replace(text, ends))
    )
    first, second = audit.findings
    assert second.iri == f"{first.iri}-2"
    assert "2020-11-30" in first.message and "2020-12-01" in second.message


def test_a_message_names_the_dates() -> None:
    (finding,) = audit_plan(lines_of(LATE)).findings
    assert finding.message == (
        "The milestone ends on 2021-01-01, but what it belongs to ends before that, on 2020-06-30."
    )


def test_coverage_counts_the_targets_of_each_shape() -> None:
    coverage = {name(each.shape): (each.targets, each.failed) for each in audit_plan(lines_of(LATE)).coverage}
    assert coverage["ActionOwnerBlank"] == (3, 0)
    assert coverage["ActionOwnerNotAsked"] == (3, 0)
    assert coverage["MilestoneNotAfterAction"] == (2, 1)
    assert coverage["PlanHasPeriod"] == (1, 0)
    assert coverage["DatePossible"] == (3, 0)


def test_every_kind_of_target_is_counted() -> None:
    """Against the validator itself: each shape of the pack fails on every target."""
    audit = audit_plan(lines_of(LATE), packs=[read_pack(HERE / "targets.ttl")])
    assert {name(each.shape): each.targets for each in audit.coverage} == {
        "OfClass": 2, "OfObjects": 2, "OfSubjects": 2, "OfNode": 1, "OfTwo": 3, "OfNothing": 0,
    }  # fmt: skip
    assert all(each.failed == each.targets for each in audit.coverage)


def test_evidence_and_earlier_audits_are_passed_over() -> None:
    stored = [str(quad) + " ." for quad in audit_quads(audit_plan(lines_of(LATE)))]
    other = (
        f"<{PLAN}/action/a1> <https://w3id.org/equigraph/ns#flag> <https://w3id.org/equigraph/flag/text-lost>"
    )
    evidence = f"{other} <{BASE}graph/plan/example-2020/evidence> ."
    assert iris([*lines_of(LATE), *stored, evidence]) == iris(lines_of(LATE))
    assert iris([*lines_of(LATE), f"{other} <{BASE}graph/plan/example-2020> ."]) != iris(lines_of(LATE))


def test_what_is_stored_is_a_validation_report_in_the_audit_graph_without_blank_nodes() -> None:
    quads = audit_quads(audit_plan(lines_of(LATE)))
    assert {quad.graph_name.value for quad in quads} == {f"{BASE}graph/plan/example-2020/audit"}
    assert not any(isinstance(term, BlankNode) for quad in quads for term in quad)
    assert len(set(quads)) == len(quads)
    finding = next(quad.object for quad in quads if quad.predicate.value.endswith("#result"))
    stored = {
        quad.predicate.value.rpartition("#")[2]: quad.object.value
        for quad in quads
        if quad.subject == finding
    }
    assert stored == {
        "type": "https://w3id.org/equigraph/ns#Finding",
        "plan": PLAN,
        "focusNode": f"{PLAN}/milestone/s2",
        "resultPath": "https://w3id.org/equigraph/ns#dueEnd",
        "sourceShape": "https://w3id.org/equigraph/shapes/consistency#MilestoneNotAfterAction",
        "sourceConstraintComponent": "http://www.w3.org/ns/shacl#SPARQLConstraintComponent",
        "resultSeverity": "http://www.w3.org/ns/shacl#Violation",
        "resultMessage": audit_plan(lines_of(LATE)).findings[0].message,
        "value": "2021-01-01",
    }


@pytest.mark.parametrize(("case", "conforms"), [("valid.ttl", "true"), ("invalid.without-end.ttl", "false")])
def test_a_report_conforms_only_without_any_finding(case: str, conforms: str) -> None:
    lines = audit_lines(audit_plan(lines_of(HERE / "PlanHasPeriod" / case)))
    (stated,) = (line for line in lines if "shacl#conforms>" in line)
    assert f'"{conforms}"' in stated


@pytest.mark.parametrize("normalise", [True, False])
def test_rdflib_is_left_as_it_was(normalise: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", normalise)
    audit_plan(lines_of(LATE))
    assert rdflib.NORMALIZE_LITERALS is normalise


@pytest.mark.parametrize("value", ["2020-02-30", "0012"])
def test_values_keep_their_lexical_form(value: str) -> None:
    datatype = "xsd:date" if "-" in value else "xsd:integer"
    old, new = 'eq:text "Number of people advised"', f'eq:text "{value}"^^{datatype}'
    audit = audit_plan(
        lines_of(HERE / "MeasureReadable/valid.ttl", lambda text: text.replace(old, new)),
        packs=[read_pack(HERE / "values.ttl")],
    )
    assert [finding.value.value for finding in audit.findings if finding.value] == [value]
    assert any(f'"{value}"^^' in line for line in audit_lines(audit))


@pytest.mark.parametrize("plans", [0, 2])
def test_an_audit_is_of_one_plan(plans: int) -> None:
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/equigraph/ns#Plan>"
    with pytest.raises(BuildError, match=f"here are {plans}"):
        audit_plan([f"<{BASE}plan/p{number}> {kind} ." for number in range(plans)])
