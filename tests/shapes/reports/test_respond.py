"""The way of a decision: from the workbook that the audit writes, by a person, back into the next audit."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from equigraph.errors import InputError
from equigraph.shapes.commands import audit


def run(*arguments: str | Path) -> str:
    return CliRunner().invoke(audit, [str(each) for each in arguments], catch_exceptions=False).output


def decide(book: Path, row: int, cells: dict[str, str]) -> str:
    """Write a decision into a row of the workbook; the finding's reference."""
    loaded = openpyxl.load_workbook(book)
    for column, value in cells.items():
        loaded["Findings"][f"{column}{row}"] = value
    loaded.save(book)
    return str(loaded["Findings"][f"A{row}"].value)


@pytest.fixture
def book(real_graph: Path, tmp_path: Path) -> Path:
    out = tmp_path / "findings.xlsx"
    run("--graph", real_graph, "--as-of", "2026-11-24", "--format", "xlsx", "--out", out)
    return out


def test_a_waiver_written_in_the_workbook_covers_its_finding(
    real_graph: Path, book: Path, tmp_path: Path
) -> None:
    waived = {"L": "waive", "M": "In the service plan", "N": "Auditor One", "O": "2026-11-01"}
    mark = decide(book, 2, waived)
    decide(book, 3, {"L": "fix", "M": "In the next edition", "N": "Auditor One"})
    waivers = tmp_path / "waivers.ttl"
    said = run("respond", book, "--graph", real_graph, "--as-of", "2026-11-24", "--out", waivers)
    assert said == f"{waivers}: 1 waiver, 1 response\n"
    again = run("--graph", real_graph, "--as-of", "2026-11-24", "--waivers", waivers, "--format", "json")
    report = json.loads(again)
    covered = [f for plan in report["plans"] for f in plan["findings"] if f["waiver"]]
    assert [(f["fingerprint"], f["waiver"]["reason"]) for f in covered] == [(mark, "In the service plan")]
    assert report["waiver_findings"] == []


def test_a_wrong_cell_leaves_nothing_behind(real_graph: Path, book: Path, tmp_path: Path) -> None:
    decide(book, 2, {"L": "waive"})
    out = tmp_path / "waivers.ttl"
    with pytest.raises(InputError, match=r"findings\.xlsx, sheet Findings, cell M2: the decision \"waive\""):
        run("respond", book, "--graph", real_graph, "--as-of", "2026-11-24", "--out", out)
    assert not out.exists()


def decisions(book: Path) -> dict[str, tuple[str, str]]:
    """By reference, what each decided row of a workbook says."""
    rows = openpyxl.load_workbook(book)["Findings"].iter_rows(min_row=2, values_only=True)
    return {str(row[0]): (str(row[11]), str(row[12])) for row in rows if row[11]}


def test_decisions_come_back_in_the_next_workbook_and_none_is_lost(
    real_graph: Path, book: Path, tmp_path: Path
) -> None:
    given = ["--graph", str(real_graph), "--as-of", "2026-11-24"]
    fix = {"L": "fix", "M": "In the next edition", "N": "Auditor One", "O": "2026-11-02"}
    marks = [
        decide(book, 2, {"L": "waive", "M": "A plan of its own", "N": "Auditor One", "O": "2026-11-01"}),
        decide(book, 3, fix),
        decide(book, 4, {"L": "accept", "M": "Known", "N": "Auditor One"}),
    ]
    wanted = dict(
        zip(
            marks,
            [("waive", "A plan of its own"), ("fix", "In the next edition"), ("accept", "Known")],
            strict=True,
        )
    )
    made, second = tmp_path / "waivers.ttl", tmp_path / "second.xlsx"
    run("respond", book, *given, "--out", made)
    first = made.read_bytes()
    run(*given, "--waivers", made, "--format", "xlsx", "--out", second)
    assert decisions(second) == wanted
    assert run("respond", second, *given, "--out", made) == f"{made}: 1 waiver, 2 responses\n"
    assert made.read_bytes() == first

    third = tmp_path / "third.xlsx"
    run(*given, "--format", "xlsx", "--out", third)
    mark = decide(third, 3, fix | {"M": "At once"})
    said = run("respond", third, *given, "--out", made)
    assert said == f"{made}: 0 waivers, 1 response, 2 decisions of before kept\n"
    run(*given, "--waivers", made, "--format", "xlsx", "--out", second)
    assert decisions(second) == wanted | {mark: ("fix", "At once")}
    report = json.loads(run(*given, "--waivers", made, "--format", "json"))
    replies = [f["response"] for plan in report["plans"] for f in plan["findings"] if f["response"]]
    assert {reply["decision"] for reply in replies} == {"fix", "accept"}
