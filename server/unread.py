"""Requests that have come whole and are taken apart only where need be."""

from typing import Any

from .alike import Alike, Begun, Outcome, Request
from .incoming import Parser


class Unread(Parser):
    """A ``request``, with what ``alike`` has made of it so far (``outcome``)."""

    completed = True

    def __init__(self, adj: Any, alike: Alike, request: Request) -> None:  # noqa: ANN401 - waitress ships no types
        super().__init__(adj)
        self._alike, self._request = alike, request
        self.outcome: Outcome = None

    def soon(self) -> Outcome:
        """What becomes of it in a moment."""
        self.outcome = self._alike.soon(self._request)
        return self.outcome

    def at_last(self) -> Outcome:
        """What becomes of it, however long that takes."""
        begun = self._alike.begin(self._request) if self.outcome is None else self.outcome
        self.outcome = None
        self.outcome = self._alike.end(begun) if isinstance(begun, Begun) else begun
        return self.outcome

    def take_apart(self) -> None:
        """Read it as any other."""
        self.completed = False
        self.received(self._request.content)

    def close(self) -> None:
        """As waitress has it; nobody waits for a worker any more."""
        if isinstance(self.outcome, Begun):
            self._alike.drop(self.outcome)
        super().close()
