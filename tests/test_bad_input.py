"""Bad input of ``bad_input.yaml`` on the command line: one clear line, exit code 2, the old graph stays."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from equigraph.cli import main
from equigraph.graph.store import Store

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("bad_input.yaml").read_text("utf-8"))
GOOD = CASES["good"]
ACTIONS = "SELECT ?text { ?action a eq:Action ; eq:text ?text } ORDER BY ?text"


def place(folder: Path, case: dict[str, Any]) -> None:
    """Write the good plan into ``folder`` as the case changes it."""
    folder.mkdir()
    content = (
        bytes.fromhex(case["bytes"]) if "bytes" in case else case.get("document", GOOD["document"]).encode()
    )
    mapping = case.get("mapping", GOOD["mapping"])
    for old, new in {"SHA256": sha256(content).hexdigest(), **case.get("edit", {})}.items():
        mapping = mapping.replace(old, new)
    mapping = mapping.partition(case.get("cut", "\0"))[0]
    write(folder / "plan.txt", content, case.get("link"))
    write(folder / "mapping.yaml", mapping.encode("utf-8", "surrogateescape"), case.get("mapping_link"))


def write(path: Path, content: bytes, link: str | None) -> None:
    if link:
        path.symlink_to(link)
    else:
        path.write_bytes(content)


def prepare(folder: Path, case: dict[str, Any]) -> list[str]:
    place(folder / "plan", case)
    if case.get("twin"):
        place(folder / "twin", {"document": GOOD["document"] + "Prose\n"})
    for name, content in case.get("files", {}).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content)
    for name in case.get("without", ()):
        (folder / name).unlink()
    return [*case.get("arguments", ["build", "plan"])]


@pytest.fixture(scope="module")
def old_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old")
    place(folder / "plan", {})
    assert command("build", str(folder / "plan"), "--graph", str(folder / "graph")) == 0
    return folder / "graph"


def command(*arguments: str) -> int | str | None:
    try:
        main(arguments)
    except SystemExit as ended:
        return ended.code
    pytest.fail("the command did not end")


def listed() -> list[Any]:
    kinds = ("documents", "mappings", "paths")
    return [pytest.param(case, id=case["name"]) for kind in kinds for case in CASES[kind]]


@pytest.mark.parametrize("case", listed())
def test_one_line_names_the_place_and_the_old_graph_stays(
    case: dict[str, Any],
    tmp_path: Path,
    old_graph: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = prepare(tmp_path, case)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EQUIGRAPH_GRAPH", str(old_graph))
    before = versions(old_graph)
    assert command(*arguments) == 2
    line, *more = capsys.readouterr().err.splitlines()
    assert line.startswith("equigraph: ") and more == []
    assert [part for part in case["says"] if part not in line] == [], line
    assert versions(old_graph) == before
    answer = Store.open(old_graph).query(ACTIONS)
    assert [text for (text,) in answer.texts()] == ["Repair the lifts", "Visit every tenant"]


def versions(graph: Path) -> dict[str, str]:
    """The current version, and the content of every file of every version."""
    files = [graph / "current", *(path for path in graph.glob("versions/**/*") if path.is_file())]
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_plan_read_in_another_process_is_named_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place(tmp_path / "good", {})
    place(tmp_path / "wrong", {"edit": {"council: camden": "council: nowhere"}})
    monkeypatch.chdir(tmp_path)
    assert command("build", "good", "wrong", "--jobs", "2", "--graph", "graph") == 2
    assert capsys.readouterr().err.startswith(
        "equigraph: wrong/mapping.yaml, line 5, key plan.council: unknown"
    )
    assert not list(Path("graph").glob("versions/*"))


@pytest.mark.skipif(os.getuid() == 0, reason="everything can be written by root")
def test_a_graph_folder_without_leave_to_write_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place(tmp_path / "plan", {})
    (tmp_path / "graph").mkdir(mode=0o555)
    assert command("build", str(tmp_path / "plan"), "--graph", str(tmp_path / "graph")) == 2
    assert "graph: cannot be written: Permission denied" in capsys.readouterr().err


def test_a_disk_that_is_full_is_named(tmp_path: Path) -> None:
    place(tmp_path / "plan", {})
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
    program = f"{limit} from equigraph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "build", "plan", "--graph", "graph"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("equigraph: graph: cannot be written: File too large. Name a place")
    assert len(done.stderr.splitlines()) == 1


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
