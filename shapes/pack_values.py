"""Values in a file of shapes that no engine could use: broken patterns, words where a number belongs."""

import re

from rdflib import Literal, URIRef
from rdflib.namespace import SH, XSD
from rdflib.term import Node

from .pack_reader import PackReader
from .shape import local_name

NUMBERS = (
    *(SH.minCount, SH.maxCount, SH.minLength, SH.maxLength),
    *(SH.qualifiedMinCount, SH.qualifiedMaxCount),
)
"""Parameters whose values are integers (SHACL sections 4.2, 4.4 and 4.7.3)."""


def check_values(reader: PackReader) -> None:
    """Raise AssetError, with the line, for the first value that cannot be used."""
    for subject, predicate, value in sorted(reader.graph, key=lambda triple: tuple(map(str, triple))):
        if isinstance(value, Literal) and value.ill_typed:
            kind = local_name(str(value.datatype))
            raise reader.fault(f"{str(value)!r} is no {kind}", _line(reader, value))
        if predicate in NUMBERS:
            _check_number(reader, predicate, value)
        if predicate == SH.pattern:
            _check_pattern(reader, subject, value)


def _check_number(reader: PackReader, predicate: Node, value: Node) -> None:
    if not (isinstance(value, Literal) and value.datatype == XSD.integer):
        cause = f"sh:{local_name(str(predicate))} is {str(value)!r}, and has to be an integer"
        raise reader.fault(cause, _line(reader, value))


def _check_pattern(reader: PackReader, shape: Node, pattern: Node) -> None:
    flags = reader.said(shape, URIRef(SH.flags))
    try:
        re.compile(f"(?{flags}){pattern}" if flags else str(pattern))
    except re.error as error:
        said = f"{str(pattern)!r}{f' with the flags {flags!r}' if flags else ''}"
        raise reader.fault(f"{said} is no regular expression: {error.msg}", _line(reader, pattern)) from error


def _line(reader: PackReader, value: Node) -> int:
    """Where the value stands, as a text in quotes or else as it is written."""
    return reader.places.of_value(str(value))
