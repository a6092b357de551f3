"""Answers that a build keeps with a version: to questions about all plans, so that pages need not ask.

A file is named by its query's name and text, so an answer is only ever given to the question it answers:
other software with another text of that query finds none, and asks.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ..queries.catalogue import Query
from .files import size, write_whole
from .manifest import Manifest, as_written

if TYPE_CHECKING:
    from .store import Store

QUERIES = "overview"
"""The folder of the queries that pages ask by name of a kept answer."""
KEPT = (QUERIES, "audit/across")
"""The folders of the queries that are answered by every build; they take no parameters."""
FILES = "answers"


def kept_as(query: Query) -> str:
    """What the answer to ``query`` is called in the manifest, and its file but for the ending."""
    return f"{query.name.rpartition('/')[2]}-{sha256(query.text.encode()).hexdigest()[:12]}"


def kept_answer(query: Query, place: Path, manifest: Manifest) -> bytes | None:
    """The answer to ``query`` as SPARQL 1.1 JSON results, as the version in the folder ``place`` keeps it.

    None where that has none; GraphError where it is damaged.
    """
    name = kept_as(query)
    digest = manifest.answers.get(name)
    return None if digest is None else as_written(place / FILES / f"{name}.json", digest)


def with_answers(store: "Store") -> Manifest:
    """Answer what the version keeps no answer to yet; the manifest that lists these and those it had."""
    names = (name for folder in KEPT for name in store.catalogue.names(folder))
    queries = map(store.catalogue.get, names)
    wanted = {name: query for query in queries if (name := kept_as(query)) not in store.manifest.answers}
    if not wanted:
        return store.manifest
    (store.path / FILES).mkdir(exist_ok=True)
    made = {name: _write(store, name, query) for name, query in sorted(wanted.items())}
    sizes = {**store.manifest.sizes, FILES: size(store.path / FILES)}
    return replace(store.manifest, answers=_sorted({**store.manifest.answers, **made}), sizes=sizes)


def _write(store: "Store", name: str, query: Query) -> str:
    content = store.ask(query, {}).serialise("json")
    write_whole(store.path / FILES / f"{name}.json", content)
    return sha256(content).hexdigest()


def _sorted(answers: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(answers.items()))
