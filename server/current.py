"""The current version of the graph, followed while builds make new ones."""

from threading import Lock

from ..errors import GraphError
from ..graph.folder import GraphFolder
from ..graph.store import Store


class Current:
    """The ``store`` the server was given, until a build makes another version the current one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = GraphFolder(store.path.parents[1])
        self._seen: tuple[int, int] | None = None
        self._lock = Lock()

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

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._folder.pointer.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _follow(self) -> None:
        before = self._store
        try:
            if self._folder.current() != before.version:
                self._store = Store.open(self._folder.path, None, before.catalogue, before.limits)
        except GraphError:
            self._store = before
