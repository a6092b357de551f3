"""Words keep their places through every change, and no character of a table is lost."""

import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.mappings.keys import Keys
from equigraph.mappings.pipeline import read_plan
from equigraph.mappings.records import PlanRecords
from equigraph.mappings.sources import Source
from equigraph.mappings.text import ADDED, Quote, Span, join

TEXTS = st.text("ab •\t\n\r .;Z’\u00a0", max_size=30)
WORDS = st.text("abcDE .,•-’", min_size=1, max_size=12).filter(lambda text: text.strip(" •"))
CELLS = st.one_of(st.just(""), WORDS)
ROWS = st.lists(st.tuples(WORDS, CELLS, CELLS), min_size=1, max_size=6)
SENTENCES = st.lists(
    st.sampled_from(
        ["Open the hub.", "By May 2021 we meet.", "More jobs.", "Ask", "and hear.", "A survey tells"]
    ),
    min_size=1,
    max_size=12,
)
FEW = settings(max_examples=60)
PLAN = {"slug": "generated", "title": "Generated", "council": "camden", "published": "2020"}


def in_step(quote: Quote, document: str) -> bool:
    """Whether every character is the one at its place, or white space for white space."""
    pairs = zip(quote.text, quote.offsets, strict=True)
    return all(at == ADDED or document[at] == c or (c == " " and document[at].isspace()) for c, at in pairs)


def bare(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, st.integers(0, 30), st.integers(0, 30))
def test_a_slice_has_the_places_of_its_words(text: str, start: int, end: int) -> None:
    quote = Quote.at(text, Span(0, len(text))).slice(start, end)
    assert quote.text == text[start:end]
    assert in_step(quote, text)


@given(TEXTS, st.sampled_from(["", "•", "•·", "-]^"]))
def test_stripping_takes_only_white_space_and_marks_from_the_ends(text: str, marks: str) -> None:
    quote = Quote.at(text, Span(0, len(text)))
    stripped = quote.strip(marks)
    assert stripped.text in text and in_step(stripped, text)
    assert stripped.strip(marks) == stripped
    assert not {stripped.text[:1], stripped.text[-1:]} & {*marks, " ", "\t", "\n"}
    assert all(c.isspace() or c in marks for c in text.replace(stripped.text, "", 1) or " ")


@given(TEXTS)
def test_folding_keeps_the_words_and_single_spaces(text: str) -> None:
    folded = Quote.at(text, Span(0, len(text))).folded()
    assert folded.text == " ".join(text.split())
    assert in_step(folded, text)
    assert folded.folded() == folded


@given(TEXTS)
def test_the_spans_of_a_quote_give_back_its_words(text: str) -> None:
    folded = Quote.at(text, Span(0, len(text))).folded()
    (span,) = folded.spans(text) or (Span(0, 0),)
    assert bare(text[span.start : span.end]) == bare(folded.text)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_joined_quotes_keep_the_places_of_each(text: str, edges: list[tuple[int, int]]) -> None:
    parts = [Quote.at(text, Span(0, len(text))).slice(a, b) for a, b in edges]
    joined = join(parts)
    assert joined.text == " ".join(part.text for part in parts if part.text)
    assert in_step(joined, text)
    words = "".join(text[span.start : span.end] for span in joined.spans(text))
    assert bare(words) == bare(joined.text)


def read(text: str, mapping: dict[str, object]) -> PlanRecords:
    with TemporaryDirectory() as folder:
        document, beside = Path(folder, "plan.txt"), Path(folder, "mapping.yaml")
        document.write_bytes(text.encode())
        layout = "run-on" if "Action Target" in text else "tabs"
        about = {"sha256": sha256(text.encode()).hexdigest(), "layout": layout}
        beside.write_text(yaml.safe_dump({"document": about, "plan": PLAN, "headers": [], **mapping}))
        return read_plan(Source(document, beside))[0]


def tabbed(rows: list[tuple[str, str, str]]) -> str:
    return "Actions\tMeasures\tOwner\n" + "\n".join("\t".join(row) for row in rows)


def accounted(plan: PlanRecords) -> str:
    """What the ledger says of the tables' text, in the order of the document; each place once."""
    entries = sorted(plan.ledger, key=lambda entry: entry.start)
    assert all(a.end <= b.start for a, b in pairwise(entries))
    assert all(plan.text[entry.start : entry.end] == entry.text for entry in entries)
    return bare("".join(entry.text for entry in entries))


@FEW
@given(ROWS, st.sampled_from([[], ["measure"]]))
def test_no_character_of_a_tabbed_table_is_lost(rows: list[tuple[str, str, str]], bullets: list[str]) -> None:
    plan = read(tabbed(rows), {"bullets": bullets})
    assert accounted(plan) == bare(plan.text)
    assert not [entry.text for entry in plan.ledger if entry.fate == "unmapped"]


@FEW
@given(SENTENCES, st.lists(st.sampled_from([" ", "\n", "\r\n"]), min_size=12, max_size=12))
def test_no_character_of_a_run_on_table_is_lost(sentences: list[str], gaps: list[str]) -> None:
    text = "Action Target Outcome\n" + "".join(s + g for s, g in zip(sentences, gaps, strict=False))
    plan = read(text, {"headers": [{"line": 1, "roles": ["action", "target", "outcome"]}]})
    assert accounted(plan) == bare(text)
    assert not [entry.text for entry in plan.ledger if entry.fate == "unmapped"]


def keys(plan: PlanRecords) -> list[str]:
    return [action.key for action in plan.actions]


@FEW
@given(ROWS, st.text("\n ", max_size=5))
def test_keys_stay_where_the_lines_only_move(rows: list[tuple[str, str, str]], above: str) -> None:
    assert keys(read(above + "\n" + tabbed(rows), {})) == keys(read(tabbed(rows), {}))


@FEW
@given(ROWS, st.integers(0, 6))
def test_keys_stay_where_a_row_is_added(rows: list[tuple[str, str, str]], place: int) -> None:
    before = keys(read(tabbed(rows), {}))
    after = keys(read(tabbed([*rows[:place], ("One more action", "", ""), *rows[place:]]), {}))
    assert [key for key in after if key in before] == before


def test_the_same_words_again_are_numbered_in_print_order() -> None:
    minted = [Keys().mint("plan", "action", words) for words in ("Plant trees", "Plant  trees")]
    assert minted[0] == minted[1] and re.fullmatch("[0-9a-f]{12}", minted[0])
    keys = Keys()
    assert [keys.mint("plan", "action", "Plant trees") for _ in range(3)] == [
        minted[0], f"{minted[0]}-2", f"{minted[0]}-3",
    ]  # fmt: skip


@pytest.mark.parametrize("changed", [("other", "action"), ("plan", "milestone")])
def test_parent_and_kind_are_part_of_the_key(changed: tuple[str, str]) -> None:
    assert Keys().mint(*changed, "Plant trees") != Keys().mint("plan", "action", "Plant trees")


def test_a_key_that_a_mapping_declares_is_given_to_nothing_else() -> None:
    key = Keys().mint("plan", "action", "Plant trees")
    assert Keys([key]).mint("plan", "action", "Plant trees") == f"{key}-2"
    row = {"line": 2, "kind": "action", "id": key, "cells": {"action": "Plant oak trees"}}
    text = tabbed([("Plant oak trees", "", ""), ("Plant trees", "", "")])
    first, second = read(text, {"repairs": [{"row": row, "reason": "r"}]}).actions
    assert (first.key, second.key) == (key, Keys().mint("generated", "action", "Plant trees"))
