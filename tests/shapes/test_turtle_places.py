"""Where terms stand in a Turtle file: strings and remarks are no terms."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from equigraph.shapes.turtle_places import TurtlePlaces

TEXT = '''@prefix a: <https://example.org/a#> .
# a:remark <https://example.org/a#remark>
a:one a:says """a:quoted
a:one "x" """ , 'a:single' .
a:two a:knows a:one ; a:says "a:two . a:three" .
<https://example.org/a#three> a:knows <five>.
a:four.x a:knows a:one .
'''
PLACES = TurtlePlaces(TEXT, {"a": "https://example.org/a#"}, "urn:base:")
TURTLE = st.lists(
    st.sampled_from(['"', "'", '"""', "<", ">", "a:b", "#", ".", "\n", " ", "\\", "é", ";", "@prefix", ":"])
)


def test_a_term_is_found_where_it_first_stands() -> None:
    found = {
        name: PLACES.of_term(f"https://example.org/a#{name}") for name in ("one", "two", "knows", "four.x")
    }
    assert found == {"one": 3, "two": 5, "knows": 5, "four.x": 7}


def test_what_is_only_in_strings_and_remarks_is_not_found() -> None:
    assert [PLACES.of_term(f"https://example.org/a#{name}") for name in ("quoted", "single", "remark")] == [
        1,
        1,
        1,
    ]


def test_a_subject_is_found_where_its_statement_begins() -> None:
    assert PLACES.of_subject("https://example.org/a#three") == 6
    assert PLACES.of_subject("https://example.org/a#two") == 5


def test_a_relative_iri_is_taken_with_the_base() -> None:
    assert PLACES.of_term("urn:base:five") == 6


def test_the_text_is_turtle() -> None:
    assert len(list(parse(TEXT, RdfFormat.TURTLE, base_iri="urn:base:"))) == 6


@given(TURTLE.map("".join))
def test_whatever_the_text_a_line_of_it_is_given(text: str) -> None:
    places = TurtlePlaces(text, {"a": "urn:a:"})
    for line in (places.of_term("urn:a:b"), places.of_subject("urn:a:b"), places.of_words("b")):
        assert 1 <= line <= text.count("\n") + 1
