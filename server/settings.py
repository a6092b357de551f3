"""What can be set on the server."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How many queries run at once, and what each may use.

    ``workers`` processes answer queries. A query may take ``seconds``, ``memory`` bytes and give ``answer``
    bytes; it waits at most ``patience`` seconds for a free worker. A request's body is at most ``request``
    bytes. A page shows at most ``rows`` rows and says how many it leaves out.
    """

    workers: int = 2
    seconds: float = 30
    patience: float = 2
    memory: int = 2048 * MEBIBYTE
    answer: int = 64 * MEBIBYTE
    request: int = 400_000
    rows: int = 1_000
