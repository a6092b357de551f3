"""A memory of bounded size that forgets first what was not asked for longest."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key, of at most ``limit`` bytes together and an eighth of that each; for several threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    @property
    def size(self) -> int:
        """Bytes that are held."""
        return self._size

    def takes(self, size: int) -> bool:
        """Whether a value of ``size`` bytes would be kept."""
        return size <= self._limit // 8

    def get(self, key: K) -> V | None:
        """The value of ``key``, None where it is not held."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Hold ``value``, which takes ``size`` bytes, unless that is too much; others go to make room."""
        if not self.takes(size):
            return
        with self._lock:
            self._drop(key)
            self._held[key] = (value, size)
            self._size += size
            while self._size > self._limit:
                self._size -= self._held.popitem(last=False)[1][1]

    def _drop(self, key: K) -> None:
        if key in self._held:
            self._size -= self._held.pop(key)[1]
