"""What is known of queries by their text, so that one that is asked again is not read again."""

from werkzeug.exceptions import RequestEntityTooLarge

from ..graph.guard import Limits
from .lru import Recent
from .settings import MEBIBYTE
from .study import Study

ROOM = 4 * MEBIBYTE


class Studies:
    """Those of queries of at most ``longest`` bytes within ``limits``, for several threads.

    ``elsewhere``: they are asked of another service.
    """

    def __init__(self, longest: int, limits: Limits, elsewhere: bool) -> None:
        self._longest, self._limits, self._elsewhere = longest, limits, elsewhere
        self._known: Recent[str, Study] = Recent(ROOM)

    def of(self, text: str) -> Study:
        """What is known of the query ``text``; RequestEntityTooLarge for one that is too long, else raises as
        ``guard.check``.
        """
        known = self._known.get(text)
        if known is None:
            self._check_length(text)
            known = Study(text, self._limits, self._elsewhere)
            self._known.put(text, known, 2 * len(text) + 500)
        return known

    def _check_length(self, text: str) -> None:
        if len(text.encode("utf-8", "replace")) > self._longest:
            raise RequestEntityTooLarge(
                f"The query is longer than {self._longest:,} bytes. Ask for less at once."
            )
