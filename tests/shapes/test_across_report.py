"""What checks across plans find, in reports: on which plan, in which words, and on what they were tried."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.shapes.across import rules
from equigraph.shapes.across_audit import across_pack, audit_across, rule_of, untried
from equigraph.shapes.audit import Audit
from equigraph.shapes.reporting import Scope, make_report, read_report

HERE = Path(__file__).parent / "across"
BASE = "https://example.org/id/"


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Audit]:
    folder = tmp_path_factory.mktemp("across") / "graph"
    name = NamedNode(f"{BASE}graph/plans")
    triples = parse(path=HERE / "plans.ttl", format=RdfFormat.TURTLE)
    with writing(GraphFolder(folder), BASE) as version:
        version.add_part("plans", to_lines(Quad(t.subject, t.predicate, t.object, name) for t in triples))
        version.finish({})
    return {plan.rpartition("/")[2]: audit for plan, audit in audit_across(Store.open(folder)).items()}


def test_every_check_across_plans_has_a_shape_that_words_it() -> None:
    named = {name.rpartition("/")[2].removesuffix("-violation") for name in rules()}
    assert {rule_of(shape) for shape in across_pack().shapes} == named


def test_what_is_found_stands_with_the_plan(audits: dict[str, Audit]) -> None:
    found = [
        f"{finding.shape.rpartition('#')[2]} {plan}: {finding.message}"
        for plan, audit in audits.items()
        for finding in audit.findings
    ]
    wanted = (HERE / "findings.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(line.partition(": ")[2] for line in found) == sorted(
        line.partition(": ")[2] for line in wanted
    )
    prints = [finding.fingerprint for audit in audits.values() for finding in audit.findings]
    assert len(set(prints)) == len(prints)


def test_a_first_edition_is_no_edition_published_in_time(audits: dict[str, Audit]) -> None:
    assert not {"o2012", "i2020"} & audits.keys()
    assert {each.targets for each in untried(f"{BASE}plan/o2012", BASE).coverage} == {0}
    (late,) = [each for each in audits["i2022"].coverage if each.shape.endswith("#Editions")]
    assert (late.targets, late.failed) == (1, 1)


def test_a_plan_that_stands_alone_has_nothing_to_test(real_store: Store) -> None:
    report = read_report(real_store)
    checks = [check.iri for pack, _, check in report.checks() if pack.name == "across"]
    assert len(checks) == len(rules())
    for plan in report.plans:
        found = [plan.population(check) for check in checks]
        assert [each.outcome for each in found if each] == ["nothing to test"] * len(checks)


def test_the_pack_can_be_asked_for_alone(real_store: Store) -> None:
    report = make_report(real_store, Scope(packs=("across",)))
    assert [pack.name for pack in report.packs] == ["across"]
