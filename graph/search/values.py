"""The values of a facet, and how many of some records have each: read once, and counted without the file."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import chain, compress, repeat

from .bits import few, flags, is_many, unpacked

Row = tuple[int, bytes]
"""Of a value: how many records have it, and which, as ``bits.kept`` has them."""


class Records:
    """Some of an index's ``size`` records, a bit of ``held`` each."""

    def __init__(self, held: int, size: int) -> None:
        self.held, self.size = held, size
        self.count = held.bit_count()

    @cached_property
    def flags(self) -> bytes:
        """A byte for each record, 1 for those that these are."""
        return flags(self.held, self.size)

    def numbers(self) -> Iterator[int]:
        """Their numbers in order."""
        return compress(range(self.size), self.flags)


class Values:
    """A facet's values by their places, from the ``rows`` in the order of these.

    Values that many records have are counted by bits; for the others together, every pair of a record and a
    value is looked at once, however many values there are.
    """

    def __init__(self, rows: Sequence[Row], size: int) -> None:
        self._all = {place: count for place, (count, _) in enumerate(rows)}
        self._many = {
            place: unpacked(held) for place, (count, held) in enumerate(rows) if is_many(count, size)
        }
        self._records = few(b"".join(held for count, held in rows if not is_many(count, size)))
        places = (repeat(place, count) for place, count in self._all.items() if place not in self._many)
        self._places = array("I", chain.from_iterable(places))

    def counts(self, among: Records) -> Mapping[int, int]:
        """How many of the records have each value that any of them has, by place."""
        if among.count in (0, among.size):
            return self._all if among.count else {}
        found = Counter(compress(self._places, map(among.flags.__getitem__, self._records)))
        for place, held in self._many.items():
            if count := (held & among.held).bit_count():
                found[place] = count
        return found


def frequent(
    counts: Mapping[int, int], chosen: Collection[int], first: int, most: int
) -> list[tuple[int, int]]:
    """At most ``most`` places with their counts, after the ``first`` ones: what is ``chosen`` comes first,
    then what gives most, then the order of places.
    """
    there = chain(counts.items(), ((place, 0) for place in chosen if place not in counts))
    ordered = nsmallest(first + most, ((place not in chosen, -count, place) for place, count in there))
    return [(place, -count) for _, count, place in ordered[first:]]
