"""equigraph: public bodies' equality action plans as one knowledge graph.

Public names are read from their rooms on first use (PEP 562), so importing the package costs nothing.
"""

from importlib import import_module
from typing import Any

_PUBLIC = {
    "Store": ".graph.store",
    "create_app": ".server.app",
    "build": ".build",
    "EquigraphError": ".errors",
}

__all__ = ["EquigraphError", "Store", "build", "create_app"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the public names are of many types
    """Give the public ``name``; AttributeError where there is none."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'equigraph' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name], __name__), name)
