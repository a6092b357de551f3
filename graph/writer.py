"""Write a version of the graph beside the others, check it, and only then make it the current one."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

import pyoxigraph

from ..errors import BuildError, GraphError
from ..queries.catalogue import Catalogue
from .answers import with_answers
from .counts import plan_summaries
from .downloads import Earlier
from .files import clean, size, sync, sync_tree, write_whole
from .folder import GraphFolder
from .guard import Limits
from .lines import Census
from .lock import exclusive
from .manifest import LIBRARIES, Manifest, PartSummary, content_digest
from .openings import with_openings
from .search.kept import with_index
from .store import Store

NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")


class VersionWriter:
    """A version being written; made by ``writing``."""

    def __init__(self, folder: GraphFolder, place: Path, base: str) -> None:
        self._folder, self._place, self._base = folder, place, base
        allowed = frozenset(f"<{base}graph/{name}>" for name in ("ontology", "shapes"))
        self._census = Census(allowed)
        self._parts: dict[str, PartSummary] = {}
        self._ledgers: dict[str, str] = {}
        self._documents: dict[str, str] = {}

    def add_part(self, name: str, lines: Iterable[str]) -> None:
        """Add N-Quads ``lines`` (without line ends; sorted here, each kept once) as the part ``name``.

        Raises BuildError for a name in use or unfit for a file, a statement without a named graph, a triple
        that stands in two graphs, or a blank node outside the graphs of ontology and shapes.
        """
        if name in self._parts or not NAME.fullmatch(name):
            raise BuildError(f"no part can be called {name!r}", "Use another name: a-z, 0-9, . - _")
        kept = sorted(set(lines))
        quads = self._census.add(kept)
        content = "".join(f"{line}\n" for line in kept).encode()
        self._write(f"parts/{name}.nq", content)
        self._parts[name] = PartSummary(sha256(content).hexdigest(), quads, len(content))

    def add_ledger(self, slug: str, ledger: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Keep ``ledger``, what became of the table text of plan ``slug``, as JSON."""
        content = (json.dumps(ledger, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
        self._write(f"ledgers/{slug}.json", content)
        self._ledgers[slug] = sha256(content).hexdigest()

    def add_document(self, slug: str, text: str) -> None:
        """Keep the ``text`` of plan ``slug``'s document as it was read: evidence counts its characters."""
        content = text.encode()
        self._write(f"documents/{slug}.txt", content)
        self._documents[slug] = sha256(content).hexdigest()

    def finish(
        self,
        inputs: Mapping[str, str],
        shapes: Mapping[str, str] | None = None,
        downloads: Callable[[Path, Earlier | None], None] | None = None,
    ) -> Manifest:
        """Load the store, write the manifest, name the version by its content, and make it the current one.

        ``inputs`` maps the names of the files built from to their SHA-256, ``shapes`` those of the audit;
        ``downloads`` writes what people take home into the version's folder. The same content as a version
        that is there gives that version, with what it lacks of answers, search index and downloads. Raises
        BuildError where a part is not N-Quads, or SQLite cannot search text.
        """
        version, before = self._identity(), self._before()
        kept = self._folder.version_path(version)
        if not _usable(kept):
            self._complete(version, inputs, shapes or {})
            if downloads:
                downloads(self._place, before)
            self._keep(kept)
        else:
            self._answer_more(version, kept)
            if downloads:
                downloads(kept, before)
        self._folder.switch(version)
        return Manifest.read(kept / "manifest.json")

    def _write(self, name: str, content: bytes) -> None:
        path = self._place / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    def _identity(self) -> str:
        contents = {f"parts/{name}": part.sha256 for name, part in self._parts.items()}
        contents |= {f"ledgers/{slug}": digest for slug, digest in self._ledgers.items()}
        contents |= {f"documents/{slug}": digest for slug, digest in self._documents.items()}
        return content_digest(contents)[:12]

    def _complete(self, version: str, inputs: Mapping[str, str], shapes: Mapping[str, str]) -> None:
        store = self._load()
        manifest = Manifest(
            version=version,
            built=datetime.now(UTC).isoformat(timespec="milliseconds"),
            base=self._base,
            quads=len(store),
            plans=plan_summaries(store),
            parts=dict(sorted(self._parts.items())),
            ledgers=dict(sorted(self._ledgers.items())),
            documents=dict(sorted(self._documents.items())),
            inputs=dict(sorted(inputs.items())),
            shapes=dict(sorted(shapes.items())),
            libraries={name: library_version(name) for name in LIBRARIES},
            sizes={name: size(self._place / name) for name in ("parts", "ledgers", "documents", "store")},
        )
        manifest = _derived(Store(self._place, manifest, Catalogue.standard(), Limits(), store))
        del store  # closes it: a version is only ever opened to read
        self._write("manifest.json", manifest.to_json().encode())

    def _answer_more(self, version: str, kept: Path) -> None:
        """Keep what follows from the version and its builder did not know; all that is there stays."""
        store = Store.open(self._folder.path, version)
        manifest = _derived(store)
        if manifest is not store.manifest:
            write_whole(kept / "manifest.json", manifest.to_json().encode())

    def _before(self) -> Earlier | None:
        """The version that is the current one now."""
        try:
            folder = self._folder.find()
            return Earlier(folder, Manifest.read(folder / "manifest.json"))
        except GraphError:
            return None

    def _keep(self, kept: Path) -> None:
        sync_tree(self._place)
        if kept.exists():
            shutil.rmtree(kept)  # a damaged one: nobody can read it
        self._place.rename(kept)
        sync(kept.parent)

    def _load(self) -> pyoxigraph.Store:
        store = pyoxigraph.Store(str(self._place / "store"))
        for name in sorted(self._parts):
            part = str(self._place / f"parts/{name}.nq")
            try:
                store.bulk_load(path=part, format=pyoxigraph.RdfFormat.N_QUADS)
            except SyntaxError as error:
                raise BuildError(cause=f"a part is not N-Quads: {error}", file=name) from error
        store.optimize()
        store.flush()
        return store


def _derived(store: Store) -> Manifest:
    """Make what follows from the version and is not there yet; the manifest that lists all of it."""
    answered = replace(store, manifest=with_answers(store))
    return with_index(replace(answered, manifest=with_openings(answered)))


def _usable(kept: Path) -> bool:
    try:
        Manifest.read(kept / "manifest.json").check_files(kept)
        pyoxigraph.Store.read_only(str(kept / "store"))
    except (GraphError, OSError, RuntimeError):
        return False
    return True


@contextmanager
def writing(folder: GraphFolder, base: str) -> Iterator[VersionWriter]:
    """A writer of a new version of things under ``base``; unless finished, it leaves nothing behind.

    One builder at a time: BuildError where another process is writing. Leftovers of killed builds go.
    """
    versions = folder.path / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    with exclusive(folder.path / "lock"):
        clean(versions, ".building-")
        clean(folder.path, ".writing-")
        clean(folder.cache.folder, ".writing-")
        building = Path(tempfile.mkdtemp(prefix=".building-", dir=versions))
        building.chmod(0o755)
        try:
            yield VersionWriter(folder, building, base)
        finally:
            shutil.rmtree(building, ignore_errors=True)
