"""The access log: a line of JSON for each request.

It holds no query, no address of a reader unless that is asked for, and nothing that could end a line: JSON
escapes it. A line is one write to a file opened to append, so that the lines of several processes do not mix.
"""

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from .facts import Told, outcome_of

NONE = "none"
STDERR = "-"
PATH = 200
"""Characters of a path that are kept."""


class AccessLog:
    """The log in the file ``name`` ("-": standard error, "none", "": nowhere), perhaps with ``clients``."""

    def __init__(self, name: str, clients: bool = False) -> None:
        self._file = _opened(name)
        self._clients = clients

    def tell(self, told: Told, seconds: float) -> None:
        """Write the line of one request, which took so many ``seconds``.

        Where that fails (a full disk), the line is lost, and never the answer.
        """
        if self._file is not None:
            with suppress(OSError):
                os.write(self._file, f"{json.dumps(self._line(told, seconds))}\n".encode())

    def _line(self, told: Told, seconds: float) -> dict[str, Any]:
        facts = told.facts
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": told.method[:PATH],
            "path": told.path[:PATH],
            "status": told.status,
            "type": told.type,
            "query": facts.query,
            "version": facts.version,
            "seconds": round(seconds, 6),
            "rows": facts.rows,
            "bytes": told.size,
            "cut": facts.cut,
            "cached": facts.cached,
            "outcome": facts.outcome or outcome_of(told.status),
            "token": facts.token,
        }
        return {**line, "client": told.client} if self._clients else line


def _opened(name: str) -> int | None:
    if name in ("", NONE):
        return None
    if name == STDERR:
        return sys.stderr.fileno()
    return os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
