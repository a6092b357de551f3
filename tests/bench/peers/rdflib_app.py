"""The application that uvicorn runs for rdflib-endpoint."""

import os
from pathlib import Path
from typing import Any

from rdflib import Dataset


def application() -> Any:  # noqa: ANN401 - a library without types
    """The endpoint over the parts in the folder ``$BENCH_PARTS``; the default graph is their union."""
    from rdflib_endpoint import SparqlEndpoint

    graph = Dataset(default_union=True)
    for part in sorted(Path(os.environ["BENCH_PARTS"]).glob("*.nq")):
        graph.parse(part, format="nquads")
    return SparqlEndpoint(graph=graph)
