"""The lines ``#+ key: value`` that document a query at its head."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import AssetError
from .terms import WRITERS


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value a query takes: ``type`` is a plain one, as ``terms.WRITERS`` has them, ``scheme:NAME`` or
    ``thing:KIND``.
    """

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table query: ``type`` is iri, string, date, integer or decimal."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Values of ``column`` stand in column ``its_column`` of table ``table``."""

    column: str
    table: str
    its_column: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a query file says."""

    summary: str
    question: str = ""
    params: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    references: tuple[ForeignKey, ...] = ()


def read_header(text: str, file: str) -> Header:
    """The header of the query ``text``; AssetError naming ``file`` and line where it cannot be used."""
    lines = list(_entries(text, file))
    singles = {key: value for _, key, value in lines if key in ("summary", "question", "key")}
    if not singles.get("summary"):
        raise AssetError("the query has no summary", "Add a line `#+ summary: …`", file)
    return Header(
        summary=singles["summary"],
        question=singles.get("question", ""),
        params=tuple(_parameter(value, file, line) for line, key, value in lines if key == "param"),
        columns=tuple(_column(value, file, line) for line, key, value in lines if key == "column"),
        key=tuple(singles.get("key", "").split()),
        references=tuple(_reference(value, file, line) for line, key, value in lines if key == "foreign"),
    )


KEYS = ("summary", "question", "param", "column", "key", "foreign")
COLUMN_TYPES = ("iri", "string", "date", "integer", "decimal")


def _entries(text: str, file: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        entry = re.fullmatch(r"#\+ ([a-z]+): *(.*\S)\s*", line)
        if not entry or entry[1] not in KEYS:
            remedy = f"Write `#+ KEY: …`; keys: {', '.join(KEYS)}"
            raise AssetError(f"not a header line: {line}", remedy, file, f"line {number}")
        yield number, entry[1], entry[2]


def _fields(value: str, number: int, form: str, file: str, line: int) -> list[str]:
    try:
        fields = shlex.split(value)
    except ValueError:
        fields = []
    if len(fields) != number:
        raise AssetError(f"not of the form {form}: {value}", "Quote the description", file, f"line {line}")
    return fields


def _parameter(value: str, file: str, line: int) -> Parameter:
    form = 'name type required|optional "description"'
    name, kind, need, description = _fields(value, 4, form, file, line)
    known = kind in WRITERS or re.fullmatch(r"(scheme|thing):[a-z][a-z-]*", kind)
    if not known or need not in ("required", "optional"):
        types = ", ".join([*WRITERS, "scheme:NAME", "thing:KIND"])
        raise AssetError(f"not of the form {form}: {value}", f"Types: {types}", file, f"line {line}")
    return Parameter(name, kind, need == "required", description)


def _column(value: str, file: str, line: int) -> Column:
    name, kind, description = _fields(value, 3, 'name type "description"', file, line)
    if kind not in COLUMN_TYPES:
        raise AssetError(f"unknown type {kind!r}", f"Types: {', '.join(COLUMN_TYPES)}", file, f"line {line}")
    return Column(name, kind, description)


def _reference(value: str, file: str, line: int) -> ForeignKey:
    column, target = _fields(value, 2, "column table.column", file, line)
    table, _, its_column = target.partition(".")
    return ForeignKey(column, table, its_column)
