"""Requests that have come whole and are taken apart only where need be."""

from typing import Any

from .by_model import Begun, ByModel, Outcome, Request
from .incoming import Parser


class Unread(Parser):
    """A ``request``, with what ``by_model`` has made of it so far (``outcome``)."""

    completed = True

    def __init__(self, adj: Any, by_model: ByModel, request: Request) -> None:  # noqa: ANN401 - waitress ships no types
        super().__init__(adj)
        self._by_model, self._request = by_model, request
        self._is_tried = False
        self.outcome: Outcome = None

    def soon(self) -> Outcome:
        """What becomes of it in a moment."""
        self._is_tried = True
        self.outcome = self._by_model.soon(self._request)
        return self.outcome

    def at_last(self) -> Outcome:
        """What becomes of it, however long that takes."""
        if not self._is_tried:
            self.outcome = self._by_model.begin(self._request)
        if isinstance(self.outcome, Begun):
            begun, self.outcome = self.outcome, None
            self.outcome = self._by_model.end(begun)
        return self.outcome

    def take_apart(self) -> None:
        """Read it as any other."""
        self.completed, left = False, self._request.content
        while left and not self.completed:
            left = left[self.received(left) :]

    def close(self) -> None:
        """As waitress has it; nobody waits for a worker any more."""
        if isinstance(self.outcome, Begun):
            self._by_model.drop(self.outcome)
        super().close()
