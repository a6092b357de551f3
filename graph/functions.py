"""Functions that the engine does not know: a call is an error of that expression alone (SPARQL 1.1, 17.6)."""

import re
from collections.abc import Callable
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples

UNKNOWN = re.compile(r"custom function <([^>]+)> is not supported")
MOST = 50


def tolerant(ask: Callable[..., Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
    """What ``ask`` gives, with the functions it stumbles over taken as ones that always fail.

    Raises what ``ask`` raises for any other reason, or for more than a few functions.
    """
    failing: dict[NamedNode, Callable[..., None]] = {}
    while True:
        try:
            return ask(custom_functions=failing) if failing else ask()  # type: ignore[no-any-return]
        except RuntimeError as error:
            unknown = UNKNOWN.search(str(error))
            if not unknown or len(failing) == MOST:
                raise
            failing[NamedNode(unknown[1])] = _fail


def _fail(*_: object) -> None:
    """Nothing: which the engine takes as an error."""
