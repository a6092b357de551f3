"""The stored audit, read back from a version of the graph and written by the command."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Engine

from equigraph.errors import EquigraphError
from equigraph.graph.folder import GraphFolder
from equigraph.graph.lines import to_lines
from equigraph.graph.store import Store
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE
from equigraph.shapes.audit import audit_plan
from equigraph.shapes.commands import audit
from equigraph.shapes.packs import pack_files
from equigraph.shapes.quads import audit_lines

HERE = Path(__file__).parent
STATES = Path(str(pack_files()[0])).parents[2] / "ontology/vocabularies/states.ttl"


def shared(path: Path, graph: str) -> list[str]:
    """The lines of a Turtle file in the graph called ``graph``."""
    name = NamedNode(f"{DEFAULT_BASE}graph/{graph}")
    triples = parse(path=path, format=RdfFormat.TURTLE)
    return to_lines(Quad(t.subject, t.predicate, t.object, name) for t in triples)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audited") / "graph"
    lines = list(to_lines(parse(path=HERE / "report/plans.trig", format=RdfFormat.TRIG)))
    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        version.add_part("shapes", shared(Path(str(pack_files()[0])), "shapes"))
        version.add_part("vocabularies", shared(STATES, "vocabularies"))
        for slug in ("first-2020", "second-2021"):
            mine = [line for line in lines if f"graph/plan/{slug}" in line]
            version.add_part(slug, mine)
            version.add_part(f"{slug}.audit", audit_lines(audit_plan(mine)))
        version.finish({})
    return folder


def run(graph: Path, *arguments: str) -> Result:
    return CliRunner().invoke(audit, ["--graph", str(graph), *arguments], catch_exceptions=False)


def test_the_text_is_the_golden_one(graph: Path) -> None:
    assert run(graph).output == (HERE / "report/report.txt").read_text()


def test_a_shape_without_targets_has_nothing_to_test(graph: Path) -> None:
    shown = json.loads(run(graph, "--format", "json", "--plan", "second-2021").output)
    (plan,) = shown["plans"]
    (measures,) = (each for each in plan["coverage"] if each["shape"].endswith("#MeasureReadable"))
    assert (measures["targets"], measures["failed"]) == (0, 0)
    (line,) = (
        line for line in run(graph, "--plan", "second-2021").output.splitlines() if "Measure without" in line
    )
    assert line.endswith("nothing to test")


def test_json_counts_by_severity(graph: Path) -> None:
    plans = json.loads(run(graph, "--format", "json").output)["plans"]
    assert [plan["totals"] for plan in plans] == [
        {"Violation": 3, "Warning": 3, "Info": 0},
        {"Violation": 1, "Warning": 0, "Info": 2},
    ]


def test_csv_has_the_columns_and_rows_of_the_flat_table(graph: Path) -> None:
    text = run(graph, "--format", "csv").output
    table = Store.open(graph).named("tables/findings")
    rows = list(csv.reader(StringIO(text)))
    assert tuple(rows[0]) == table.variables
    assert sorted(map(tuple, rows[1:])) == sorted(table.texts())


def test_turtle_is_the_stored_report(graph: Path) -> None:
    engine = Engine()
    engine.load(run(graph, "--format", "turtle").output.encode(), RdfFormat.TURTLE)
    stored = [
        quad for part in Store.open(graph).parts() for quad in parse(path=part, format=RdfFormat.N_QUADS)
    ]
    wanted = {quad.triple for quad in stored if quad.graph_name.value.endswith("/audit")}
    assert {quad.triple for quad in engine} == wanted


@pytest.mark.parametrize("form", ["text", "turtle", "csv", "json"])
def test_two_runs_write_the_same_bytes(graph: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "report"
    assert run(graph, "--format", form, "--out", str(out)).output == ""
    assert out.read_bytes() == run(graph, "--format", form).stdout_bytes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 0),
        (("--fail-on", "none"), 0),
        (("--fail-on", "violation"), 1),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "violation", "--plan", "second-2021"), 1),
    ],
)
def test_findings_set_the_exit_code_only_when_asked(
    graph: Path, arguments: tuple[str, ...], code: int
) -> None:
    result = run(graph, *arguments)
    assert result.exit_code == code
    assert "Findings:" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--plan", "third-1999"), "third-1999"),
        (("--out", "/no/such/folder/report.txt"), "cannot be written"),
    ],
)
def test_wrong_use_is_one_clear_error(graph: Path, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(EquigraphError, match=said):
        run(graph, *arguments)


def test_a_version_without_an_audit_says_so(tmp_path: Path) -> None:
    with writing(GraphFolder(tmp_path), DEFAULT_BASE) as version:
        version.add_part("vocabularies", shared(STATES, "vocabularies"))
        version.finish({})
    with pytest.raises(EquigraphError, match="no audit is stored"):
        run(tmp_path)


def test_help_ends_with_an_example() -> None:
    last = CliRunner().invoke(audit, ["--help"]).output.splitlines()[-1]
    assert last.strip().startswith("Example: equigraph audit")
