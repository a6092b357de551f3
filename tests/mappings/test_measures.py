from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.mappings.values.measures import measure_sentences, quantified_sentences
from equigraph.mappings.values.sentences import sentences

CASES = yaml.safe_load(Path(__file__).with_name("measures.yaml").read_text(encoding="utf-8"))
PIECES = st.sampled_from(
    ["Survey", "staff", "50%", "20 people", "will", "e.g.", ".", "?", ":", "\n", "\n•", "(", "“"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map(" ".join))


@pytest.mark.parametrize("case", CASES, ids=[each["text"].splitlines()[0] for each in CASES])
def test_sentences_that_state_a_measure(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [text[start:end] for start, end in measure_sentences(text)] == case["measures"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Make 900 homes decent", ["Make 900 homes decent"]),
        ("Review the 3 year plan. Train 20 staff.", ["Train 20 staff."]),
        ("Survey residents by 31 March 2016", []),
        ("Year 12 pupils aged 16-18", []),
    ],
)
def test_sentences_with_a_quantity(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in quantified_sentences(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One, e.g. This. Two", ["One, e.g. This.", "Two"]),
        ("It costs 1.5 per cent. “Why?” Because.", ["It costs 1.5 per cent.", "“Why?”", "Because."]),
        ("Plans in place.Reports follow", ["Plans in place.", "Reports follow"]),
        ("see example.org.uk for more", ["see example.org.uk for more"]),
        ("First paragraph\nSecond, wrapped\nhere", ["First paragraph", "Second, wrapped\nhere"]),
        ("List:\n• one\n• two\n", ["List:\n• one\n• two"]),
        ("• One\n• Two", ["One", "Two"]),
        (" \n", []),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == found


@given(TEXTS)
def test_sentences_hold_every_word_once(text: str) -> None:
    places = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    within = {i for start, end in places for i in range(start, end)}
    assert all(i in within for i, letter in enumerate(text) if letter.isalnum())


@given(TEXTS)
def test_measures_are_sentences(text: str) -> None:
    assert set(quantified_sentences(text)) <= set(measure_sentences(text)) <= set(sentences(text))
