"""A spool holds what was written, in memory or in a file, however it is cut and added to."""

from hypothesis import given
from hypothesis import strategies as st

from equigraph.server.engine.spool import Spool

PIECES = st.lists(st.binary(max_size=20), max_size=8)


def content(spool: Spool) -> bytes:
    file = spool.file()
    if file is None:
        return spool.head
    with file:
        return spool.head + file.read()


@given(pieces=PIECES, memory=st.integers(0, 100), share=st.floats(0, 1), more=st.binary(max_size=20))
def test_it_gives_back_what_was_written_and_not_cut(
    pieces: list[bytes], memory: int, share: float, more: bytes
) -> None:
    spool, whole = Spool(memory), b"".join(pieces)
    for piece in pieces:
        spool.write(piece)
    cut = int(len(whole) * share)
    assert (spool.size, spool.start(cut)) == (len(whole), whole[:cut])
    spool.end_at(cut, more)
    expected = whole[:cut] + more
    spool.insert(cut // 2, b"<between>")
    expected = expected[: cut // 2] + b"<between>" + expected[cut // 2 :]
    assert (spool.size, content(spool)) == (len(expected), expected)


@given(pieces=PIECES)
def test_only_what_is_larger_than_its_memory_goes_to_a_file(pieces: list[bytes]) -> None:
    spool = Spool(50)
    for piece in pieces:
        spool.write(piece)
    file = spool.file()
    assert (file is None) == (spool.size <= 50)
    if file:
        file.close()
