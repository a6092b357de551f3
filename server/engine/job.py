"""A query to run, what became of it, and who runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Literal, Protocol

State = Literal["answered", "refused", "no graph", "late", "no room", "broken", "failed", "busy", "gone"]
"""``broken`` is what a query does to its worker, ``failed`` what another service does with it."""
Cut = Literal["", "rows", "bytes"]
"""Which limit ended an answer early, if any did."""


@dataclass(frozen=True, slots=True)
class Job:
    """A checked query for a ``version`` of the graph, the ``format`` of its answer, and what it may take.

    ``seconds`` from the moment a worker has it; ``rows`` (or statements) and ``size`` (bytes) of the answer,
    which is cut there. The dataset is the request's (SPARQL 1.1 Protocol, 2.1.4): None where it names none.
    ``onward`` is what the address of a cut answer's next page begins with; its query follows.
    """

    version: str
    text: str
    format: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    seconds: float = 30
    rows: int = 2_000_000
    size: int = 256 * 1024 * 1024
    onward: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a job: the whole answer, or why there is none.

    The answer is ``head`` or, where it is large, the bytes of the open file ``rest`` from its start; ``size``
    are its bytes. ``rows`` counts solutions or statements (1 for yes or no). ``cut`` says which
    limit ended it early. ``taken`` is the engine's own time, in seconds.
    """

    state: State
    head: bytes = b""
    rest: IO[bytes] | None = None
    size: int = 0
    rows: int = 0
    cut: Cut = ""
    taken: float = 0
    cause: str = ""
    remedy: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether queries can be answered, by how many workers, how many of them are busy, and from what.

    ``stale`` where there is a newer version of the graph that cannot be served.
    """

    ready: bool
    workers: int = 0
    busy: int = 0
    mode: str = ""
    stale: bool = False


class Engine(Protocol):
    """Something that runs queries."""

    def run(self, job: Job, gone: Callable[[], bool] | None = None) -> Reply:
        """The reply to ``job``; ``gone`` is asked now and then whether nobody waits for it any more."""
        ...

    def health(self) -> Health:
        """How it is, without asking a worker."""
        ...

    def close(self) -> None:
        """End what it started."""
        ...
