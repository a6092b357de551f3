"""What a mapping's schema cannot see: whether its places, ids and keys fit its document and its layout."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from .document import Document
from .layout import Item, Row
from .mapping import Mapping, lines_of

_LINE_KEYS = frozenset({"line", "lines", "into", "row", "under", "refines"})
_OTHER_LAYOUT = {"tabs": ("corrections",), "run-on": ("repairs", "flags", "bullets")}

Place = tuple[str | int, ...]


def check_declared(mapping: Mapping, document: Document, flags: Iterable[str]) -> None:
    """Raise MappingError for the first thing declared that cannot be meant; ``flags`` are the known codes.

    Such are a line that the document does not have, a range that runs backwards, a key that the layout does
    not read, an id given twice, a flag that no vocabulary knows, a period that ends before it starts.
    """
    _check_layout(mapping)
    _check_period(mapping)
    _check_ids(mapping)
    _check_flags(mapping, tuple(flags))
    for place, value in _line_values({k: v for k, v in mapping.data.items() if k != "corrections"}, ()):
        _check_lines(mapping, document, value, place)
    _check_headers(mapping, document)


def check_used(mapping: Mapping, items: Iterable[Item]) -> None:
    """Raise MappingError for a repair or a flag that speaks of no row among ``items``: it does nothing."""
    rows = [item for item in items if isinstance(item, Row)]
    for place, lines, role in _aims(mapping):
        if not any(row.line in lines and (not role or row.cell(role)) for row in rows):
            what = f"a row with words in the column {role}" if role else "a row"
            raise mapping.fault(f"{_named(lines)} not {what}", "Name the row's first line", *place)


def _aims(mapping: Mapping) -> Iterator[tuple[Place, range, str]]:
    """What each repair of rows speaks of: its place in the mapping, lines, and column."""
    for index, bullets, _ in mapping.repairs("bullets"):
        if bullets["role"] not in mapping.data.get("bullets", []):
            place = ("repairs", index, "bullets", "role")
            raise mapping.fault(f"{bullets['role']!r} is no column with bullets", "Add it to bullets", *place)
        yield ("repairs", index, "bullets", "line"), lines_of(bullets["line"]), bullets["role"]
    for index, under, _ in mapping.repairs("under"):
        yield ("repairs", index, "under", "lines"), lines_of(under["lines"]), ""
    for index, spread, _ in mapping.repairs("spread"):
        yield ("repairs", index, "spread", "lines"), lines_of(spread["lines"]), spread["role"]
    for index, flag in mapping.items("flags"):
        yield ("flags", index, "lines"), lines_of(flag["lines"]), flag["role"]


def _named(lines: range) -> str:
    return f"line {lines[0]} is" if len(lines) == 1 else f"lines {lines[0]}-{lines[-1]} are"


def _check_layout(mapping: Mapping) -> None:
    layout = mapping.data["document"]["layout"]
    for key in _OTHER_LAYOUT[layout]:
        if key in mapping.data:
            raise mapping.fault(f"{key!r} says nothing to the layout {layout}", "Take it out", key)


def _check_headers(mapping: Mapping, document: Document) -> None:
    for key in ("headers", "headings"):
        for index, item in mapping.items(key):
            if not item.get("lost") and not document.lines[item["line"] - 1].strip():
                cause = f"line {item['line']} of {document.file} is empty"
                raise mapping.fault(cause, "Name the line with the words", key, index, "line")


def _check_period(mapping: Mapping) -> None:
    period = mapping.data["plan"].get("period", {})
    if "start" in period and "end" in period and _day(period["start"]) > _day(period["end"]):
        raise mapping.fault("the period ends before it starts", "Mend its dates", "plan", "period")


def _check_ids(mapping: Mapping) -> None:
    seen: set[str] = set()
    for index, row, _ in mapping.repairs("row"):
        if row.get("id") in seen:
            place = ("repairs", index, "row", "id")
            raise mapping.fault(f"the id {row['id']} is given twice", "Keep one", *place)
        seen |= {row["id"]} if "id" in row else set()


def _check_flags(mapping: Mapping, known: tuple[str, ...]) -> None:
    for index, flag in mapping.items("flags"):
        if flag["flag"] not in known:
            listed = ", ".join(sorted(known))
            raise mapping.fault(f"unknown flag {flag['flag']!r}", f"Known: {listed}", "flags", index, "flag")


def _line_values(data: Any, place: Place) -> Iterator[tuple[Place, int | str]]:  # noqa: ANN401 - any YAML value
    """Each place at which the mapping names lines, and what it says there."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _line_values(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _line_values(value, (*place, index))
    elif next((part for part in reversed(place) if isinstance(part, str)), "") in _LINE_KEYS:
        yield place, data


def _check_lines(mapping: Mapping, document: Document, value: int | str, place: Place) -> None:
    lines = lines_of(value)
    if not lines:
        raise mapping.fault(f"the lines {value} run backwards", "Name the first line first", *place)
    mapping.line(document, lines[0], *place)
    mapping.line(document, lines[-1], *place)


def _day(value: Any) -> date:  # noqa: ANN401 - a YAML date or its text
    return date.fromisoformat(str(value))
