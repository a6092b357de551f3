"""What a copy has so far, what its pages lead to, and what of that is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .places import Place


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one address: where its links lead, and the names of its places; or its ``fault``."""

    place: Place
    links: frozenset[tuple[Place, str]] = frozenset()
    places: frozenset[str] = frozenset()
    fault: str = ""


@dataclass(slots=True)
class Ledger:
    """What was asked for, from where it is linked, and what there is to lead to."""

    _linked: dict[Place, str] = field(default_factory=dict)
    _wanted: dict[tuple[Place, str], str] = field(default_factory=dict)
    _places: dict[Place, frozenset[str]] = field(default_factory=dict)
    _failed: list[Written] = field(default_factory=list)

    def begin(self, places: Iterable[Place]) -> list[Place]:
        """Note what a copy must have; gives each once, in the same order."""
        self._linked = dict.fromkeys(places, "")
        return list(self._linked)

    def note(self, written: Written) -> list[Place]:
        """Take down what became of an address; gives those linked there that are new, sorted."""
        self._linked.setdefault(written.place, "")
        if written.fault:
            self._failed.append(written)
            return []
        self._places[written.place] = written.places
        for place, fragment in written.links:
            if fragment:
                self._wanted.setdefault((place, fragment), written.place.path)
        new = sorted({place for place, _ in written.links} - self._linked.keys())
        self._linked |= dict.fromkeys(new, written.place.path)
        return new

    @property
    def known(self) -> int:
        """How many addresses were asked for or are linked."""
        return len(self._linked)

    @property
    def written(self) -> int:
        """How many files there are."""
        return len(self._places)

    @property
    def pages(self) -> int:
        """How many of the files are pages."""
        return sum(place.is_page for place in self._places)

    def faults(self) -> list[str]:
        """A sentence for each address that does not answer and each place that is not there, sorted."""
        faults = [_fault(each, self._linked[each.place]) for each in self._failed]
        faults += [
            f"{page} leads to {place.path}#{fragment}, which is no place there"
            for (place, fragment), page in self._wanted.items()
            if place.is_page and place in self._places and fragment not in self._places[place]
        ]
        return sorted(faults)


def _fault(written: Written, linked: str) -> str:
    address = written.place.address
    if linked:
        return f"{linked} leads to {address}, which answers {written.fault}"
    return f"{address} must be there and answers {written.fault}"
