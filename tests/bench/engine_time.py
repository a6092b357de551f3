"""The engine's own time: pyoxigraph in this process, from memory and from disk, answers written out."""

from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter

import pyoxigraph as ox

from .workload import TABLE, Asked

Once = Callable[[], None]


def in_memory(parts: Iterable[str]) -> ox.Store:
    """A store in memory with the parts."""
    store = ox.Store()
    for part in parts:
        store.bulk_load(path=part, format=ox.RdfFormat.N_QUADS)
    return store


def seconds(store: ox.Store, asked: Asked, budget: float = 2, most: int = 300) -> float:
    """The median time of an answer, over ``most`` runs or as many as the ``budget`` of seconds allows."""
    return timed(lambda: _answer(store, asked), budget, most)


def timed(once: Once, budget: float, most: int) -> float:
    """The median time of ``once``, after one run that does not count unless it took the whole budget."""
    start = perf_counter()
    once()
    times = [perf_counter() - start]
    while len(times) <= most and perf_counter() - start < budget:
        begun = perf_counter()
        once()
        times.append(perf_counter() - begun)
    return median(times[1:] or times)


def _answer(store: ox.Store, asked: Asked) -> None:
    result = store.query(asked.text, use_default_graph_as_union=True)
    if isinstance(result, ox.QueryTriples):
        ox.serialize(result, format=ox.RdfFormat.TURTLE)
    else:
        result.serialize(format=ox.QueryResultsFormat.JSON if asked.accept == TABLE else None)
