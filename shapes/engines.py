"""The validators that can be chosen: pySHACL, the reference, and pyshifty, which is faster."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ..errors import AssetError, UsageError
from .engine import Engine

if TYPE_CHECKING:
    from shifty._shifty import PreparedValidator

REMEDY = "Mend the shapes"


@dataclass(frozen=True, slots=True)
class PySHACL:
    """The reference engine: slow, and on users' packs the one to trust."""

    name: str = "pyshacl"
    package: str = "pyshacl"

    def report(self, data: bytes, shapes: bytes, file: str) -> Iterable[ox.Triple]:
        """The report as ``Engine.report`` has it, with SHACL Advanced Features."""
        from .pyshacl_engine import report

        return report(data, shapes, file)


@dataclass(frozen=True, slots=True)
class Shifty:
    """An engine in Rust; gives pySHACL's results on the packs of the package, which a test compares."""

    name: str = "pyshifty"
    package: str = "pyshifty"

    def report(self, data: bytes, shapes: bytes, file: str) -> Iterable[ox.Triple]:
        """The report as ``Engine.report`` has it; AssetError too for a shape that the engine leaves out."""
        try:
            done = _prepared(shapes).validate_w3c(data=data, data_format="nt", run_infer=False)
        except (ValueError, RuntimeError) as error:
            raise AssetError(f"the shapes cannot be used: {error}", REMEDY, file) from error
        if done.diagnostics:
            raise AssetError(f"the shapes cannot be used: {done.diagnostics[0]}", REMEDY, file)
        return ox.parse(done._report_ntriples, ox.RdfFormat.N_TRIPLES)


@lru_cache(maxsize=8)
def _prepared(shapes: bytes) -> "PreparedValidator":
    """The shapes as the engine wants them: a process tries the same ones on plan after plan."""
    from shifty._shifty import PreparedValidator

    return PreparedValidator(shapes=shapes, shapes_format="nt")


ENGINES: tuple[Engine, ...] = (Shifty(), PySHACL())
REFERENCE: Engine = ENGINES[1]
FAST: Engine = ENGINES[0]


def engine_named(name: str) -> Engine:
    """The engine called ``name``; UsageError where there is none."""
    for engine in ENGINES:
        if engine.name == name:
            return engine
    known = ", ".join(engine.name for engine in ENGINES)
    raise UsageError(f"there is no engine {name!r}", f"Choose one of: {known}")
