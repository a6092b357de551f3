"""What a request's parameters are read as."""

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from equigraph.server.parameters import decoded

PIECES = st.one_of(
    st.binary(max_size=3).map(lambda piece: piece.replace(b"%", b"")),
    st.binary(max_size=3).map(lambda piece: b"".join(b"%%%02x" % byte for byte in piece)),
    st.sampled_from([*b"= == =3D %3D %3d =%0A _ + %2B".split(), b"=\n", b"=\r\n", b"\r\n", b" \n"]),
)


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_they_are_percent_encoded(part: bytes) -> None:
    plain = unquote_to_bytes(part.replace(b"+", b" "))
    try:
        read = plain.decode()
    except UnicodeDecodeError:
        read = "\0"
    if "\0" in read:
        with pytest.raises(BadRequest):
            decoded(part, "It")
    else:
        assert decoded(part, "It") == read


@pytest.mark.parametrize("part", [b"%", b"%4", b"a%4g", b"%%41", b"%=41"])
def test_a_broken_escape_is_no_guess(part: bytes) -> None:
    with pytest.raises(BadRequest, match="hexadecimal"):
        decoded(part, "It")
