"""A server while it is measured: started anew where a query that nobody waits for any more holds it up."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from time import perf_counter

from .service import Data, Peer, Service


class Served(AbstractContextManager["Served"]):
    """A running peer as ``service``, whose address may change with ``anew``."""

    service: Service

    def __init__(self, peer: Peer, data: Data, folder: Path, say: Callable[[str], None]) -> None:
        self._peer, self._data, self._folder, self._say = peer, data, folder, say
        self._stack, self._starts = ExitStack(), 0

    def __enter__(self) -> "Served":
        begun = perf_counter()
        folder = self._folder / str(self._starts)
        folder.mkdir()
        self.service = self._stack.enter_context(self._peer.start(self._data, folder))
        self._starts += 1
        self._say(f"{self._peer.name}: up after {perf_counter() - begun:.1f} s")
        return self

    def anew(self) -> None:
        """End the server and start it again; raises as the start does."""
        self._stack.close()
        self.__enter__()

    def __exit__(self, *_: object) -> None:
        self._stack.close()
