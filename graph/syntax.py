"""The engine's word on a query it cannot read, made plain."""

import re

from ..errors import GraphError, QueryError

NEAR = 30
DAMAGE = ("Corruption", "IO error")
"""How the engine's word on its own files begins; it goes on with their paths."""


def engine_error(text: str, error: Exception) -> QueryError | GraphError:
    """What the engine's ``error`` on the query ``text`` is: a fault of the query, or of the store."""
    message = str(error)
    return damaged(message) if message.startswith(DAMAGE) else query_error(text, message)


def damaged(message: str, store: str = "") -> GraphError:
    """The GraphError for the engine's ``message`` on its files; that names paths and is not the cause."""
    return GraphError(
        "the version's store is damaged", "Build the graph again with: equigraph build", store, message
    )


def query_error(text: str, message: str) -> QueryError:
    """The QueryError for the engine's ``message`` on the query ``text``, with line and column where known."""
    at = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not at:
        return QueryError(f"the query cannot be answered: {message}")
    line, column = int(at[1]), int(at[2])
    cause = _sentence(at[3]) or _unexpected(text, line, column)
    return QueryError(f"the query cannot be read: {cause}", place=f"line {line}, column {column}")


def _sentence(expected: str) -> str:
    """The part that says something; the rest lists tokens that the parser happened to try."""
    found = re.search(r"(?:[A-Z][a-z]+|The [A-Z]+|IRI)(?: [A-Za-z?]+){2,}", expected)
    return found[0] if found else ""


def _unexpected(text: str, line: int, column: int) -> str:
    rest = "\n".join(text.split("\n")[line - 1 :])[column - 1 :].strip()
    return f"not expected here: {rest[:NEAR]}" if rest else "it breaks off, or a bracket does not fit"
