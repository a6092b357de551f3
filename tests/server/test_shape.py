"""Requests as what stands around their query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.lasting import request, sending
from equigraph.server.shape import Sending, Shape

PIECES = st.lists(
    st.sampled_from(["query=", "&", "?", "=", "%3F", "a", "+", " ", "#", "/", ";", "\r\n", "HTTP/1.1"])
).map("".join)
LINES = st.lists(st.sampled_from(["Accept: text/csv", "&format=csv: x", "X: query=", ""]), max_size=3)
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"


@given(PIECES, LINES)
def test_the_pieces_are_the_request(address: str, lines: list[str]) -> None:
    whole = request(f"/sparql?{address}", *lines)
    shape = Shape.of(whole)
    if shape:
        before, after = shape.frame
        between = b" HTTP/1.1\r\n"
        end, _, rest = after.partition(b"\r\n")
        assert b"GET " + before + shape.query + end + between + rest == whole
        assert shape.address == before + shape.query + end and b"&" not in shape.query


@given(PIECES, st.sampled_from([FORM, QUERY]), LINES)
def test_the_pieces_are_what_is_sent(content: str, type: str, lines: list[str]) -> None:
    whole = sending("/sparql", content.encode(), type, *lines)
    shape = Shape.of(whole)
    if shape:
        before, after, *around = shape.frame
        start, end = around or (b"", b"")
        length = str(len(content)).encode()
        assert before + length + after + b"\r\n\r\n" + start + shape.query + end == whole
        assert shape.direct == (type == QUERY)


def test_a_usual_one_has_its_query_parted() -> None:
    shape = Shape.of(request("/sparql?format=csv&query=ASK%20%7B%7D&version="))
    assert shape and (shape.query, shape.frame[0]) == (b"ASK%20%7B%7D", b"/sparql?format=csv&query=")
    shape = Shape.of(sending("/sparql", b"a=b&query=ASK%20%7B%7D&query", FORM))
    assert shape and (shape.query, shape.text(), shape.frame[2:]) == (
        b"ASK%20%7B%7D",
        "ASK {}",
        (b"a=b&query=", b"&query"),
    )


@given(st.sampled_from(["PUT", "HEAD", "get", "post"]))
def test_others_have_no_like(method: str) -> None:
    assert Shape.of(request("/sparql?query=ASK", method=method)) is None
    assert Shape.of(request("/sparql?query=ASK")[:-1]) is None
    assert Shape.of(request("/sparql?query=ASK").replace(b"/1.1", b"/1.0")) is None
    assert Shape.of(request(f"/sparql?query={'A' * 9_000}")) is None
    assert Shape.of(sending("/sparql", b"ASK{}", QUERY).replace(b"POST", method.encode())) is None


@pytest.mark.parametrize(
    "lines",
    [
        ["Expect: 100-continue"],
        ["Transfer-Encoding: chunked"],
        ["transfer-encoding : chunked"],
        ["content-length: 5"],
        ["Content-Length: 50"],
    ],
)
def test_what_may_end_elsewhere_has_no_like(lines: list[str]) -> None:
    assert Sending.of(sending("/sparql", b"ASK{}", QUERY, *lines)) is None


@given(st.integers(0, 5))
def test_one_is_begun_until_all_has_come(missing: int) -> None:
    whole = sending("/sparql", b"ASK{}", QUERY)
    begun = Sending.of(whole[: len(whole) - missing])
    assert begun and begun.is_begun == (missing > 0) == (Shape.of(whole[: len(whole) - missing]) is None)
    assert Sending.of(sending("/sparql", b"A" * 9_000, QUERY)[:9_000]) is None
    more = Sending.of(whole + b"GET")
    assert more and not more.is_begun and Shape.of(whole + b"GET") is None
