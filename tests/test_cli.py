"""The command line: help with an example for every command, exit codes, and nothing heavy loaded for help."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from equigraph.cli import COMMANDS, main, main_group

HEAVY = {"rdflib", "pyshacl", "owlready2", "flask", "rich", "pyoxigraph"}
NAMES_LOADED = """
import json, sys
from equigraph.cli import main
try:
    main(sys.argv[1:])
finally:
    print(json.dumps(sorted(sys.modules)))
"""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, those within groups too."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[object, str]:
    try:
        main([str(each) for each in arguments])
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    pytest.fail("the command did not end")


def test_every_command_is_there() -> None:
    there = {words[0] for words in commands(main_group)}
    assert there == {*COMMANDS, "build"}
    assert there >= {"audit", "build", "check-ontology", "export", "info", "query", "serve"}


@pytest.mark.parametrize("words", [(), *commands(main_group)], ids=" ".join)
def test_help_has_an_example(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, *words, "--help")
    assert code == 0
    assert " ".join(("Example: equigraph", *words)) in " ".join(text.split())


def test_help_loads_nothing_heavy() -> None:
    command = [sys.executable, "-c", NAMES_LOADED, "--help"]
    paths = os.pathsep.join(path for path in sys.path if path)
    env = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_building_says_what_was_built_and_where_to_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = Path(__file__).parent / "mappings/cases/bullets-run-on"
    arguments = ("build", plan, "--graph", tmp_path / "graph")
    code, first = run(capsys, *arguments)
    assert code == 0
    assert "example-2020: 2 actions, 4 measures\n" in first
    assert "0 unmapped (0.0%)" in first
    assert "Built version" in first and str(tmp_path / "graph") in first
    code, second = run(capsys, *arguments)
    assert (code, "example-2020: 2 actions, 4 measures (unchanged)\n" in second) == (0, True)


@pytest.mark.parametrize(("grade", "code"), [("violation", 1), ("warning", 1), ("none", 0)])
def test_findings_end_an_audit_with_one_where_that_was_asked(
    real_graph: Path, capsys: pytest.CaptureFixture[str], grade: str, code: int
) -> None:
    assert run(capsys, "audit", "--fail-on", grade, "--graph", real_graph)[0] == code


def test_a_query_is_answered(real_graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, "query", "tables/plans", "--format", "csv", "--graph", real_graph)
    assert (code, text.count("camden-2020")) == (0, 2)


def test_no_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys)[0] == 2
