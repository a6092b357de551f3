"""Kept answers take no more memory than they are counted as."""

import tracemalloc
from hashlib import sha256

import pytest

from equigraph.server.kept import Kept
from equigraph.server.lru import Recent

MANY = 5_000


@pytest.mark.parametrize("length", [0, 26, 5_000])
def test_an_answer_is_counted_as_all_that_it_takes(length: int) -> None:
    kept: Recent[str, Kept] = Recent(1 << 30)
    tags = [sha256(str(number).encode()).hexdigest()[:32] for number in range(MANY)]
    tracemalloc.start()
    try:
        for number, tag in enumerate(tags):
            answer = Kept(bytes(length + 1) + str(number).encode(), number)
            kept.put(str(bytes(tag.encode()), "ascii"), answer, answer.size)
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 0.75 * kept.size < taken <= kept.size
