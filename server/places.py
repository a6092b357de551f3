"""So many places that requests take and give back, where none waits for another."""

from queue import Empty, SimpleQueue


class Places:
    """``count`` places, for several threads."""

    def __init__(self, count: int) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(count):
            self.give_back()

    def take(self) -> bool:
        """Take one, if any is free."""
        try:
            self._free.get_nowait()
        except Empty:
            return False
        return True

    def give_back(self) -> None:
        """Let another have the one that was taken."""
        self._free.put(None)
