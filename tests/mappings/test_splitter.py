"""Tables that lost their columns: the made-up ones of ``splitter.yaml``, and what holds for every text."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.mappings.splitter import Agreement, SplitRow, agreement, split
from equigraph.mappings.splitter_cues import cues_from, standard_cues

THREE = ("action", "target", "outcome")
LINE_END = "⏎"
PHRASES = ["Ensure that", "We will", "by summer 2021.", "Increased trust.", "  • Asian 8.1%", "e.g. Monday",
           "‘BAME’", "Survey of staff", "(none)", "1000 people", ".", "?", "the", "Staff feel", "homes.We",
           "\t", "ſ", "Å", "–", "\u00a0", "\x85"]  # fmt: skip
LINES = st.lists(
    st.text(st.characters(exclude_characters="\n"), max_size=40)
    | st.lists(st.sampled_from(PHRASES), max_size=12).map(" ".join),
    max_size=12,
)
COLUMNS = st.sampled_from(
    [("action",), ("action", "outcome"), THREE, ("owner", "action", "target", "outcome")]
)


@cache
def cases() -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("splitter.yaml").read_text(encoding="utf-8")
    )
    return content


def printed(case: dict[str, Any]) -> list[str]:
    rows = [" ".join(cell for cell in row if cell) for row in case["rows"]]
    lines = "\n".join(rows).replace(f"{LINE_END} ", "\n").split("\n")
    around = case.get("around", [])
    return [*around, *lines, *around]


def words(lines: list[str], rows: tuple[SplitRow, ...]) -> list[list[str]]:
    text = "\n".join(lines)
    return [[text[cell.start : cell.end] for cell in row.cells] for row in rows]


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["name"]))
def test_a_table_of_another_council(case: dict[str, Any]) -> None:
    lines = printed(case)
    rows = split(lines, case["columns"], standard_cues())
    assert words(lines, rows) == [[cell.removesuffix(LINE_END) for cell in row] for row in case["rows"]]


def test_a_plain_row_is_surer_than_a_doubtful_one() -> None:
    lines = [
        "Provide advice on bills for older residents. By May 2024 we will have visited 9 homes. More warmth.",
        "Provide advice. Rent. Homes. Bills. Visits.",
    ]
    plain, doubtful = (split([line], THREE, standard_cues())[0].confidence for line in lines)
    assert doubtful < plain <= 1


@pytest.mark.parametrize("lines", [[], [""], [" ", "\t"]])
def test_no_words_no_rows(lines: list[str]) -> None:
    assert split(lines, THREE, standard_cues()) == ()


@given(LINES, COLUMNS)
def test_every_character_is_in_one_cell_and_in_order(lines: list[str], columns: tuple[str, ...]) -> None:
    text = "\n".join(lines)
    rows = split(lines, columns, standard_cues())
    cells = [cell for row in rows for cell in row.cells]
    assert all(len(row.cells) == len(columns) for row in rows)
    assert [edge for cell in cells for edge in (cell.start, cell.end)] == sorted(
        edge for cell in cells for edge in (cell.start, cell.end)
    )
    inside = "".join(text[cell.start : cell.end] for cell in cells)
    assert "".join(inside.split()) == "".join(text.split())
    assert all(text[c.start : c.end] == text[c.start : c.end].strip() for c in cells)


@given(LINES)
def test_rows_start_at_line_starts_and_are_probable(lines: list[str]) -> None:
    text = "\n".join(lines)
    for row in split(lines, THREE, standard_cues()):
        start = row.cells[0].start
        assert not text[text.rfind("\n", 0, start) + 1 : start].strip()
        assert row.cells[0].end > start
        assert 0 <= row.confidence <= 1
        assert not any(row.reasons)


def test_a_cue_of_ones_own_decides() -> None:
    cues = {
        "names": {"day": ["Monday", "Friday"]},
        "groups": [
            {"name": "a day", "where": "cell", "words": ["On {day}"], "weights": {"due": 9.0}},
            {"name": "money", "where": "anywhere", "words": ["£#", "budget*"], "weights": {"cost": 9.0}},
        ],
        "cuts": {kind: {"other": -1.0} for kind in ("line", "bullet", "sentence", "word", "brief", "linked")},
        "stays": {kind: {"other": 0.0} for kind in ("line", "bullet", "sentence", "word", "alike")},
        "empty": {"other": -3.0},
        "joining": [],
        "abbreviations": [],
    }
    lines = ["Paint the hall. On Friday the week after. It takes £2,000 of the budgets."]
    rows = split(lines, ("work", "due", "cost"), cues_from(cues))
    assert words(lines, rows) == [
        ["Paint the hall.", "On Friday the week after.", "It takes £2,000 of the budgets."]
    ]


def test_agreement_counts_whole_rows_and_single_cells() -> None:
    first = split(
        ["Train staff. We will train 60 officers by June 2023. Increased trust."], THREE, standard_cues()
    )
    row = first[0]
    other = SplitRow((row.cells[0], row.cells[2], row.cells[1]), Decimal(1), row.reasons)
    assert agreement(first, first) == Agreement(1, 1, 3, 3)
    assert agreement(first, (other,)) + agreement(first, first) == Agreement(2, 1, 6, 4)
