"""Counts of what the server does, for Prometheus; added up over all web processes of one server."""

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from .engine.job import Health
from .facts import Facts, Told, outcome_of
from .startup import SHARED

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counts of one application."""

    def __init__(self) -> None:
        own = self._own = CollectorRegistry()
        self._requests = Counter("equigraph_requests", "Requests", ("outcome", "status"), registry=own)
        self._seconds = Histogram(
            "equigraph_request_seconds", "Seconds until an answer was ready", registry=own, buckets=SECONDS
        )
        self._engine = Histogram(
            "equigraph_engine_seconds", "The engine's own seconds a query", registry=own, buckets=SECONDS
        )
        self._bytes = Counter("equigraph_answer_bytes", "Bytes of answers", registry=own)
        self._rows = Counter("equigraph_answer_rows", "Rows and statements of answers", registry=own)
        self._cached = Counter("equigraph_cached", "Answers for which no worker was asked", registry=own)
        self._cut = Counter("equigraph_cut", "Answers that were cut at a limit", registry=own)

    def count(self, told: Told, seconds: float) -> None:
        """Count one request, which took so many ``seconds``."""
        facts = told.facts
        self._requests.labels(facts.outcome or outcome_of(told.status), str(told.status)).inc()
        self._seconds.observe(seconds)
        self._bytes.inc(told.size)
        if facts.query:
            self._of_query(facts)

    def text(self, health: Health) -> bytes:
        """All counts in Prometheus' text format, with how the engine is."""
        registry = CollectorRegistry() if SHARED in os.environ else self._own
        if registry is not self._own:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # its module is partly typed
        present = CollectorRegistry()
        present.register(_Present(health))
        return generate_latest(registry) + generate_latest(present)

    def _of_query(self, facts: Facts) -> None:
        self._rows.inc(facts.rows)
        if facts.cached:
            self._cached.inc()
        else:
            self._engine.observe(facts.taken)
        if facts.cut:
            self._cut.inc()


class _Present(Collector):
    """How the engine is at this moment."""

    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[GaugeMetricFamily]:
        health = self._health
        yield GaugeMetricFamily("equigraph_ready", "Whether queries can be answered", value=int(health.ready))
        stale = "Whether there is a newer version of the graph that cannot be served"
        yield GaugeMetricFamily("equigraph_new_version_failed", stale, value=int(health.stale))
        yield GaugeMetricFamily("equigraph_workers", "Workers", value=health.workers)
        yield GaugeMetricFamily("equigraph_workers_busy", "Workers that answer a query", value=health.busy)
