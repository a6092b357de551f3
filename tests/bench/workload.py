"""What the servers are asked: a small query, ten thousand rows, the named queries with fitting values."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from equigraph.graph.store import Store
from equigraph.ontology.vocabulary import vocabulary
from equigraph.queries.catalogue import Catalogue, bind

from .words import read

ANSWERS = Path(__file__).parent.parent / "queries/answers.yaml"
TABLE, GRAPH = "application/sparql-results+json", "text/turtle"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the media type of its answer."""

    name: str
    text: str
    accept: str = TABLE


IDLE = Asked("idle", "ASK {}")


def small(store: Store) -> Asked:
    """What one action says."""
    return Asked("small", _text("small", thing=_first(store, "action")))


def fresh(store: Store, number: str) -> Asked:
    """As ``small``; with another ``number`` it is another query with the same answer."""
    return Asked("fresh", _text("fresh", thing=_first(store, "action"), number=number))


def many_rows(store: Store) -> Asked:
    """Ten thousand rows, or as many as the graph has."""
    del store
    return Asked("rows", _text("rows", rows=str(read("workload.yaml")["rows_of"])))


def named(store: Store) -> tuple[Asked, ...]:
    """Every named query that the tests have an answer for, each once, with values that this graph knows."""
    cases = yaml.safe_load(ANSWERS.read_text(encoding="utf-8"))
    first = {case["query"]: case.get("params", {}) for case in reversed(cases)}
    return tuple(_named(store, name, first[name]) for name in sorted(first))


def _named(store: Store, name: str, params: Mapping[str, str]) -> Asked:
    query = Catalogue.standard().get(name)
    text = bind(query, dict(_fitting(store, params)), store.manifest.base)
    graph = re.search(r"^\s*(CONSTRUCT|DESCRIBE)\b", text, re.MULTILINE)
    return Asked(name, text, GRAPH if graph else TABLE)


def _fitting(store: Store, params: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The values as they are where the graph has the real plans, else like them."""
    real = any(slug.startswith("camden-") for slug in store.manifest.plans)
    for name, value in params.items():
        chosen = str(value) if real else _like(store, name, str(value))
        yield name, store.manifest.base + chosen if chosen.startswith("plan/") else chosen


def _like(store: Store, name: str, value: str) -> str:
    if value.startswith("plan/"):
        return _first(store, value.split("/")[2])
    if value in vocabulary().councils():
        return str(read("workload.yaml")["council"])
    return str(read("workload.yaml").get(name, value))


def _first(store: Store, kind: str) -> str:
    """The first thing of a kind in the first plan's part."""
    for part in sorted((store.path / "parts").glob("plan-*.nq")):
        found = re.search(rf"^<([^>]*/{kind}/[^/>]*)>", part.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found[1]
    raise LookupError(f"the graph has no {kind}")


def _text(name: str, **values: str) -> str:
    text = str(read("workload.yaml")[name]).strip()
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def rows_in(body: bytes) -> int:
    """How many rows a JSON answer has (SPARQL 1.1 Query Results JSON Format, 3.2.2)."""
    return len(json.loads(body)["results"]["bindings"])
