"""Requests as what stands around their query."""

from hypothesis import given
from hypothesis import strategies as st

from bench.lasting import request
from equigraph.server.models import Shape

PIECES = st.lists(
    st.sampled_from(["query=", "&", "?", "=", "%3F", "a", "+", " ", "#", "/", ";", "\r\n", "HTTP/1.1"])
)
LINES = st.lists(st.sampled_from(["Accept: text/csv", "&format=csv: x", "X: query=", ""]), max_size=3)


@given(PIECES.map("".join), LINES)
def test_the_pieces_are_the_request(address: str, lines: list[str]) -> None:
    whole = request(f"/sparql?{address}", *lines)
    shape = Shape.of(whole)
    if shape:
        before, after = shape.frame
        between = b" HTTP/1.1\r\n"
        end, _, rest = after.partition(b"\r\n")
        assert b"GET " + before + shape.query + end + between + rest == whole
        assert shape.address == before + shape.query + end and b"&" not in shape.query


def test_a_usual_one_has_its_query_parted() -> None:
    shape = Shape.of(request("/sparql?format=csv&query=ASK%20%7B%7D&version="))
    assert shape and (shape.query, shape.frame[0]) == (b"ASK%20%7B%7D", b"/sparql?format=csv&query=")


@given(st.sampled_from(["POST", "HEAD", "get"]))
def test_others_have_no_like(method: str) -> None:
    assert Shape.of(request("/sparql?query=ASK", method=method)) is None
    assert Shape.of(request("/sparql?query=ASK")[:-1]) is None
    assert Shape.of(request("/sparql?query=ASK").replace(b"/1.1", b"/1.0")) is None
    assert Shape.of(request(f"/sparql?query={'A' * 9_000}")) is None
