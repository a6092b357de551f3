"""The splitter's knowledge, read from YAML: groups of cue words with weights, and costs of cuts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

Where = Literal["cell", "before", "anywhere"]


@dataclass(frozen=True, slots=True)
class Group:
    """Words for or against a column: at a cell's opening, in the words before it, or anywhere in it."""

    name: str
    where: Where
    pattern: re.Pattern[str]
    weights: Mapping[str, float]

    def matches(self, text: str) -> bool:
        """Whether ``text``, one piece of a table, shows this cue."""
        found = self.pattern.match if self.where == "cell" else self.pattern.search
        return found(text) is not None


@dataclass(frozen=True, slots=True)
class Cues:
    """Everything the splitter weighs; weights and costs are natural logarithms of odds."""

    groups: tuple[Group, ...]
    cuts: Mapping[str, Mapping[str, float]]
    stays: Mapping[str, Mapping[str, float]]
    empty: Mapping[str, float]
    joining: frozenset[str]
    abbreviations: frozenset[str] = field(default_factory=frozenset)

    def opens(self, text: str) -> bool:
        """Whether ``text`` starts with words that open cells."""
        return any(group.where == "cell" and group.matches(text) for group in self.groups)

    def inner(self, text: str, column: str) -> float:
        """How well a piece stands in ``column``, wherever in the cell it stands."""
        return self._weigh(text, column, "anywhere")

    def opening(self, text: str, before: str, column: str) -> float:
        """How well a piece after the words ``before`` opens a cell of ``column``, beside what ``inner`` says.

        Of the groups of openings only the first that matches counts.
        """
        first = next((group for group in self.groups if group.where == "cell" and group.matches(text)), None)
        own = first.weights.get(column, 0.0) if first else 0.0
        return own + self._weigh(before, column, "before")

    def cut(self, kind: str, column: str) -> float:
        """What a boundary of ``kind`` before a cell of ``column`` is worth."""
        return _of(self.cuts[kind], column)

    def stay(self, kind: str, column: str) -> float:
        """What going on within a cell of ``column`` past a boundary of ``kind`` is worth."""
        return _of(self.stays[kind], column)

    def blank(self, columns: Iterable[str]) -> float:
        """What leaving the cells of ``columns`` empty is worth."""
        return sum(_of(self.empty, column) for column in columns)

    def _weigh(self, text: str, column: str, where: Where) -> float:
        groups = (group for group in self.groups if group.where == where and column in group.weights)
        return sum(group.weights[column] for group in groups if group.matches(text))


def _of(values: Mapping[str, float], column: str) -> float:
    return values.get(column, values["other"])


@cache
def standard_cues() -> Cues:
    """The cues that come with the package, ``splitter.yaml``."""
    text = files("equigraph.mappings").joinpath("splitter.yaml").read_text(encoding="utf-8")
    return cues_from(yaml.safe_load(text))


def cues_from(data: Mapping[str, Any]) -> Cues:
    """The cues written in ``data``, laid out as in ``splitter.yaml``."""
    names: Mapping[str, Sequence[str]] = data["names"]
    return Cues(
        groups=tuple(_group(item, names) for item in data["groups"]),
        cuts=data["cuts"],
        stays=data["stays"],
        empty=data["empty"],
        joining=frozenset(data["joining"]),
        abbreviations=frozenset(data["abbreviations"]),
    )


def _group(item: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> Group:
    pattern = "|".join(_expanded(words, names) for words in item["words"])
    flags = re.NOFLAG if item["where"] == "cell" else re.IGNORECASE
    compiled = re.compile(rf"\W*\b(?:{pattern})(?!\w)", flags)
    return Group(item["name"], item["where"], compiled, item["weights"])


def _expanded(words: str, names: Mapping[str, Sequence[str]]) -> str:
    """A pattern of ``words``, in the notation that ``splitter.yaml`` explains."""
    parts = re.split(r"(\{\w+\}|\*|#| )", words)
    return "".join(_part(part, names) for part in parts)


def _part(part: str, names: Mapping[str, Sequence[str]]) -> str:
    if part == " ":
        return r"\s+"
    if part == "*":
        return r"[\w'’-]*"
    if part == "#":
        return r"\d[\d,.]*"
    if part.startswith("{"):
        return "(?:" + "|".join(_expanded(words, names) for words in names[part[1:-1]]) + ")"
    return re.escape(part)
