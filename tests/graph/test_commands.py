import gc
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from equigraph.errors import EquigraphError, GraphError, UsageError
from equigraph.graph.commands import export, info, query

ROOT = click.Group("equigraph", commands=[query, export, info])


def run(*arguments: str | Path, graph: Path | None = None, stdin: str | None = None) -> Result:
    env = {"EQUIGRAPH_GRAPH": str(graph) if graph else None}
    return CliRunner().invoke(ROOT, [str(each) for each in arguments], input=stdin, env=env)


def out(*arguments: str | Path, graph: Path | None = None, stdin: str | None = None) -> str:
    result = run(*arguments, graph=graph, stdin=stdin)
    assert result.exit_code == 0, result.output
    return result.stdout


def fault(*arguments: str | Path, graph: Path | None = None, stdin: str | None = None) -> EquigraphError:
    error = run(*arguments, graph=graph, stdin=stdin).exception
    assert isinstance(error, EquigraphError)
    error.__traceback__ = None
    gc.collect()  # the runner's frames hold the answer, which may be let go on this thread only
    return error


def test_a_named_query_is_drawn_as_a_table(sample_graph: Path) -> None:
    text = out("query", "tables/owners", "--graph", sample_graph)
    assert "Officer One" in text and "<plan/alpha-2020/action/a1>" in text
    assert text.rstrip().endswith("3 rows")


def test_every_column_is_drawn_whole_without_a_terminal(sample_graph: Path) -> None:
    text = (
        "".join(out("query", "tables/plans", graph=sample_graph).split("\n"))
        .replace(" ", "")
        .replace("│", "")
    )
    assert "…" not in text and "aa000" in text


@pytest.mark.parametrize(
    ("query", "format", "start"),
    [
        ("SELECT ?s { ?s a eq:Milestone }", "csv", "s\r\nhttps://"),
        ("SELECT ?s { ?s a eq:Milestone }", "json", '{"head"'),
        ("ASK { ?s a eq:Milestone }", None, "yes"),
        ("ASK { ?s a eq:Nothing }", "table", "no"),
        ("ASK { ?s a eq:Milestone }", "xml", "<?xml"),
        ("DESCRIBE <plan/beta-2021>", None, "@prefix"),
        ("DESCRIBE <plan/beta-2021>", "jsonld", "[{"),
    ],
)
def test_a_query_from_standard_input(sample_graph: Path, query: str, format: str | None, start: str) -> None:
    options = ["--format", format] if format else []
    result = CliRunner().invoke(ROOT, ["query", "-", *options, "--graph", str(sample_graph)], input=query)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode().startswith(start)


def test_a_query_from_a_file_takes_parameters(sample_graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        '#+ summary: s\n#+ param: plan thing:plan required "which"\n'
        "SELECT ?s { VALUES (?plan) { (UNDEF) } ?s a eq:Action ; eq:plan ?plan }"
    )
    text = out("query", file, "--param", "plan=beta-2021", "--format", "csv", graph=sample_graph)
    assert text.count("action/a1") == 1
    assert isinstance(fault("query", file, graph=sample_graph), UsageError)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tables/owner"], "Did you mean tables/owners"),
        (["tables/owners", "--param", "x"], "--param NAME=VALUE"),
        (["tables/owners", "--param", "=x"], "--param NAME=VALUE"),
        (["tables/owners", "--param", "x=1"], "no parameter 'x'"),
        (["tables/owners", "--format", "turtle"], "cannot be written as 'turtle'"),
        (["nowhere.rq"], "nowhere.rq: the query cannot be read"),
    ],
)
def test_wrong_use_of_query(sample_graph: Path, arguments: list[str], message: str) -> None:
    error = fault("query", *arguments, graph=sample_graph)
    assert isinstance(error, UsageError) and message in str(error)


def test_without_a_name_the_queries_are_listed() -> None:
    assert "tables/actions" in out("query")


def test_exports_land_where_they_are_told(sample_graph: Path, tmp_path: Path) -> None:
    text = out("export", "tables", "--out", tmp_path / "tables", graph=sample_graph)
    assert str(tmp_path / "tables/plans.csv") in text
    for format in ("nquads", "trig", "jsonld"):
        out("export", format, "--out", tmp_path / format, "--graph", sample_graph)
    assert json.loads((tmp_path / "jsonld").read_text())
    assert "Alpha Equality Plan" in (tmp_path / "nquads").read_text()


def test_info_shows_versions_plans_and_counts(sample_graph: Path) -> None:
    text = out("info", graph=sample_graph)
    assert "(current)" in text and "Alpha Equality Plan" in text and "milestone" in text


def test_info_lists_what_is_in_no_record(sample_graph: Path) -> None:
    text = out("info", "--unmapped", graph=sample_graph)
    assert "page number" in text and "11 (91.7%)" in text and "Offer advice" not in text


def test_no_graph_is_told(tmp_path: Path) -> None:
    for command in (["info"], ["query", "tables/plans"], ["export", "tables", "--out", "x"]):
        assert isinstance(fault(*command, "--graph", tmp_path), GraphError)


def commands(group: click.Group) -> list[click.Command]:
    nested = [commands(each) for each in group.commands.values() if isinstance(each, click.Group)]
    return [*group.commands.values(), *(each for inner in nested for each in inner)]


@pytest.mark.parametrize("command", commands(ROOT), ids=lambda command: command.name)
def test_every_help_has_an_example_and_says_what_it_does(command: click.Command) -> None:
    text = CliRunner().invoke(command, ["--help"]).output
    assert "Example: equigraph" in " ".join(text.split()) and command.help


def test_the_commands_import_nothing_heavy() -> None:
    heavy = "{'pyoxigraph', 'rich', 'rdflib'}"
    code = f"import sys, equigraph.graph.commands; print(*({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == ""


@pytest.mark.parametrize(("way", "start"), [("gzip", b"\x1f\x8b"), ("zstd", b"\x28\xb5\x2f\xfd")])
def test_a_dump_can_be_compressed(sample_graph: Path, tmp_path: Path, way: str, start: bytes) -> None:
    for name in ("one", "two"):
        out("export", "nquads", "--compress", way, "--out", tmp_path / name, "--graph", sample_graph)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "one").read_bytes().startswith(start)


def test_tables_are_written_as_parquet_too(sample_graph: Path, tmp_path: Path) -> None:
    written = out("export", "tables", "--format", "parquet", "--out", tmp_path, graph=sample_graph).split()
    assert sorted(Path(each).name for each in written) == sorted(each.name for each in tmp_path.iterdir())
    assert {each.suffix for each in tmp_path.iterdir()} == {".parquet"}
