"""Values as SPARQL terms: written, never pasted (SPARQL 1.1, 19.8)."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from ..errors import UsageError

XSD = "http://www.w3.org/2001/XMLSchema#"
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_iri(value: str) -> str:
    """The absolute IRI ``value`` in angle brackets; UsageError for anything else."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]+", value):
        raise UsageError(f"{value!r} is not an absolute IRI", "Give one such as https://…")
    return f"<{value}>"


def write_iris(value: str) -> str:
    """The IRIs in ``value``, with spaces between, as rows of VALUES; UsageError where there is none, or one
    is no absolute IRI.
    """
    return ") (".join(map(write_iri, value.split() or [value]))


def write_string(value: str) -> str:
    """The text ``value`` as a string literal; UsageError for half of a surrogate pair."""
    if re.search("[\ud800-\udfff]", value):
        raise UsageError(f"{value!r} is not Unicode text", "Give whole characters")
    return '"' + re.sub(r'[\x00-\x1f\x7f"\\]', lambda match: _escaped(match.group()), value) + '"'


def write_date(value: str) -> str:
    """The day ``value``, such as 2021-03-31, as an ``xsd:date``; UsageError for anything else."""
    try:
        day = date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise UsageError(f"{value!r} is not a date", "Give a day that exists as YYYY-MM-DD")
    return f'"{day.isoformat()}"^^<{XSD}date>'


def write_integer(value: str) -> str:
    """The whole number ``value`` of at most 18 digits as an ``xsd:integer``; UsageError for anything else."""
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise UsageError(f"{value!r} is not a whole number", "Give digits only, such as 12")
    return f'"{int(value)}"^^<{XSD}integer>'


WRITERS: Mapping[str, Callable[[str], str]] = {
    "iri": write_iri,
    "iris": write_iris,
    "string": write_string,
    "date": write_date,
    "integer": write_integer,
}
"""How a value of each plain type is written."""


def _escaped(character: str) -> str:
    return _NAMED.get(character) or f"\\u{ord(character):04X}"
