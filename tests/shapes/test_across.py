"""Checks across plans: what they find in plans with known faults, and in none without."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.queries.catalogue import Catalogue
from equigraph.shapes.across import across_plans, rules
from equigraph.shapes.commands import audit

HERE = Path(__file__).parent / "across"
BASE = "https://example.org/id/"


def short(iri: str) -> str:
    return iri.rpartition("/")[2]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("across") / "graph"
    name = NamedNode(f"{BASE}graph/plans")
    triples = parse(path=HERE / "plans.ttl", format=RdfFormat.TURTLE)
    with writing(GraphFolder(folder), BASE) as version:
        version.add_part("plans", to_lines(Quad(t.subject, t.predicate, t.object, name) for t in triples))
        version.finish({})
    return folder


@pytest.fixture(scope="module")
def store(graph: Path) -> Store:
    return Store.open(graph)


def test_each_planted_fault_is_found_and_nothing_else(store: Store) -> None:
    found = [
        f"{each.rule} {short(each.plan)} {short(each.other)}: {each.detail}" for each in across_plans(store)
    ]
    assert found == (HERE / "findings.txt").read_text(encoding="utf-8").splitlines()


def test_every_rule_finds_something_here_and_says_what_it_is_about(store: Store) -> None:
    found = across_plans(store)
    assert {each.rule for each in found} == {short(name).removesuffix("-violation") for name in rules()}
    assert all(each.summary.endswith(".") for each in found)


def test_every_query_of_the_folder_is_a_check() -> None:
    assert Catalogue.standard().names("audit/across") == rules()


def test_three_series_of_one_edition_break_no_rule(real_store: Store) -> None:
    assert across_plans(real_store) == ()


@pytest.mark.parametrize(("more", "code"), [((), 0), (("--fail",), 1)])
def test_the_command_prints_each_finding_and_fails_where_it_is_told_to(
    graph: Path, more: tuple[str, ...], code: int
) -> None:
    done = CliRunner().invoke(audit, ["across", "--graph", str(graph), *more])
    assert done.exit_code == code
    *findings, last = done.output.splitlines()
    assert len(findings) == len((HERE / "findings.txt").read_text(encoding="utf-8").splitlines())
    assert last == f"Checks across plans: {len(rules())}, findings: {len(findings)}"
