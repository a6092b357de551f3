"""The prefixes and the terms of ours that a query names, and for unknown ones the known that are near."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from ..graph.tokens import Token, tokens
from ..ontology.terms import PREFIXES

NEARS = 256
"""Unknown terms for which it is kept what is near them."""
NEAR = 60
"""How alike, out of 100, a suggestion is at least."""
LONG = 32 * 1024
"""Characters of a query past which nobody is helped: a program wrote it, and reading it takes long."""
SHOWN = 5
"""Unknown terms of one query that are told."""
MOST = 3
"""Suggestions for one thing."""
OPEN = "organisation"
"""The prefix of the vocabulary that plans add to; what is in it is not known before a build."""
_MAYBE = re.compile(r"(?<![\w:.-])[\w-]+:[\w-]|<https://w3id\.org/equigraph/")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A term, as a query writes it, that its vocabulary does not have, and its ``iri``."""

    written: str
    iri: str

    @property
    def near(self) -> tuple[str, ...]:
        """Terms that the vocabulary has and that it is like; to find them takes a while."""
        return near_terms(self.iri)

    def __str__(self) -> str:
        told, near = f"{self.written} is not in its vocabulary", self.near
        return f"{told}; did you mean {' or '.join(near)}?" if near else told


def unknown_terms(text: str, read: Sequence[Token] | None = None) -> tuple[Unknown, ...]:
    """Terms of ours that the query ``text`` names and that no vocabulary has: the first few, each once.

    ``read`` are its tokens, where the caller has them.
    """
    if len(text) > LONG or not _MAYBE.search(text):
        return ()
    read = list(tokens(text)) if read is None else read
    found = {iri: written for written, iri in _terms(read) if _is_unknown(iri)}
    return tuple(Unknown(written, iri) for iri, written in islice(found.items(), SHOWN))


def unknown_prefixes(text: str) -> tuple[str, ...]:
    """The prefixes that the query ``text`` uses and neither it nor this server declares; each once."""
    read = list(tokens(text))
    known = prefixes(read)
    used = (token.text.partition(":")[0] for token in read if token.kind == "name" and token.text[0] != "_")
    return tuple(dict.fromkeys(prefix for prefix in used if prefix not in known))


def prefixes(read: Sequence[Token]) -> Mapping[str, str]:
    """The namespaces by prefix that hold in a query: ours, and those that it declares, which count first."""
    declared: dict[str, str] = dict(PREFIXES)
    for word, name, iri in zip(read, read[1:], read[2:], strict=False):
        if iri.kind == "iri" and name.kind == "name" and word.is_word("PREFIX"):
            declared[name.text.removesuffix(":")] = iri.text[1:-1]
    return declared


@lru_cache(maxsize=NEARS)
def near_terms(iri: str) -> tuple[str, ...]:
    """The terms of the vocabulary of ``iri`` that are most like it, as prefixed names, the nearest first."""
    namespace = _namespace(iri)
    prefix = next(name for name, start in PREFIXES.items() if start == namespace)
    names = [each.removeprefix(namespace) for each in known_terms() if _namespace(each) == namespace]
    return tuple(f"{prefix}:{name}" for name in near(iri.removeprefix(namespace), names))


def near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The few of ``known`` that are most like ``name``, the nearest first."""
    scored = sorted((-_likeness(_words(name), _words(each)), each) for each in known)
    return tuple(each for score, each in scored[:MOST] if -score >= NEAR)


@cache
def known_terms() -> frozenset[str]:
    """The IRIs of the terms of the ontology and of its vocabularies, the open one left out."""
    from ..ontology.assets import ontology_files, triples, vocabulary_files

    subjects = {str(triple.subject)[1:-1] for triple in triples((*ontology_files(), *vocabulary_files()))}
    return frozenset(iri for iri in subjects if _namespace(iri))


def _likeness(one: str, other: str) -> float:
    """How alike two names are, by their letters or by the words they share, out of 100."""
    from rapidfuzz import fuzz

    return max(fuzz.ratio(one, other), 0.95 * fuzz.token_set_ratio(one, other))


def _words(name: str) -> str:
    """A name as words, so that hasOwner is like owner."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[-_]", " ", name).lower()


def _terms(read: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """What the query writes for each IRI that it names, and that IRI."""
    known = prefixes(read)
    for token in read:
        prefix, _, local = token.text.partition(":")
        if token.kind == "name" and local and prefix in known:
            yield token.text, known[prefix] + local.replace("\\", "")
        elif token.kind == "iri":
            yield token.text, token.text[1:-1]


def _is_unknown(iri: str) -> bool:
    return bool(_namespace(iri)) and iri != _namespace(iri) and iri not in known_terms()


@cache
def _closed() -> tuple[str, ...]:
    """The namespaces of our vocabularies in which every term is known."""
    ours = PREFIXES["eq"].removesuffix("ns#")
    return tuple(start for name, start in PREFIXES.items() if start.startswith(ours) and name != OPEN)


def _namespace(iri: str) -> str:
    """The closed namespace that ``iri`` lies directly in; "" where it lies in none."""
    found = next((start for start in _closed() if iri.startswith(start)), "")
    return found if found and "/" not in iri.removeprefix(found) else ""
