"""A memory of bounded size forgets first what was not asked for longest, and never holds too much."""

from hypothesis import given
from hypothesis import strategies as st

from equigraph.server.lru import Recent

STEPS = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 200)))


@given(STEPS)
def test_it_holds_the_latest_that_fit(steps: list[tuple[str, int]]) -> None:
    recent = Recent[str, int](800)
    wanted: dict[str, int] = {}
    for key, size in steps:
        recent.put(key, size, size)
        if size <= 100:
            wanted.pop(key, None)
            wanted[key] = size
            while sum(wanted.values()) > 800:
                del wanted[next(iter(wanted))]
    assert {key: recent.get(key) for key in "abcdef"} == {key: wanted.get(key) for key in "abcdef"}
    assert (len(recent), recent.size) == (len(wanted), sum(wanted.values()))


def test_what_was_asked_for_stays() -> None:
    recent = Recent[str, str](800)
    for key in "abcdefgh":
        recent.put(key, key, 100)
    assert recent.get("a") == "a"
    recent.put("i", "i", 100)
    assert (recent.get("a"), recent.get("b")) == ("a", None)


def test_nothing_is_held_where_there_is_no_room() -> None:
    recent = Recent[str, str](0)
    recent.put("a", "a", 1)
    assert (recent.get("a"), recent.takes(1)) == (None, False)
