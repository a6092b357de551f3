import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from equigraph.errors import QueryError, QueryRefused
from equigraph.graph.guard import Limits, check, glance
from equigraph.graph.nesting import Depth, ceiling
from equigraph.graph.store import Store
from equigraph.graph.tokens import tokens

CASES = yaml.safe_load((Path(__file__).parent / "data/guard.yaml").read_text(encoding="utf-8"))
PILES = yaml.safe_load((Path(__file__).parent / "data/nesting.yaml").read_text(encoding="utf-8"))
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
    nested = [f"ASK {{ {open_close[0] * n}{open_close[1] * n} }}" for n in (199, 200)]
    assert check(nested[0]).form == "ASK"
    with pytest.raises(QueryRefused, match="nests deeper than 200"):
        check(nested[1])
    with pytest.raises(QueryRefused, match="nests deeper than 10"):
        check(nested[0], Limits(depth=10))


def test_brackets_in_what_may_be_a_comparison_count() -> None:
    with pytest.raises(QueryRefused, match="nests deeper"):
        check(f"ASK {{ FILTER({'?a<((((?b>' * 51}) }}")


PIECES = sorted({piece for pile in PILES.values() for piece in pile} | set("(){}[].;,+-*/|!<> ?a1'"))


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_what_is_seen_at_a_glance_is_no_less_than_what_is_read(text: str) -> None:
    depth = Depth(10**6, 10**9).read(tokens(text))
    levels, stack = ceiling(text)
    assert depth.most <= levels and depth.stack <= stack


STARTS = [
    "",
    "SELECT",
    "ask",
    "Construct",
    "DESCRIBE ",
    "PREFIX a: <b:>",
    "PREFIX a:<#>\nask",
    "\n",
    "BASE <a:>",
]
ENDS = [
    *PIECES,
    *["SERVICE", "load", "FROM", "select", "#", "\\u0053ERVICE", "é", "İ", "ſ", ":", "-", "·"],
    "\n",
]


@given(
    st.sampled_from(CASES["starts"]),
    st.lists(st.sampled_from([*PIECES, *CASES["pieces"]]), max_size=20).map("".join),
)
@example("SELECT", "é{}")
@example("SELECT", ":a{}")
@example(f"PREFIX {'a' * 250}: <a:b>", "ASK {}")
def test_what_is_let_pass_at_a_glance_is_when_it_is_read(start: str, end: str) -> None:
    form = glance(start + end, Limits())
    assert form is None or check(start + end).form == form


@pytest.mark.parametrize("text", CASES["refused"])
def test_what_is_refused_is_not_let_pass_at_a_glance(text: str) -> None:
    try:
        assert glance(text, Limits()) is None
    except QueryRefused as refused:
        assert "longer" in str(refused)


@pytest.mark.parametrize("name", PILES)
def test_however_often_a_piece_stands_there_the_engine_lives(name: str) -> None:
    """The most that the guard lets through, given to an engine in a process that may die; it has a second."""
    text = max(allowed(*PILES[name]), key=len)
    engine = "\n".join(
        (
            "import signal, sys; from pyoxigraph import Store; signal.alarm(1)",
            "result = Store().query(sys.stdin.read(), prefixes={'a': 'http://a/'})",
            "isinstance(result, object) and hasattr(result, '__next__') and next(result, None)",
        )
    )
    ended = subprocess.run([sys.executable, "-c", engine], input=text, text=True)
    assert ended.returncode in (0, -signal.SIGALRM)


def allowed(before: str, piece: str, middle: str, closing: str, after: str) -> Iterator[str]:
    """The query with more and more pieces, as long as the guard allows it."""
    for times in (*range(50, 5_000, 450), 10_000, 20_000, 40_000, 80_000, 100_000):
        numbered = (piece.replace("%d", str(n)).replace("%p", str(n - 1)) for n in range(1, times + 1))
        text = "".join((before, *numbered, middle, closing * times, after))
        try:
            yield check(text).text
        except QueryRefused:
            return


@pytest.mark.parametrize(
    ("name", "times"),
    [("values-rows", 100_000), ("values-rows3", 40_000), ("in-flat", 100_000), ("concat-flat", 30_000)]
    + [(name, 2_500) for name in ("union-flat-bgp", "or-var", "and-var", "triples-dot", "filter-flat-bgp")],
)
def test_what_is_long_but_not_deep_is_allowed(name: str, times: int) -> None:
    assert max(map(len, allowed(*PILES[name]))) > len(PILES[name][1]) * times


def test_a_long_list_of_values_is_no_pile() -> None:
    check("SELECT * { VALUES ?x { " + '"a" <http://a/b+c> 5 ' * 2_000 + "} }")


def test_length_is_limited() -> None:
    with pytest.raises(QueryRefused, match="longer than 10 bytes"):
        check("ASK { ?s ?p ?o }", Limits(length=10))


@pytest.mark.parametrize(
    "piece", ['"\\', "'''\\", "a.", "<a", "a:..", "\\u0041", "_", "1.", "@a-", "?", '"""']
)
def test_a_long_text_that_is_no_query_is_read_to_its_end(piece: str) -> None:
    with pytest.raises(QueryError):
        check(piece * (100_000 // len(piece)))


def test_a_dataset_is_never_fetched(sample_store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:a> <a:a> <a:a> .", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        for iri in (f"http://127.0.0.1:{listening.getsockname()[1]}/data.ttl", secret.as_uri()):
            body = "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
            text = f"SELECT * FROM <{iri}> FROM NAMED <{iri}> {{ {body} }}"
            assert list(sample_store.query(text).rows()) == []
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


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
