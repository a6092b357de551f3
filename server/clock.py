"""The present date as headers have it (RFC 9110, 5.6.7), written once a second."""

from time import time

from waitress.utilities import build_http_date  # type: ignore[import-untyped]  # it ships no types


class Clock:
    """Tells the date; for one thread or several, since what it keeps is put down at once."""

    def __init__(self) -> None:
        self._written: tuple[int, bytes] = (0, b"")

    def date(self) -> bytes:
        """The value of the header Date."""
        second, date = self._written
        now = int(time())
        if now != second:
            date = build_http_date(now).encode()
            self._written = now, date
        return date
