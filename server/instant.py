"""Requests that have come before, byte for byte, are answered where they are read: without a thread, and
without being taken apart.

What is given is what ``Repeats`` gave for the same bytes, with the present date: it is known only from there,
and holds as long as the version, the day and the kept answer do. It is counted and logged like any.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from .clock import Clock
from .facts import Told
from .lru import Recent
from .services import Services
from .settings import KIBIBYTE, MEBIBYTE
from .watched import Teller

ROOM = 8 * MEBIBYTE
LONGEST = 8 * KIBIBYTE
"""Bytes of a request that is known again, or by what it is like; a longer one is taken apart."""
_DATE = re.compile(rb"\r\nDate: ([^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Known:
    """An answer, ``before`` and ``after`` its date; the ``tag`` under which its body is kept, the ``version``
    and ``day`` for which it holds; and what is ``told`` of it.
    """

    before: bytes
    after: bytes
    tag: str
    version: str
    day: date
    told: Told


class Instant:
    """What was answered before by ``services``, each time told to ``teller``."""

    def __init__(self, services: Services, teller: Teller) -> None:
        self._services, self._teller = services, teller
        self._known: Recent[bytes, Known] = Recent(ROOM)
        self._clock = Clock()

    def answer(self, request: bytes, client: str) -> bytes | None:
        """The whole answer to the bytes of a ``request``; None where it is not known, or not any more."""
        known = self._known.get(request) if len(request) <= LONGEST else None
        if known is None or not self._holds(known):
            return None
        since = perf_counter()
        answer = b"".join((known.before, self._clock.date(), known.after))
        self._teller.tell(replace(known.told, client=client), perf_counter() - since)
        return answer

    def learn(self, request: bytes, tag: str, answer: bytes, told: Told) -> None:
        """Know from now on that ``answer`` is what the whole ``request`` gets while ``tag`` is kept."""
        dated = _DATE.search(answer)
        if dated is None or len(request) > LONGEST:
            return
        known = Known(
            before=answer[: dated.start(1)],
            after=answer[dated.end(1) :],
            tag=tag,
            version=told.facts.version,
            day=date.today(),
            told=told,
        )
        self._known.put(request, known, len(request) + len(answer) + 1000)

    def _holds(self, known: Known) -> bool:
        is_current = known.version == self._services.current.seen() and known.day == date.today()
        return is_current and self._services.kept.get(known.tag) is not None
