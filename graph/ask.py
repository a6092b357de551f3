"""A query as the command line gives it: a name of the catalogue, a file, or standard input."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import UsageError
from ..queries.catalogue import Query, read_query
from ..queries.header import Header
from .answer import Answer
from .store import Store


def ask(store: Store, what: str, params: Sequence[str]) -> Answer:
    """The answer to ``what`` with ``params`` of the form name=value.

    Raises UsageError for an unknown query, and a parameter that is not of that form or that it does not take.
    """
    values = _values(params)
    path = Path(what)
    if what == "-":
        return _ask_text(store, sys.stdin.read(), "standard input", values)
    if path.suffix == ".rq" or path.is_file():
        return _ask_text(store, _read(path), what, values)
    return store.named(what, values)


def _ask_text(store: Store, text: str, name: str, values: Mapping[str, str]) -> Answer:
    """A query with a header takes parameters as a named one does."""
    query = read_query(text, name, name) if "\n#+" in f"\n{text}" else Query(name, text, name, Header(""))
    return store.ask(query, values)


def _values(params: Sequence[str]) -> dict[str, str]:
    pairs = [param.partition("=") for param in params]
    wrong = next((name for name, sign, _ in pairs if not (name and sign)), None)
    if wrong is not None:
        raise UsageError(f"--param {wrong!r} has no value", "Write --param NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the query cannot be read: {error}", "Name a UTF-8 text file", str(path)) from error
