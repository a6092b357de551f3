"""What people type is read without ever reaching the index's own syntax."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.graph.search.index import SearchIndex
from equigraph.graph.search.kept import index_path
from equigraph.graph.search.nearest import advice
from equigraph.graph.search.wanted import LONGEST, MOST, read
from equigraph.graph.store import Store

TYPED = st.text(max_size=LONGEST + 50) | st.text(
    st.sampled_from("ab é\"*-+^:(){}[]\\'\0\x02\ud800 NEARORANDtext"), max_size=80
)


@pytest.fixture(scope="module")
def index(sample_store: Store) -> Iterator[SearchIndex]:
    path = index_path(sample_store)
    assert path
    opened = SearchIndex(path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("", ""),
        ("  ", ""),
        ("young people", '"young" AND "people"'),
        ('"young people" jobs', '"young people" AND "jobs"'),
        ('"young people', '"young people"'),
        ("appren*", '"appren" *'),
        ('"young peo"*', '"young peo"'),
        ("jobs -school", '("jobs") NOT "school"'),
        ('jobs -"free school"', '("jobs") NOT "free school"'),
        ("-school", ""),
        ("co-design", '"co-design"'),
        ("NEAR(a b) OR text:c", '"NEAR(a" AND "b)" AND "OR" AND "text:c"'),
        ('a"b"c', '"a" AND "b" AND "c"'),
        ("- * \" '", ""),
        ("cafe\u0301\0s", '"café" AND "s"'),
    ],
)
def test_words_phrases_beginnings_and_what_must_not_be_there(typed: str, expression: str) -> None:
    assert read(typed).expression == expression


def test_what_was_read_can_be_typed_again() -> None:
    typed = 'jobs "young people" appren* -school -"free meals"'
    assert str(read(typed)) == typed


def test_more_than_is_read_is_told_of() -> None:
    assert not read("word " * MOST).cut
    assert read("word " * (MOST + 1)).cut
    assert read("x" * (LONGEST + 1)).cut


@given(typed=TYPED)
def test_nothing_that_is_typed_is_an_error(typed: str, index: SearchIndex) -> None:
    wanted = read(typed)
    found = index.find(wanted, {})
    assert bool(found.hits) == (found.total > 0)
    if wanted.pieces:
        assert found.total == index.count(wanted)
    assert read(str(wanted)).expression == wanted.expression
    said = advice(index, wanted)
    assert said.instead is None or index.count(said.instead) == said.count > 0


@given(typed=st.text(st.sampled_from('ab"*- '), max_size=30))
def test_every_piece_has_a_word(typed: str) -> None:
    assert all(any(each.isalnum() for each in piece.text) for piece in read(typed).pieces)


def test_the_index_is_a_file_of_the_version(sample_store: Store) -> None:
    (file,) = Path(sample_store.path).glob("search-*.sqlite")
    assert file == index_path(sample_store)
    assert set(sample_store.manifest.search) == {file.name}
