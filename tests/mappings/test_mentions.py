from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.mappings.values.mentions import Finder, MentionReading
from equigraph.ontology.vocabulary import Concept, concepts

CASES = yaml.safe_load(Path(__file__).with_name("mentions.yaml").read_text(encoding="utf-8"))
SCHEMES = ("characteristic", "group", "organisation")
FINDER = Finder((each for scheme in SCHEMES for each in concepts(scheme)), discover=True)
LABELS = [label for scheme in SCHEMES for each in concepts(scheme) for label in each.labels]
PIECES = st.sampled_from(
    [*LABELS, "Anytown", "Forum", "Partnership Board", "and", "The", ".", "-", "’s", "\n"]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=8).map(" ".join))


def named(reading: MentionReading) -> str:
    code = "found" if reading.found else reading.iri.rsplit("/", 1)[-1]
    return f"{code} {reading.label}"


@pytest.mark.parametrize("case", CASES, ids=[each["text"] for each in CASES])
def test_what_a_text_names(case: dict[str, Any]) -> None:
    assert [named(each) for each in FINDER.find(case["text"])] == case["named"]


@given(TEXTS)
def test_a_label_is_what_is_printed_at_its_place(text: str) -> None:
    for each in FINDER.find(text):
        assert 0 <= each.start < each.end <= len(text)
        assert " ".join(text[each.start : each.end].split()) == each.label


@pytest.mark.parametrize("scheme", SCHEMES)
@given(text=TEXTS)
def test_readings_of_one_scheme_stand_apart_or_in_one_place(scheme: str, text: str) -> None:
    of_scheme = [each for each in FINDER.find(text) if f"/{scheme}/" in each.iri]
    places = sorted({(each.start, each.end) for each in of_scheme})
    assert all(one[1] <= other[0] for one, other in pairwise(places))


@given(TEXTS)
def test_found_organisations_stand_apart_from_known_ones(text: str) -> None:
    bodies = [each for each in FINDER.find(text) if each.found or "/organisation/" in each.iri]
    assert all(one.end <= other.start or (one.iri and other.iri) for one, other in pairwise(bodies))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_label_finds_its_concept_in_a_sentence(scheme: str) -> None:
    missed = [
        (each.code, label)
        for each in concepts(scheme)
        for label in each.labels
        if each.iri not in {found.iri for found in FINDER.find(f"with {label} as well")}
    ]
    assert missed == []


def test_without_discovery_only_the_concepts_given_are_found() -> None:
    concept = Concept("https://example.org/thing/a", "a", "Anytown Forum", (), (), "thing")
    found = Finder([concept]).find("The Anytown Forum and the Sometown Forum")
    assert [(each.iri, each.label) for each in found] == [(concept.iri, "Anytown Forum")]
