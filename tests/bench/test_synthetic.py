"""Synthetic plans are the same every time, as large as real ones, and have just the faults planted."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.edition import Edition, editions, plans
from bench.graphs import write_graph, write_parts
from bench.parts import audit, data_lines
from bench.plan import plan_records
from bench.planted import expected, faults
from bench.processes import here
from equigraph.graph.store import Store

ROUND = 10
"""So many plans in a row have every kind of fault."""


def test_councils_have_editions_that_follow_each_other() -> None:
    made = list(editions(councils=2, years=3))
    assert [edition.number for edition in made] == list(range(6))
    assert [edition.previous for edition in made[3:]] == ["", made[3].slug, made[4].slug]
    assert len({edition.slug for edition in made}) == 6
    assert list(plans(4, years=3)) == made[:4]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    written = {}
    for run, seed, jobs, hashing in (("first", 1, 1, "1"), ("again", 1, 2, "2"), ("other", 2, 1, "1")):
        count = str(_written(tmp_path / run, seed, jobs, hashing))
        written[run] = [count, *(file.read_bytes() for file in sorted((tmp_path / run).iterdir()))]
    assert written["first"] == written["again"]
    assert not set(written["first"][1:]) & set(written["other"][1:])


def _written(folder: Path, seed: int, jobs: int, hashing: str) -> str:
    command = ["plans", "--count", "2", "--seed", str(seed), "--jobs", str(jobs), "--parts", str(folder)]
    return _bench(command, {"PYTHONHASHSEED": hashing})


def _bench(arguments: list[str], more: dict[str, str]) -> str:
    environment = {**here(), **more}
    command = [sys.executable, "-m", "bench", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[0]


def test_plans_are_as_large_as_real_ones(tmp_path: Path) -> None:
    count = write_parts(tmp_path, plans(ROUND), jobs=1)
    assert 17_000 < count / ROUND < 21_000
    assert len({edition.size("actions") for edition in plans(ROUND)}) > ROUND / 2


def test_what_is_said_has_its_words_in_the_document() -> None:
    records = plan_records(Edition(7, 2014, 20, False, 1))
    cells = [*(action.cell for action in records.actions), *(section.cell for section in records.sections)]
    quotes = [cell.quote for cell in cells if cell.text]
    assert all(records.text[q.offsets[0] : q.offsets[-1] + 1] == q.text for q in quotes)


@pytest.fixture(scope="module")
def found() -> dict[int, Counter[str]]:
    """How many findings of each shape (the last part of its IRI) the first plans get."""
    return {edition.number: _found(edition) for edition in plans(ROUND)}


def _found(edition: Edition) -> Counter[str]:
    findings = audit(edition, data_lines(edition)).findings
    return Counter(finding.shape.rpartition("#")[2] for finding in findings)


@pytest.mark.parametrize("edition", list(plans(ROUND)), ids=lambda edition: edition.slug)
def test_the_audit_finds_just_what_was_planted(edition: Edition, found: dict[int, Counter[str]]) -> None:
    planted = {shape for fault in faults() for shape in fault.finds}
    counted = Counter({shape: n for shape, n in found[edition.number].items() if shape in planted})
    assert counted == expected(edition.number, edition.size("actions"), edition.size("milestones"))


def test_every_kind_of_fault_is_planted_somewhere(found: dict[int, Counter[str]]) -> None:
    everything = sum(found.values(), Counter[str]())
    assert {shape for fault in faults() for shape in fault.finds} <= set(everything)


def test_a_whole_version_can_be_asked(tmp_path: Path) -> None:
    manifest = write_graph(tmp_path, editions(2, 2), audited=False, jobs=1)
    store = Store.open(tmp_path)
    overview = list(store.named("plans/overview").texts())
    assert len(manifest.plans) == len(overview) == 4
    parts = sum(part.quads for part in manifest.parts.values())
    assert parts == manifest.quads == len(store)
