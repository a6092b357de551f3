"""A sample: drawn the same for the same seed, in proportion, and written so that it can be ticked."""

import csv
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import UsageError
from equigraph.graph.store import Store
from equigraph.shapes.reports.commands import sample as command
from equigraph.shapes.reports.drawing import Drawn, Sample, Stratum, Value, allot, draw
from equigraph.shapes.reports.sample import write


@given(st.lists(st.integers(1, 500), min_size=1, max_size=8), st.integers(0, 300))
def test_shares_are_in_proportion_and_none_is_left_out(populations: list[int], more: int) -> None:
    size = len(populations) + more
    shares = allot(size, populations)
    assert sum(shares) == min(size, sum(populations))
    assert all(1 <= share <= each for share, each in zip(shares, populations, strict=True))
    ordered = [share for _, share in sorted(zip(populations, shares, strict=True))]
    assert all(after >= before - 1 for before, after in pairwise(ordered))


def test_a_large_plan_gets_its_share() -> None:
    assert allot(25, [102, 52, 257]) == [6, 3, 16]


def test_the_same_seed_draws_the_same_and_another_draws_others(real_store: Store) -> None:
    first, again, other = (draw(real_store, 12, seed) for seed in ("7", "7", "8"))
    assert first == again
    assert {each.iri for each in first.records} != {each.iri for each in other.records}
    assert [each.number for each in first.records] == list(range(1, 13))
    assert sum(stratum.drawn for stratum in first.strata) == 12


def test_each_value_stands_beside_its_words(real_store: Store) -> None:
    drawn = draw(real_store, 9, "7")
    assert {record.plan for record in drawn.records} == {each.plan for each in drawn.strata}
    for record in drawn.records:
        (text,) = [value for value in record.values if value.what == "text"]
        assert text.place.startswith("line") if text.words else text.value == "no words of its own"
    assert all(value.words for record in drawn.records for value in record.values if value.how)


def test_without_a_fault_the_bound_is_that_of_the_rule_of_three(real_store: Store) -> None:
    assert draw(real_store, 30, "7").bound == 10


def test_a_sample_below_the_number_of_plans_is_refused(real_store: Store) -> None:
    with pytest.raises(UsageError, match="a sample of 2 cannot hold a record of each of 3 plans"):
        draw(real_store, 2, "7")


def test_a_plan_that_is_not_there_is_told_with_the_nearest(real_store: Store) -> None:
    with pytest.raises(UsageError, match=r"no plan 'camden-2021'. Did you mean camden-2020\?"):
        draw(real_store, 3, "seed", ["camden-2021"])


def test_no_cell_of_csv_or_workbook_is_a_formula() -> None:
    value = Value("text", "=1+1", "-50%", "line 3", "verbatim")
    made = Sample(
        "v", "s", (Stratum("p", "P", 9, 1),), (Drawn(1, "p", "p.txt", "action", "urn:x", (value,)),)
    )
    (row,) = csv.DictReader(StringIO(write(made, "csv").decode(), newline=""))
    assert (row["In the graph"], row["Words of the document"]) == ("'=1+1", "'-50%")
    assert (row["Records in the plan"], row["Drawn from the plan"]) == ("9", "1")
    sheet = openpyxl.load_workbook(BytesIO(write(made, "xlsx")))["Sample"]
    assert [(cell.value, cell.data_type) for cell in sheet[2][5:7]] == [("=1+1", "s"), ("-50%", "s")]


@pytest.mark.parametrize("form", ["html", "xlsx", "csv"])
def test_the_command_writes_a_sheet(real_graph: Path, tmp_path: Path, form: str) -> None:
    contents = []
    for name in ("one", "two"):
        out = str(tmp_path / name)
        arguments = ["--graph", str(real_graph), "--n", "5", "--seed", "x", "--format", form, "--out", out]
        assert CliRunner().invoke(command, arguments, catch_exceptions=False).exit_code == 0
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]


def test_a_workbook_is_not_put_on_the_screen(real_graph: Path) -> None:
    arguments = ["--graph", str(real_graph), "--seed", "x", "--format", "xlsx"]
    with pytest.raises(UsageError, match=r"Give --out FILE\.xlsx"):
        CliRunner().invoke(command, arguments, catch_exceptions=False)
