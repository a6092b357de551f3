"""The search indexes of the versions that are asked, opened once and kept."""

from threading import Lock

from ...graph.search.index import SearchIndex
from ...graph.search.kept import index_path
from ...graph.store import Store

OPEN = 4
"""Versions whose index is held open; the one asked least recently is closed for another."""


class Indexes:
    """The indexes by version; any thread may ask."""

    def __init__(self) -> None:
        self._open: dict[str, SearchIndex | None] = {}
        self._lock = Lock()

    def of(self, store: Store) -> SearchIndex | None:
        """The index of a version; None where that was built without one.

        Raises GraphError where it is damaged, or this Python's SQLite cannot search text.
        """
        with self._lock:
            if store.version in self._open:
                found = self._open.pop(store.version)
            else:
                path = index_path(store)
                found = SearchIndex(path) if path else None
            self._open[store.version] = found
            for oldest in list(self._open)[:-OPEN]:
                if closing := self._open.pop(oldest):
                    closing.close()
            return found
