"""Wherever an answer is cut, whatever its rows hold: what remains is well-formed, a start of the whole."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from equigraph.graph.ends import ENDS, CsvEnds, Ends, JsonEnds
from equigraph.server.engine.links import link, place
from equigraph.server.engine.sink import MARGIN, Full, GraphSink, RowSink, TooLarge
from equigraph.server.engine.spool import Spool

FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
MUCH = 10**9


class ForgetfulJsonEnds(JsonEnds):
    long = 12


def texts() -> st.SearchStrategy[str]:
    pieces = [
        "},{",
        "}},{",
        '"}},{"',
        '"',
        "\\",
        "\n",
        "\r\n",
        "\t",
        ",",
        "{}",
        "[",
        "</result>",
        "&",
        "é",
        "𝄞",
    ]
    return st.lists(st.sampled_from([*pieces, "a", " "]), max_size=8).map("".join)


def terms() -> st.SearchStrategy[NamedNode | Literal | None]:
    words = st.one_of(texts().map(Literal), texts().map(lambda text: Literal(text, language="en")))
    numbers = st.integers(0, 99).map(Literal)
    iris = st.sampled_from(["http://x/result", "urn:a,b"]).map(NamedNode)
    return st.one_of(words, words, numbers, iris, st.none())


Row = tuple[NamedNode | Literal | None, ...]
ROWS = st.lists(st.tuples(terms(), terms()), max_size=8)


def written(rows: Iterable[Row], format: str) -> bytes:
    """A table of ``rows`` as the engine writes it."""
    values = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    found = Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(found, QuerySolutions)
    return found.serialize(format=FORMATS[format]) or b""


def read(answer: bytes, format: str) -> list[list[Any]]:
    """The rows that a reader of ``format`` finds."""
    if format == "csv":
        return list(csv.reader(io.StringIO(answer.decode(), newline=""), strict=True))[1:]
    parsed = parse_query_results(answer, format=FORMATS[format])
    assert isinstance(parsed, QuerySolutions)
    return [[row["a"], row["b"]] for row in parsed]


def ends(format: str) -> Ends:
    return ForgetfulJsonEnds() if format == "json" else ENDS[format]()


def put(answer: bytes, sink: RowSink, piece: int) -> None:
    """Give ``sink`` the answer in pieces, as the engine does."""
    try:
        for start in range(0, len(answer), piece):
            sink.write(answer[start : start + piece])
        sink.finish()
    except Full:
        assert sink.cut


@pytest.mark.parametrize("format", FORMATS)
@given(rows=ROWS, limit=st.integers(1, 9), piece=st.integers(1, 40), batch=st.integers(1, 80))
def test_a_table_is_cut_after_so_many_rows(
    format: str, rows: list[Row], limit: int, piece: int, batch: int
) -> None:
    spool, answer = Spool(), written(rows, format)
    sink = RowSink(spool, ends(format), limit, MUCH, batch=batch)
    put(answer, sink, piece)
    assert spool.head == written(rows[:limit], format)
    assert (sink.rows, sink.cut) == (min(limit, len(rows)), "rows" if limit < len(rows) else "")
    assert read(spool.head, format) == read(answer, format)[:limit]


@pytest.mark.parametrize("format", FORMATS)
@given(rows=ROWS, piece=st.integers(1, 40), batch=st.integers(1, 80), share=st.floats(0, 1))
def test_a_table_is_cut_after_so_many_bytes(
    format: str, rows: list[Row], piece: int, batch: int, share: float
) -> None:
    spool, answer = Spool(), written(rows, format)
    size = int(len(answer) * share)
    sink = RowSink(spool, ends(format), MUCH, size, batch=batch)
    starts = [written(rows[:count], format) for count in range(len(rows) + 1)]
    fitting = [count for count, start in enumerate(starts) if len(start) <= size]
    if not fitting:
        with pytest.raises(TooLarge):
            put(answer, sink, piece)
        return
    put(answer, sink, piece)
    assert (spool.head, sink.rows) == (starts[fitting[-1]], fitting[-1])
    assert sink.cut == ("" if fitting[-1] == len(rows) else "bytes")


@given(rows=st.lists(st.tuples(terms(), terms()), min_size=1), piece=st.integers(1, 5_000))
def test_a_long_answer_is_counted_as_it_is_read(rows: list[Row], piece: int) -> None:
    for format in FORMATS:
        answer = written(rows * 40, format)
        sink = RowSink(Spool(), ENDS[format](), MUCH, MUCH, batch=1_000)
        put(answer, sink, piece)
        assert sink.rows == len(rows) * 40


@pytest.mark.parametrize("format", FORMATS)
def test_a_row_may_be_long(format: str) -> None:
    long = (Literal('},{"\\' * 50_000 + "\n"), None)
    for rows in ([long], [long, long, (None, None)], [(None, None), long]):
        answer, spool = written(rows, format), Spool()
        sink = RowSink(spool, ENDS[format](), MUCH, len(answer))
        put(answer, sink, 8_192)
        assert (sink.rows, spool.size, sink.cut) == (len(rows), len(answer), "")


@pytest.mark.parametrize("format", ["json", "xml"])
@given(address=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_the_link_to_the_next_page_is_read_back(format: str, address: str) -> None:
    answer = written([(Literal("x"), None)] * 3, format)
    start = answer.index(ENDS[format].opening) + len(ENDS[format].opening)
    at = place(format, answer[:start])
    linked = answer[:at] + link(format, address) + answer[at:]
    if format == "json":
        found = json.loads(linked)["head"].get("link", [])
    else:
        found = [each.get("href") for each in ElementTree.fromstring(linked).findall(".//{*}link")]
    assert found == ([address] if address else [])
    assert read(linked, format) == read(answer, format)


def test_only_json_and_xml_have_links() -> None:
    assert (link("csv", "http://x/"), link("tsv", "http://x/")) == (b"", b"")


def triples() -> st.SearchStrategy[Triple]:
    things = st.sampled_from(["http://x/a", "http://x/b"]).map(NamedNode)
    objects = st.one_of(things, texts().map(Literal), st.just(BlankNode("b")))
    return st.builds(Triple, things, st.sampled_from(["http://x/p", "http://x/q"]).map(NamedNode), objects)


@pytest.mark.parametrize("format", GRAPHS)
@given(statements=st.lists(triples(), unique=True, max_size=9), limit=st.integers(1, 10))
def test_a_graph_is_cut_after_so_many_statements(format: str, statements: list[Triple], limit: int) -> None:
    spool = Spool()
    sink = GraphSink(spool, limit, MUCH)
    serialize(sink.limited(statements), sink, GRAPHS[format])  # type: ignore[arg-type]  # write is enough
    found = [quad.triple for quad in parse(spool.head, GRAPHS[format])]
    expected = statements[:limit]
    assert len(found) == len(expected) == sink.rows
    assert sink.cut == ("rows" if limit < len(statements) else "")
    if format in ("turtle", "ntriples"):
        assert found == expected


@pytest.mark.parametrize("format", GRAPHS)
def test_a_graph_is_cut_before_so_many_bytes(format: str) -> None:
    spool, size = Spool(), 200_000
    sink = GraphSink(spool, MUCH, size)
    many = (
        Triple(NamedNode(f"http://x/{n}"), NamedNode("http://x/p"), Literal("},{" * 9)) for n in range(9_999)
    )
    serialize(sink.limited(many), sink, GRAPHS[format])  # type: ignore[arg-type]  # write is enough
    assert size - 2 * MARGIN < spool.size <= size
    assert (len(list(parse(spool.head, GRAPHS[format]))), sink.cut) == (sink.rows, "bytes")


def test_a_statement_larger_than_the_limit_is_refused() -> None:
    sink = GraphSink(Spool(), MUCH, 20_000)
    large = Triple(NamedNode("http://x/a"), NamedNode("http://x/p"), Literal("x" * 30_000))
    with pytest.raises(TooLarge):
        serialize(sink.limited([large]), sink, RdfFormat.TURTLE)  # type: ignore[arg-type]  # write is enough


def test_quoted_line_ends_are_no_rows() -> None:
    counting = CsvEnds()
    for byte in b'a,b\r\n"x\r\n""y",\r\n':
        counting.feed(bytes([byte]))
    assert (counting.count, counting.start, counting.last) == (1, 5, 16)
