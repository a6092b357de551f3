"""YAML with the place of every key, so that a fault can be named by its line."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import MappingError

Path_ = tuple[str | int, ...]

_DEEPEST = 20


@dataclass(frozen=True)
class PlacedYaml:
    """A YAML file's ``data`` and the line (from 1) of each path of keys and indexes in it."""

    file: str
    data: Any
    lines: dict[Path_, int]

    def place(self, path: Iterable[str | int]) -> str:
        """Line and key of ``path``, or of the nearest part above it that the file has."""
        full = tuple(path)
        known = next((full[:n] for n in range(len(full), -1, -1) if full[:n] in self.lines), ())
        name = ".".join(str(part) for part in full)
        return f"line {self.lines.get(known, 1)}" + (f", key {name}" if name else "")


def read_yaml(path: Path) -> PlacedYaml:
    """Read a YAML 1.1 file; MappingError naming the line where it is absent, broken, or says a key twice."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except OSError as error:
        raise MappingError(f"cannot be read ({error.strerror})", "Check the path", str(path)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: no such day, a wrong byte
        raise _broken(path, error) from error
    placed = PlacedYaml(str(path), data, {})
    if node is not None:
        _note(node, (), placed)
    return placed


def _note(node: yaml.Node, path: Path_, placed: PlacedYaml) -> None:
    """Note the lines of ``node`` and all in it; MappingError where a key stands twice or it is too deep."""
    placed.lines.setdefault(path, node.start_mark.line + 1)
    if len(path) > _DEEPEST:
        remedy = "Write it as mappings/mapping.schema.json has it"
        raise MappingError("is nested too deep", remedy, placed.file, placed.place(path[:3]))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _note_key((*path, key.value), key, placed)
            _note(value, (*path, key.value), placed)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note(value, (*path, index), placed)


def _note_key(path: Path_, key: yaml.Node, placed: PlacedYaml) -> None:
    line = key.start_mark.line + 1
    if path in placed.lines:
        cause = f"the key {path[-1]!r} stands twice, first in line {placed.lines[path]}"
        raise MappingError(cause, "Keep one", placed.file, f"line {line}, key {'.'.join(map(str, path))}")
    placed.lines[path] = line


def _broken(path: Path, error: Exception) -> MappingError:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    cause = f"is not YAML ({getattr(error, 'problem', None) or error})"
    key = _key_before(path, mark.line) if mark else ""
    return MappingError(cause, "Mend the line", str(path), place + (f", key {key}" if key else ""))


def _key_before(path: Path, line: int) -> str:
    """The last key that opens at or before ``line``: where a person should look."""
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")[: line + 1]
    keys = [text.split(":")[0].strip(" -{") for text in lines if ":" in text]
    return keys[-1] if keys else ""
