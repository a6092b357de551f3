import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import QueryError, QueryRefused
from equigraph.graph.guard import Limits, check
from equigraph.graph.tokens import tokens

CASES = yaml.safe_load((Path(__file__).parent / "data/guard.yaml").read_text(encoding="utf-8"))
PLAIN = st.text(st.characters(exclude_characters="\"'\\\r\n<>", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize("text", CASES["refused"])
def test_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        check(text)


@pytest.mark.parametrize("text", CASES["allowed"])
def test_allowed(text: str) -> None:
    assert check(text).text == text


@given(PLAIN, st.sampled_from(["'{}'", '"{}"', "'''{}'''", '"""{}"""', "#{}\n", "<http://a/{}>"]))
def test_what_stands_in_a_text_a_comment_or_an_iri_is_no_word(inside: str, form: str) -> None:
    words = "".join(filter(str.isalnum, inside)) if "<" in form else f"{inside} SERVICE"
    check(f"SELECT * {{ ?s ?p {form.format(words)} }}")


@given(PLAIN, st.sampled_from(["'{}'", '"{}"', "'''{}'''", '"""{}"""', "#{}\n"]))
def test_what_stands_after_it_is(inside: str, form: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        check(f"SELECT * {{ ?s ?p {form.format(inside)} SERVICE <http://a/> {{}} }}")


@given(st.text(max_size=200))
def test_the_tokens_are_the_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.text == text[token.start : token.start + len(token.text)]
        assert token.start >= end
        end = token.start + len(token.text)


@pytest.mark.parametrize("open_close", ["()", "{}", "[]"])
def test_nesting_is_limited(open_close: str) -> None:
    nested = [f"ASK {{ {open_close[0] * n}{open_close[1] * n} }}" for n in (63, 64)]
    assert check(nested[0]).form == "ASK"
    with pytest.raises(QueryRefused, match="nests deeper than 64"):
        check(nested[1])


@pytest.mark.parametrize("piece", ["OPTIONAL {} ", "1+", "a:b|", "!", "BIND(1 AS ?x) ", "?a<((((?b>"])
def test_what_would_pile_up_is_limited(piece: str) -> None:
    assert check(f"ASK {{ {piece * 9} }}")
    with pytest.raises(QueryRefused, match="brackets and operators"):
        check(f"ASK {{ {piece * 1_001} }}")


@pytest.mark.parametrize(
    ("start", "end", "times"),
    [
        ("FILTER(1+1) ", "", 480),
        ("MINUS {} ", "", 990),
        ("OPTIONAL {} ", "", 990),
        ("BIND(1 AS ?x) { ", "} ", 60),
        ("{ SELECT * { ", "} } ", 31),
        ("FILTER NOT EXISTS { ", "} ", 62),
        ("FILTER(STR(?a) || EXISTS { ", "} ) ", 31),
    ],
)
def test_what_the_limits_allow_does_not_kill_the_engine(start: str, end: str, times: int) -> None:
    text = check(f"ASK {{ {start * times} {end * times} }}").text
    with pytest.raises(QueryRefused):
        check(f"ASK {{ {start * (times * 2 + 50)} {end * (times * 2 + 50)} }}")
    engine = "import sys; from pyoxigraph import Store; Store().query(sys.stdin.read())"
    subprocess.run([sys.executable, "-c", engine], input=text, text=True, check=True)


def test_a_long_list_of_values_is_no_pile() -> None:
    check("SELECT * { VALUES ?x { " + '"a" <http://a/b+c> 5 ' * 2_000 + "} }")


def test_length_is_limited() -> None:
    with pytest.raises(QueryRefused, match="longer than 10 characters"):
        check("ASK { ?s ?p ?o }", Limits(length=10))


@pytest.mark.parametrize(
    "piece", ['"\\', "'''\\", "a.", "<a", "a:..", "\\u0041", "_", "1.", "@a-", "?", '"""']
)
def test_a_long_text_that_is_no_query_is_read_to_its_end(piece: str) -> None:
    with pytest.raises(QueryError):
        check(piece * (100_000 // len(piece)))


def test_the_place_is_told() -> None:
    with pytest.raises(QueryRefused) as caught:
        check("SELECT * {\n  SERVICE <http://a/> {} }")
    assert caught.value.place == "line 2, column 3"


@pytest.mark.parametrize(
    ("text", "form", "names_dataset"),
    [
        ("PREFIX select:<a:b> ASK FROM <a:b> {}", "ASK", True),
        ("SELECT ?from { ?from ?p 'FROM' }", "SELECT", False),
        ("construct where {}", "CONSTRUCT", False),
        ("DESCRIBE <a:FROM>", "DESCRIBE", False),
    ],
)
def test_form_and_dataset_are_read(text: str, form: str, names_dataset: bool) -> None:
    checked = check(text)
    assert (checked.form, checked.names_dataset) == (form, names_dataset)
