"""The text of a named query with its parameters' values, the codes among them looked up in the graph."""

from collections.abc import Callable, Mapping

from ..errors import UsageError
from ..queries.catalogue import Query, bind, write


def resolved(query: Query, values: Mapping[str, str], base: str, knows: Callable[[str], bool]) -> str:
    """The text of ``query`` with ``values``; ``knows`` says whether the graph describes an IRI.

    Raises UsageError as ``bind`` does, and for a code or slug that nothing in the graph has.
    """
    text = bind(query, values, base)
    for param in query.params:
        if param.name in values and ":" in param.type:
            iri = write(param, values[param.name], base)[1:-1]
            if not knows(iri):
                cause = f"{param.name}: the graph knows nothing called {iri}"
                raise UsageError(cause, f"Wanted: {param.description}")
    return text
