"""The versions that a worker has open: its own, and the last others that it was asked for."""

import os
from pathlib import Path

from ...errors import GraphError
from ...graph.folder import GraphFolder
from ...graph.store import Store

OTHERS = 2

Stamp = tuple[str, int, int]


class Stores:
    """Opened versions of the ``graph``; ``own`` is always kept."""

    def __init__(self, graph: Path, own: Store) -> None:
        self._folder = GraphFolder(graph)
        self._own = own
        self._own_manifest = str(own.path / "manifest.json")
        self._own_stamp = stamp(self._folder, own.version)
        self._others: dict[Stamp, Store] = {}

    def get(self, version: str) -> Store:
        """The store of ``version``; GraphError where it is not there, or no more."""
        if version == self._own.version and self._is_own_unchanged():
            return self._own
        wanted = stamp(self._folder, version)
        store = self._others.pop(wanted, None) or self._open(version)
        self._others[wanted] = store
        return store

    def _is_own_unchanged(self) -> bool:
        try:
            found = os.stat(self._own_manifest)  # noqa: PTH116 - every query asks; a Path takes longer
        except OSError:
            return False
        return (found.st_mtime_ns, found.st_ino) == self._own_stamp[1:]

    def _open(self, version: str) -> Store:
        while len(self._others) >= OTHERS:
            del self._others[next(iter(self._others))]
        own = self._own
        return Store.open(self._folder.path, version, own.catalogue, own.limits)


def stamp(folder: GraphFolder, version: str) -> Stamp:
    """What tells ``version`` from one of the same name that took its place; GraphError without one."""
    try:
        found = (folder.find(version) / "manifest.json").stat()
    except OSError as error:
        raise GraphError(f"there is no version {version!r} any more") from error
    return version, found.st_mtime_ns, found.st_ino
