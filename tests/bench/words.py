"""Words drawn by a seed: the same seed draws the same words, on any machine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

import yaml

from equigraph.mappings.records import Mention
from equigraph.mappings.text import Quote
from equigraph.ontology.terms import term

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, and what they name: label and IRI, "" for a body that no vocabulary knows."""

    text: str
    named: tuple[tuple[str, str], ...] = ()

    def mentions(self, quote: Quote) -> tuple[Mention, ...]:
        """What the words name, with the places it has in their ``quote``."""
        return tuple(_mention(label, iri, quote) for label, iri in self.named)


def _mention(label: str, iri: str, quote: Quote) -> Mention:
    at = quote.text.index(label)
    return Mention(iri, label, quote.slice(at, at + len(label)), "derived" if iri else "inferred")


class Words:
    """Draws words; no two actions or steps get the same ones."""

    def __init__(self, seed: str, partners: int) -> None:
        self.random = Random(seed)
        self._lists = read("words.yaml")
        self._found = [(f"Partner Forum {number}", "") for number in range(1, partners + 1)]
        self._given: set[str] = set()

    def one(self, name: str) -> str:
        """One of the words of the list ``name``."""
        return str(self.random.choice(self._lists[name]))

    def number(self, low: int, high: int) -> int:
        """A number from ``low`` to ``high``."""
        return self.random.randint(low, high)

    def chance(self, share: float) -> bool:
        """Yes in ``share`` of the cases."""
        return self.random.random() < share

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """The values in a drawn order."""
        drawn = list(values)
        self.random.shuffle(drawn)
        return drawn

    def section(self, number: int) -> str:
        """The heading of the section with this number."""
        return f"{number}. {self._lists['sections'][(number - 1) % len(self._lists['sections'])]}"

    def action(self) -> Phrase:
        """What will be done, for whom, sometimes with whom."""
        group, partner = self._pair("groups"), self._partner() if self.chance(0.6) else None
        start = f"{self.one('verbs')} {self.one('things')} for {group[0]}"
        joined = f" with {partner[0]}" if partner else ""
        named = (group, partner) if partner else (group,)
        return self._new(f"{start}{joined} {self.one('ends')}", named)

    def step(self) -> Phrase:
        """A step on the way."""
        return self._new(f"{self.one('steps')} {self.one('things')} and {self.one('things')}", ())

    def filled(self, name: str) -> Phrase:
        """A sentence of the list ``name`` with its places filled."""
        return self.fill(self.one(name))

    def fill(self, pattern: str, more: int = 0, less: int = 0) -> Phrase:
        """The sentence ``pattern`` with thing, group, partner and the two numbers filled in."""
        group, partner = self._pair("groups"), self._partner()
        named = [pair for name, pair in (("{group}", group), ("{partner}", partner)) if name in pattern]
        values = {"thing": self.one("things"), "n": more or self.number(40, 95), "m": less}
        return Phrase(pattern.format(group=group[0], partner=partner[0], **values), tuple(named))

    def _pair(self, name: str) -> tuple[str, str]:
        label, prefixed = self.random.choice(self._lists[name])
        return str(label), term(str(prefixed)).value

    def _partner(self) -> tuple[str, str]:
        return self._pair("partners") if self.chance(0.5) else self.random.choice(self._found)

    def _new(self, text: str, named: Sequence[tuple[str, str]]) -> Phrase:
        while text in self._given:
            text = f"{text}, in phase {self.number(2, 99)}"
        self._given.add(text)
        return Phrase(text, tuple(named))


@cache
def read(name: str) -> Any:  # noqa: ANN401 - whatever the YAML file holds
    """The YAML file ``name`` beside this module."""
    return yaml.safe_load(files("bench").joinpath(name).read_text(encoding="utf-8"))
