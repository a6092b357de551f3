"""What is wrong in which synthetic plan, and what an audit must find of it; planted.yaml has the kinds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .words import read


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: what it is planted on, how many in a plan, in which plans, and what finds it."""

    kind: str
    place: str
    each: int = 1
    every: int = 1
    first: int = 0
    unless: tuple[str, ...] = ()
    finds: Mapping[str, int | str] = field(default_factory=dict)

    def falls_on(self, number: int) -> bool:
        """Whether the plan with this ``number`` is one of its plans."""
        return number % self.every == self.first % self.every


def faults() -> tuple[Fault, ...]:
    """Every kind, in the order of the file."""
    return tuple(
        Fault(**{**entry, "unless": tuple(entry.get("unless", ()))}) for entry in read("planted.yaml")
    )


def planted_in(number: int) -> tuple[Fault, ...]:
    """The kinds that the plan ``number`` has."""
    here = [fault for fault in faults() if fault.falls_on(number)]
    kinds = {fault.kind for fault in here}
    return tuple(fault for fault in here if not kinds.intersection(fault.unless))


def slots(here: Iterable[Fault], kind: str, order: list[int]) -> dict[int, str]:
    """Which records of a ``kind``, by their numbers in ``order``, get which fault: each at most one."""
    wanted = [fault.kind for fault in here if fault.place == kind for _ in range(fault.each)]
    return dict(zip(order, wanted, strict=False))


def expected(number: int, actions: int, milestones: int) -> Counter[str]:
    """How many findings of each shape (its name) the plan ``number`` must get; it has so many records."""
    sizes = {"records": actions + milestones, "actions": actions}
    found: Counter[str] = Counter()
    for fault in planted_in(number):
        for shape, count in fault.finds.items():
            found[shape] += fault.each * (sizes[count] if isinstance(count, str) else count)
    return found
