"""Declared row starts: the cases of ``row_starts.yaml`` on its made-up table; no words are ever lost."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import MappingError
from equigraph.mappings.row_starts import Table, apply_corrections, deal, read_corrections
from equigraph.mappings.splitter import SplitRow
from equigraph.mappings.text import Span


@cache
def cases() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("row_starts.yaml").read_text(encoding="utf-8")
    )
    return content


def listed(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["name"]) for case in cases()[kind]]


@cache
def table() -> Table:
    return Table(cases()["lines"], cases()["first"], cases()["columns"])


def found() -> list[SplitRow]:
    spans = [[table().text.index(cell) for cell in row] for row in cases()["rows"]]
    return [
        SplitRow(
            tuple(Span(at, at + len(cell)) for at, cell in zip(starts, row, strict=True)),
            Decimal("0.50"),
            ("",) * len(row),
        )
        for starts, row in zip(spans, cases()["rows"], strict=True)
    ]


def corrected(items: list[dict[str, Any]]) -> tuple[SplitRow, ...]:
    corrections = read_corrections(items, "mapping.yaml", "correction {}".format)
    elsewhere, here = deal(corrections, [range(1, 9), table().numbers])
    assert elsewhere == ()
    return apply_corrections(table(), found(), here)


def words(rows: tuple[SplitRow, ...]) -> list[list[str]]:
    return [[table().text[cell.start : cell.end] for cell in row.cells] for row in rows]


@pytest.mark.parametrize("case", listed("right"))
def test_rows_as_declared(case: dict[str, Any]) -> None:
    rows = corrected(case["corrections"])
    assert words(rows) == (cases()["rows"] if case["rows"] == "same" else case["rows"])
    if "reasons" in case:
        assert [[reason.words for reason in row.reasons] for row in rows] == case["reasons"]
    if "confidence" in case:
        assert [row.confidence for row in rows] == [Decimal(value) for value in case["confidence"]]


@pytest.mark.parametrize("case", listed("wrong"))
def test_a_wrong_declaration_is_named_with_its_place(case: dict[str, Any]) -> None:
    with pytest.raises(MappingError) as caught:
        corrected(case["corrections"])
    assert case["says"] in str(caught.value)
    assert (caught.value.file, caught.value.place[:11]) == ("mapping.yaml", "correction ")


def test_a_correction_of_another_table_is_refused() -> None:
    items = [{"line": 3, "not-a-row": True, "reason": "r"}]
    corrections = read_corrections(items, "mapping.yaml", "correction {}".format)
    with pytest.raises(MappingError, match="line 3 is in no such table"):
        apply_corrections(table(), found(), corrections)


@given(
    st.dictionaries(
        st.sampled_from([12, 14, 15]),
        st.one_of(st.just({"not-a-row": True}), st.just({"starts": dict.fromkeys(["target", "outcome"])})),
    )
)
def test_no_words_are_lost(declared: dict[int, dict[str, Any]]) -> None:
    rows = corrected([{"line": line, "reason": "r", **item} for line, item in declared.items()])
    inside = "".join(cell for row in words(rows) for cell in row)
    assert "".join(inside.split()) == "".join(table().text.split())
