"""How fast the server answers, beside its peers and the bare engine, on the same data in one run."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from math import exp, fsum, log
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

import pyoxigraph as ox

from equigraph.graph.store import Store

from . import engine_time
from .client import Client
from .engine_time import timed
from .load import NUMBER, Load, load
from .peers.served import Served
from .peers.service import Data, Peer, Service
from .workload import IDLE, Asked, fresh, many_rows, named, rows_in, small

Say = Callable[[str], None]
CLIENTS = (1, 16)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of each load, for one named query and for all of them, and how many of these at most."""

    load: float = 5
    query: float = 10
    queries: float = 120
    most: int = 1000


@dataclass(frozen=True, slots=True)
class Speed:
    """What one server, or the engine alone, did; ``named`` has None for a query that was late or failed."""

    service: Service
    small: tuple[Load, ...] = ()
    fresh: tuple[Load, ...] = ()
    unchanged: tuple[Load, ...] = ()
    rows: tuple[Load, ...] = ()
    row_count: int = 0
    alone: dict[str, float] = field(default_factory=dict)
    named: dict[str, float | None] = field(default_factory=dict)


def measure(graph: Path, peers: tuple[Peer, ...], pace: Pace, say: Say) -> Iterator[Speed]:
    """The engine's own time on the current version of ``graph``, then each server's."""
    store, data = Store.open(graph), Data.of(graph)
    yield from _engines(store, pace, say)
    for peer in peers:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            say(f"{peer.name}: starting on {data.quads:,} statements")
            with Served(peer, data, Path(folder), say) as served:
                yield _measured(store, served, pace)


def _engines(store: Store, pace: Pace, say: Say) -> Iterator[Speed]:
    say("engine alone")
    parts = [str(part) for part in sorted((store.path / "parts").glob("*.nq"))]
    yield _engine(store, "engine alone, memory", engine_time.in_memory(parts), pace)
    yield _engine(store, "engine alone, disk", ox.Store.read_only(str(store.path / "store")), pace)


def _engine(store: Store, name: str, engine: ox.Store, pace: Pace) -> Speed:
    def time(asked: Asked, budget: float) -> float:
        return engine_time.seconds(engine, asked, budget)

    service = Service(name, f"pyoxigraph {ox.__version__}", "")
    alone = {asked.name: time(asked, pace.load) for asked in (small(store), many_rows(store))}
    return Speed(
        service,
        alone=alone,
        named={each.name: time(each, pace.load / 5) for each in named(store)[: pace.most]},
    )


def _measured(store: Store, served: Served, pace: Pace) -> Speed:
    one, many = small(store), many_rows(store)
    first, queries = _ask(served.service, many), _named(store, served, pace)
    service = served.service
    cached = "cached" in service.name
    return Speed(
        service,
        named=queries,
        small=_loads(service, one, pace, {}),
        fresh=_loads(service, fresh(store, NUMBER), pace, {}),
        unchanged=_loads(service, one, pace, {"If-None-Match": _etag(service, one)}) if cached else (),
        rows=_loads(service, many, pace, {}),
        row_count=rows_in(first),
    )


def _loads(service: Service, asked: Asked, pace: Pace, more: dict[str, str]) -> tuple[Load, ...]:
    headers, found = {"Accept": asked.accept, **more}, []
    for clients in CLIENTS:
        _settle(service)
        found.append(load(f"{service.url}?{urlencode({'query': asked.text})}", clients, pace.load, headers))
    return tuple(found)


def _settle(service: Service) -> None:
    """Wait, a minute at most, until the server is done with what nobody waits for any more."""
    client = Client(service.url, 60)
    with suppress(OSError):
        client.ask(IDLE.text, IDLE.accept)
    client.close()


def _etag(service: Service, asked: Asked) -> str:
    client = Client(service.url, 60)
    answer = client.ask(asked.text, asked.accept)
    client.close()
    return answer.headers.get("etag", "")


def _ask(service: Service, asked: Asked) -> bytes:
    client = Client(service.url, 120)
    answer = client.ask(asked.text, asked.accept)
    client.close()
    if answer.status != 200:
        raise RuntimeError(f"{service.name} answered {answer.status}: {answer.body[:500]!r}")
    return answer.body


def _named(store: Store, served: Served, pace: Pace) -> dict[str, float | None]:
    """The median time of each named query, asked by one client; None where it failed or was late."""
    limit = perf_counter() + pace.queries
    found: dict[str, float | None] = {}
    for asked in named(store)[: pace.most]:
        if perf_counter() < limit:
            found[asked.name] = _time(served, asked, pace)
    return found


def _time(served: Served, asked: Asked, pace: Pace) -> float | None:
    client = Client(served.service.url, pace.query)

    def once() -> None:
        if client.ask(asked.text, asked.accept).status != 200:
            raise ValueError(asked.name)

    try:
        return timed(once, pace.load / 5, 300)
    except OSError:
        served.anew()
    except ValueError:
        pass
    finally:
        client.close()
    return None


def compared(ours: Speed, other: Speed) -> str:
    """How many times as long the other takes over the named queries that both answered: geometric mean."""
    both = [name for name, time in other.named.items() if time and ours.named.get(name)]
    if not both:
        return "-"
    logs = [log((other.named[name] or 1) / (ours.named[name] or 1)) for name in both]
    return f"{exp(fsum(logs) / len(logs)):.2f}x over {len(both)}"


def middle(speed: Speed) -> float | None:
    """The median over the named queries of their median times."""
    times = [time for time in speed.named.values() if time]
    return median(times) if times else None
