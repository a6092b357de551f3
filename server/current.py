"""The current version of the graph, followed while builds make new ones, and the versions before it."""

import os
from threading import Lock

from werkzeug.exceptions import Gone, NotFound

from ..errors import GraphError
from ..graph.folder import VERSION, GraphFolder
from ..graph.store import Store

OPEN = 4
"""Earlier versions that are held open; the one asked least recently is closed for another."""


class Current:
    """The ``store`` the server was given, until a build makes another version the current one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = GraphFolder(store.path.parents[1])
        self._pointer = str(self._folder.pointer)
        self._seen: tuple[int, int] | None = None
        self._lock = Lock()
        self._kept: dict[str, Store] = {}
        self.stale = False
        """Whether there is a newer version that cannot be opened."""

    @property
    def folder(self) -> GraphFolder:
        """The graph's folder."""
        return self._folder

    def store(self) -> Store:
        """The current version, opened; where a new one cannot be, the one before it goes on serving."""
        stamp = self._stamp()
        if stamp != self._seen:
            with self._lock:
                self._follow()
                self._seen = stamp
        return self._store

    def seen(self) -> str:
        """The current version's name where it is known without opening anything, else ""; never waits."""
        return self._store.version if self._stamp() == self._seen else ""

    def kept(self, version: str) -> Store:
        """An earlier ``version``, opened; NotFound where there never was one, Gone where it is no longer
        kept, GraphError where it cannot be opened or the whole graph is not there.
        """
        current = self.store()
        if version == current.version:
            return current
        if not VERSION.fullmatch(version):
            raise NotFound("A version is named by twelve digits and letters a to f.")
        with self._lock:
            if not self._folder.version_path(version).is_dir():
                self._kept.pop(version, None)
                raise self._missing(version)
            return self._opened(version, current)

    def _opened(self, version: str, current: Store) -> Store:
        found = self._kept.pop(version, None) or self._open(version, current)
        self._kept[version] = found
        for oldest in list(self._kept)[:-OPEN]:
            del self._kept[oldest]
        return found

    def _open(self, version: str | None, like: Store) -> Store:
        return Store.open(self._folder.path, version, like.catalogue, like.limits)

    def _missing(self, version: str) -> NotFound | Gone:
        if not self._folder.version_path(version).parent.is_dir():
            raise GraphError("the graph's folder is not there")
        if version in self._folder.known():
            return Gone(f"The version {version} was here once and is no longer kept.")
        return NotFound(f"There never was a version {version} here.")

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._pointer)  # noqa: PTH116 - every request asks; a Path takes longer
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _follow(self) -> None:
        before = self._store
        try:
            if self._folder.current() != before.version:
                self._store = self._open(None, before)
            self.stale = False
        except GraphError:
            self._store, self.stale = before, True
