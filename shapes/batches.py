"""Packs that one call of a validator tries together, and what of a plan they see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .data import PlanData
from .engine import Engine, Result, validate
from .engines import FAST, REFERENCE
from .packs import Pack
from .shape import Shape


@dataclass(frozen=True)
class Batch:
    """Packs that an engine tries in one call: they look at the same things."""

    engine: Engine
    packs: tuple[Pack, ...]

    def results(self, data: PlanData) -> Iterator[tuple[Shape, Result]]:
        """What is found in the plan, with the shape that has the target; AssetError as the engine says."""
        for result in validate(self.engine, self.seen_of(data), self._text, self._files):
            yield self._shapes[result.shape], result

    def seen_of(self, data: PlanData) -> bytes:
        """What of the plan's data the packs see."""
        if not self._beside:
            return data.text
        names = [pack.names for pack in self.packs]
        known = [each for each in names if each is not None]
        return data.text_with_evidence(frozenset().union(*known) if len(known) == len(names) else None)

    @property
    def _beside(self) -> frozenset[str]:
        return self.packs[0].looks_at

    @cached_property
    def _text(self) -> bytes:
        return b"".join(pack.text for pack in self.packs)

    @cached_property
    def _files(self) -> str:
        return ", ".join(pack.file for pack in self.packs)

    @cached_property
    def _shapes(self) -> Mapping[str, Shape]:
        return {part: shape for pack in self.packs for shape in pack.shapes for part in shape.parts}


def batches(packs: Sequence[Pack], engine: Engine | None = None) -> tuple[Batch, ...]:
    """The ``packs`` by the ``engine`` (none: the fast one for those of the package, else the reference).

    Those of the package go together where they look at the same; each of a user goes by itself, so that an
    error can name its file.
    """
    made = tuple(Batch(engine or REFERENCE, (pack,)) for pack in packs if not pack.ours)
    together: dict[frozenset[str], list[Pack]] = {}
    for pack in packs:
        if pack.ours:
            together.setdefault(pack.looks_at, []).append(pack)
    return (*(Batch(engine or FAST, tuple(found)) for found in together.values()), *made)
