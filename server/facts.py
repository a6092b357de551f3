"""What is known of one request when it has been answered, for the log and the counts."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

KEY = "equigraph.facts"
TOLD = "equigraph.told"
"""In the environment of an answered request: what was told of it."""


@dataclass(slots=True)
class Facts:
    """Filled on the way: the hash of the ``query``, the ``version`` asked, the answer's ``rows`` and how it
    was ``cut``.

    ``cached``: no worker was asked. ``outcome``: what became of it, where that says more than the status.
    ``token`` is the name of the token it came with; ``taken`` the engine's own seconds.
    """

    query: str = ""
    version: str = ""
    rows: int = 0
    cut: str = ""
    cached: bool = False
    outcome: str = ""
    token: str = ""
    taken: float = 0


@dataclass(frozen=True, slots=True)
class Told:
    """An answered request as the log and the counts are told of it: who asked what, and what was sent.

    ``size`` are the bytes of the body that is sent, ``type`` is its media type.
    """

    method: str
    path: str
    client: str
    status: int
    type: str
    size: int
    facts: Facts

    @classmethod
    def of(cls, environ: Mapping[str, Any], status: int, type: str, size: int) -> "Told":
        """That of the request with this WSGI environment."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        return cls(method, path, environ.get("REMOTE_ADDR", ""), status, type, size, environ[KEY])


def of(environ: MutableMapping[str, Any]) -> Facts:
    """Those of the request with this WSGI environment."""
    found: Facts = environ.setdefault(KEY, Facts())
    return found


def outcome_of(status: int) -> str:
    """What a status says of the outcome."""
    known = {304: "unchanged", 401: "denied", 429: "limited", 503: "busy", 504: "late"}
    usual = {2: "answered", 3: "moved", 4: "refused"}
    return known.get(status, usual.get(status // 100, "failed"))
