"""The table that ``make bench`` prints."""

import os
import platform
from collections.abc import Sequence

from .load import Load
from .speed import CLIENTS, Speed, compared, middle
from .tables import milliseconds, table


def report(title: str, speeds: Sequence[Speed]) -> str:
    """The figures of one graph: loads, then the named queries."""
    ours = next((speed for speed in speeds if "from memory" in speed.service.name), speeds[0])
    blocks = [f"## {title}", _loads(speeds), _named(ours, speeds)]
    return "\n\n".join(blocks)


def machine() -> str:
    """What it ran on."""
    system = f"{platform.system()} {platform.release()}"
    return f"{system}, {os.cpu_count()} processors, Python {platform.python_version()}"


def _loads(speeds: Sequence[Speed]) -> str:
    heads = ["p50 / p99, answers a second", *(f"{clients} client(s)" for clients in CLIENTS)]
    rows = [row for speed in speeds for row in _load_rows(speed)]
    return table(heads, rows)


def _load_rows(speed: Speed) -> list[list[str]]:
    name = f"{speed.service.name} ({speed.service.version})"
    many = f"{speed.row_count:,} rows"
    loads = {
        "small query": speed.small,
        "small query, each new": speed.fresh,
        "small query, 304": speed.unchanged,
        many: speed.rows,
    }
    rows = [[f"{name}: {kind}", *_cells(found)] for kind, found in loads.items() if found]
    alone = [[f"{name}: {kind}", milliseconds(time), "-"] for kind, time in speed.alone.items()]
    return [*rows, *alone]


def _cells(found: Sequence[Load]) -> list[str]:
    return [str(each) for each in found]


def _named(ours: Speed, speeds: Sequence[Speed]) -> str:
    heads = [
        "named queries, 1 client",
        "answered",
        "median of all",
        f"time against {ours.service.name}",
        "not answered",
    ]
    return table(heads, [_named_row(ours, speed) for speed in speeds])


def _named_row(ours: Speed, speed: Speed) -> list[str]:
    answered = [name for name, time in speed.named.items() if time]
    missing = sorted(set(ours.named) - set(answered))
    return [
        speed.service.name,
        f"{len(answered)} of {len(ours.named)}",
        milliseconds(middle(speed)),
        compared(ours, speed),
        ", ".join(missing[:4]) + (" ..." if len(missing) > 4 else "") or "-",
    ]


def each_named(speeds: Sequence[Speed]) -> str:
    """Every named query's time on every server."""
    names = sorted({name for speed in speeds for name in speed.named})
    rows = [[name, *(milliseconds(speed.named.get(name)) for speed in speeds)] for name in names]
    return table(["query", *(speed.service.name for speed in speeds)], rows)
