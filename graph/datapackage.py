"""Description of the flat tables as a Frictionless Data Package (specs.frictionlessdata.io, version 1)."""

from collections.abc import Sequence
from typing import Any

from ..queries.header import Column, ForeignKey, Header
from .manifest import FileSummary

TYPES = {
    "iri": {"type": "string", "format": "uri"},
    "string": {"type": "string"},
    "date": {"type": "date"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
}


def package(version: str, resources: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The data package of the ``resources``, tables of the graph's ``version``."""
    return {
        "profile": "tabular-data-package",
        "name": "equigraph-tables",
        "title": "Equality action plans as flat tables",
        "version": version,
        "resources": list(resources),
    }


def resource(name: str, header: Header, file: FileSummary) -> dict[str, Any]:
    """The table ``name`` with its CSV ``file``: columns, keys, size and checksum."""
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "description": header.summary,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(name, header),
    }


def _schema(name: str, header: Header) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in header.columns], "missingValues": [""]}
    if header.key:
        schema["primaryKey"] = list(header.key)
    if header.references:
        schema["foreignKeys"] = [_foreign_key(name, reference) for reference in header.references]
    return schema


def _field(column: Column) -> dict[str, Any]:
    return {"name": column.name, **TYPES[column.type], "description": column.description}


def _foreign_key(name: str, key: ForeignKey) -> dict[str, Any]:
    target = "" if key.table == name else key.table
    return {"fields": [key.column], "reference": {"resource": target, "fields": [key.its_column]}}
