"""The charts there are, read from their specifications."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

ENDING = ".vl.json"
Spec = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart by its ``name``; its Vega-Lite specification says in ``usermeta`` which query feeds it."""

    name: str
    spec: Spec

    @property
    def title(self) -> str:
        """What it shows, in a line."""
        return str(self.spec["title"])

    @property
    def description(self) -> str:
        """What it shows and how it is read, for those who do not see it."""
        return str(self.spec["description"])

    @property
    def query(self) -> str:
        """The name of the query that feeds it; "" where the one who asks says which."""
        return str(self.spec["usermeta"]["query"])

    @property
    def columns(self) -> Mapping[str, str]:
        """The columns that the table beside it shows, with their headings."""
        columns: Mapping[str, str] = self.spec["usermeta"]["columns"]
        return columns


@cache
def charts() -> Mapping[str, Chart]:
    """The charts by name."""
    found = [each for each in files(__package__).iterdir() if each.name.endswith(ENDING)]
    names = sorted((each.name.removesuffix(ENDING), each) for each in found)
    return {name: Chart(name, json.loads(file.read_text(encoding="utf-8"))) for name, file in names}
