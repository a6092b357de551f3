"""Where an answer is: its address as a page, from one page to the next, in other formats and for ever."""

from dataclasses import dataclass
from urllib.parse import urlencode

Values = tuple[tuple[str, str], ...]
PAGE = "page"
"""The parameter that numbers the pages of a long table."""


@dataclass(frozen=True, slots=True)
class Place:
    """The ``path`` with the ``values`` that decide the answer, and the ``version`` that was named, if any.

    ``ending``: a format is asked for by what the path ends in, and by ``format=`` otherwise.
    """

    path: str
    values: Values
    version: str = ""
    ending: bool = False

    @property
    def plain(self) -> str:
        """Its address, of the version that is current when it is asked."""
        return _address(self.path, self.values)

    def lasting(self, version: str) -> str:
        """Its address in the ``version``."""
        return _address(self.path, (*self.values, ("version", version)))

    def numbered(self, number: int) -> str:
        """The address of one page of it."""
        return _address(self.path, (*self._pinned, (PAGE, str(number)) if number > 1 else ("", "")))

    def written(self, format: str) -> str:
        """Its address in a format of that name."""
        if self.ending:
            return _address(f"{self.path}.{format}", self._pinned)
        return _address(self.path, (*self._pinned, ("format", format)))

    @property
    def _pinned(self) -> Values:
        return (*self.values, ("version", self.version))


def _address(path: str, values: Values) -> str:
    given = [each for each in values if each[1]]
    return f"{path}?{urlencode(given)}" if given else path
