"""A mapping: one YAML file that says how one document is read."""

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from ..errors import DocumentError, MappingError
from .document import Document
from .records import Reason
from .text import Quote
from .yaml_places import PlacedYaml, read_yaml


@dataclass(frozen=True)
class Mapping:
    """A mapping's ``data``, valid by ``mapping.schema.json``, and its places for error messages."""

    source: PlacedYaml

    @property
    def data(self) -> dict[str, Any]:
        """The mapping as read."""
        data: dict[str, Any] = self.source.data
        return data

    @property
    def slug(self) -> str:
        """The last segment of the plan's IRI."""
        return str(self.data["plan"]["slug"])

    def items(self, key: str) -> list[tuple[int, dict[str, Any]]]:
        """The numbered entries of the list ``key``, none where it is left out."""
        return list(enumerate(self.data.get(key) or []))

    def repairs(self, kind: str) -> list[tuple[int, dict[str, Any], Reason]]:
        """The declared repairs of one kind: number, what is declared, why and by whom."""
        return [
            (i, r[kind], Reason(r["reason"], r.get("by", ""))) for i, r in self.items("repairs") if kind in r
        ]

    def fault(self, cause: str, remedy: str, *path: str | int) -> MappingError:
        """An error at a place of this mapping."""
        return MappingError(cause, remedy, self.source.file, self.source.place(path))

    def words(self, document: Document, line: int, words: str, *path: str | int) -> Quote:
        """The first place of ``words`` in ``line``; MappingError where they are not there."""
        quote = self.line(document, line, *path)
        at = quote.text.find(words)
        if at < 0:
            raise self.fault(f"line {line} of {document.file} does not hold {words!r}",
                             "Copy the words as printed", *path)  # fmt: skip
        return quote.slice(at, at + len(words))

    def line(self, document: Document, line: int, *path: str | int) -> Quote:
        """Line ``line`` of the document; MappingError where it has no such line."""
        try:
            return document.line(line)
        except IndexError:
            total = len(document.lines)
            raise self.fault(f"{document.file} has no line {line}", f"It has {total}", *path) from None


def read_mapping(path: Path) -> Mapping:
    """Read and validate a mapping; MappingError naming line and key where it does not fit its schema."""
    source = read_yaml(path)
    if source.data is None:
        raise MappingError("the mapping is empty", "Write what docs/mappings.md tells", str(path))
    schema = json.loads(files(__package__).joinpath("mapping.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    error = best_match(validator.iter_errors(_plain(source.data)))
    if error is not None:
        raise _misfit(source, error)
    return Mapping(source)


def check_document(mapping: Mapping, document: Document) -> None:
    """Raise DocumentError unless the mapping was made for this very document."""
    wanted = mapping.data["document"]["sha256"]
    if wanted != document.sha256:
        raise DocumentError(
            f"is not the document the mapping was made for: its SHA-256 is {document.sha256}, not {wanted}",
            f"Give the document of {mapping.source.file}, or check the mapping and change its checksum",
            document.file,
        )


def lines_of(value: int | str) -> range:
    """The line numbers of ``12`` or ``12-15``."""
    first, _, last = str(value).partition("-")
    return range(int(first), int(last or first) + 1)


def _plain(data: Any) -> Any:  # noqa: ANN401 - any YAML value
    """YAML's own dates as text, as JSON Schema knows them."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


def _misfit(source: PlacedYaml, error: ValidationError) -> MappingError:
    path: list[str | int] = list(error.absolute_path)
    extra = _unknown_key(error)
    if extra is not None:
        return MappingError(
            f"unknown key {extra!r}", _known(error), source.file, source.place([*path, str(extra)])
        )
    return MappingError(
        error.message[:200], "See mappings/mapping.schema.json", source.file, source.place(path)
    )


def _unknown_key(error: ValidationError) -> str | None:
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return None
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    return next((key for key in error.instance if key not in known), None)


def _known(error: ValidationError) -> str:
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    return "Known here: " + ", ".join(sorted(known))
