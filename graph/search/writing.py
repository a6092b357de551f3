"""Writes the search index of a version, always in the same bytes."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BuildError
from . import gathering
from .bits import kept
from .gathering import Name, Record

if TYPE_CHECKING:
    from ..store import Store

Held = dict[str, list[int]]
"""The numbers of the records that have each value, by its IRI."""
TAKEN = frozenset(("q", "page", "version", "of"))
"""Names of an address that cannot be those of a facet."""


def write_index(store: "Store", path: Path) -> None:
    """Write the index of what ``store`` holds to the file ``path``, which is not there yet.

    Raises BuildError where Python's SQLite cannot search text.
    """
    found = gathering.records(store)
    names = gathering.names(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as index:
        _prepare(index)
        index.execute("BEGIN")
        _write_records(index, found, names)
        for number, (name, iri, label, held) in enumerate(_facets(store, found, names)):
            index.execute("INSERT INTO facet VALUES (?, ?, ?, ?)", (number, name, iri, label))
            index.executemany(
                "INSERT INTO choice VALUES (?, ?, ?, ?, ?, ?, ?)", _choices(number, held, names, len(found))
            )
        index.execute("INSERT INTO size VALUES (?)", (_lengths(found),))
        index.execute("INSERT INTO words (words) VALUES ('rebuild')")
        for table in ("words", "written"):
            index.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        index.execute("COMMIT")
        index.execute("VACUUM")


def _prepare(index: sqlite3.Connection) -> None:
    schema = files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")
    try:
        index.executescript(schema)
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error):
            raise
        remedy = "Use a Python whose sqlite3 module has it; those of Debian and python.org do"
        raise BuildError("this Python's SQLite was made without full text search (FTS5)", remedy) from error


def _write_records(index: sqlite3.Connection, found: Sequence[Record], names: Mapping[str, Name]) -> None:
    called = sorted({iri for each in found for iri in (each.kind, each.plan, each.council)} - {""})
    numbers = {iri: number for number, iri in enumerate(called)}
    index.executemany(
        "INSERT INTO name VALUES (?, ?, ?, ?)",
        ((number, iri, *_called(iri, names)) for iri, number in numbers.items()),
    )
    index.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(number, each, numbers) for number, each in enumerate(found)),
    )
    index.executemany(
        "INSERT INTO written (rowid, text, also) VALUES (?, ?, ?)",
        ((number, each.text, each.further) for number, each in enumerate(found)),
    )


def _lengths(found: Iterable[Record]) -> bytes:
    """Of each record how long its words are, as far as two bytes go; the low byte first."""
    return b"".join(min(len(each.text), 0xFFFF).to_bytes(2, "little") for each in found)


def _row(number: int, each: Record, numbers: Mapping[str, int]) -> tuple[object, ...]:
    return (
        number,
        each.iri,
        numbers[each.kind],
        each.text,
        each.further,
        min(each.places, default=""),
        numbers.get(each.plan),
        numbers.get(each.council),
        each.line or None,
    )


def _facets(
    store: "Store", found: Sequence[Record], names: Mapping[str, Name]
) -> Iterator[tuple[str, str, str, Held]]:
    """Name in an address, property, label and values of each facet: those of records, then the shapes'."""
    for name in ("kind", "plan", "council"):
        yield name, "", name, _held((getattr(each, name), number) for number, each in enumerate(found))
    numbers = {each.iri: number for number, each in enumerate(found)}
    taken = {"kind", "plan", "council", *TAKEN}
    for iri, label in gathering.facets(store):
        name = _short(iri)
        held = _held(_pairs(store, iri, numbers, names))
        yield (iri if name in taken else name), iri, label or name, held
        taken.add(name)


def _pairs(
    store: "Store", property: str, numbers: Mapping[str, int], names: Mapping[str, Name]
) -> Iterator[tuple[str, int]]:
    """Each value, and everything above it, with the record that has it."""
    for iri, value in gathering.values(store, property):
        if iri in numbers:
            yield from ((each, numbers[iri]) for each in _upwards(value, names))


def _upwards(iri: str, names: Mapping[str, Name]) -> set[str]:
    reached, ahead = {iri}, [iri]
    while ahead:
        more = names.get(ahead.pop(), Name()).above - reached
        reached |= more
        ahead += more
    return reached


def _held(pairs: Iterable[tuple[str, int]]) -> Held:
    held: Held = {}
    for value, number in pairs:
        if value:
            held.setdefault(value, []).append(number)
    return held


def _choices(facet: int, held: Held, names: Mapping[str, Name], size: int) -> Iterator[tuple[object, ...]]:
    """The rows of a facet's values in the order of their labels; where two have one code, the second goes by
    its IRI.
    """
    taken: set[str] = set()
    called = []
    for iri in sorted(held):
        label, code = _called(iri, names)
        code = iri if code in taken else code
        taken.add(code)
        called.append((label, code, iri))
    for place, (label, code, iri) in enumerate(sorted(called)):
        numbers = sorted(set(held[iri]))
        yield facet, place, code, label, iri, len(numbers), kept(numbers, size)


def _called(iri: str, names: Mapping[str, Name]) -> tuple[str, str]:
    """Label and code of a thing, by its IRI where it has none."""
    known, last = names.get(iri, Name()), re.split("[/#]", iri)[-1]
    return known.label or last or iri, known.code or last or iri


def _short(iri: str) -> str:
    """The last part of a property's IRI as names in addresses are: ownerState is owner-state."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", _called(iri, {})[1]).lower()
