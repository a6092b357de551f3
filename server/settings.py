"""What can be set on the server."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from .tokens import Token

KIBIBYTE = 1024
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How many queries run at once, what each may use, and how the server tells of it.

    ``workers`` processes answer queries. A query of at most ``query`` bytes, nested at most ``nesting`` deep,
    may take ``seconds`` and ``memory`` bytes, and gives at most ``max_rows`` rows and ``answer`` bytes, where
    it is cut; it waits at most ``patience`` seconds for a free worker. A request's body is at most
    ``request`` bytes, its address ``address``. A page shows at most ``rows`` rows.

    The graph is kept in memory where that takes at most ``store_memory`` bytes (0: a quarter of the
    machine's); ``cache`` bytes hold answers, in each of ``processes`` web processes of ``threads`` threads.
    ``tokens`` raise limits for those who have them; ``rate_limit`` (such as "60 per minute") binds each
    client. ``backend`` is another SPARQL service to ask. ``log`` is the file of the access log, "-" for
    standard error, "" for none; with ``log_clients`` it holds clients' addresses. ``proxy`` is the address of
    a proxy whose word on them is taken. ``publisher`` is who answers for the site.
    """

    workers: int = 8
    seconds: float = 30
    patience: float = 2
    memory: int = 2048 * MEBIBYTE
    answer: int = 256 * MEBIBYTE
    max_rows: int = 2_000_000
    query: int = 256 * KIBIBYTE
    nesting: int = 200
    request: int = 1024 * KIBIBYTE
    address: int = 64 * KIBIBYTE
    rows: int = 200
    store_memory: int = 0
    cache: int = 64 * MEBIBYTE
    processes: int = 2
    threads: int = 256
    rate_limit: str = ""
    tokens: tuple[Token, ...] = ()
    backend: str = ""
    log: str = ""
    log_clients: bool = False
    proxy: str = ""
    publisher: str = "not stated"

    def to_json(self) -> str:
        """The settings as one line, for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, content: str | bytes) -> "Settings":
        """The settings that ``to_json`` wrote."""
        given: Mapping[str, Any] = json.loads(content)
        known = {each.name: given[each.name] for each in fields(cls)}
        return cls(**{**known, "tokens": tuple(Token(**each) for each in given["tokens"])})
