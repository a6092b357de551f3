"""A version's manifest: what was built, from what, when; the only place for clock time."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from ..errors import GraphError

LIBRARIES = ("pyoxigraph", "pyshacl", "pyshifty", "rapidfuzz", "rdflib")
"""Those whose version can change what a build gives."""


def content_digest(contents: Mapping[str, str]) -> str:
    """The SHA-256 of named files, of which each is given by its own."""
    listing = "".join(f"{name} {digest}\n" for name, digest in sorted(contents.items()))
    return sha256(listing.encode()).hexdigest()


def as_written(path: Path, digest: str) -> bytes:
    """The content of the file ``path``; GraphError where it is missing, or ``digest`` is not its SHA-256."""
    content = path.read_bytes() if path.is_file() else None
    if content is None or sha256(content).hexdigest() != digest:
        raise _damaged(path, there=content is not None)
    return content


def check_written(path: Path, digest: str) -> None:
    """Raise as ``as_written`` does, for a file of any size: its content is not held."""
    try:
        with path.open("rb") as content:
            found = file_digest(content, "sha256").hexdigest()
    except OSError:
        found = ""
    if found != digest:
        raise _damaged(path, there=bool(found))


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan's ``title`` and how many things of each class (``Action``, ``Measure`` ...) it has."""

    title: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PartSummary:
    """A part's SHA-256, number of statements and bytes."""

    sha256: str
    quads: int
    bytes: int


def slice_as_written(folder: Path, kept: "OpeningSummary") -> bytes:
    """The bytes of a file in ``folder`` that are ``kept``; raises as ``as_written``."""
    path = folder / kept.file
    try:
        with path.open("rb") as content:
            content.seek(kept.start)
            found = content.read(kept.size)
    except OSError:
        found = b""
    if sha256(found).hexdigest() != kept.sha256:
        raise _damaged(path, there=bool(found))
    return found


def _damaged(path: Path, there: bool) -> GraphError:
    cause = "the file is not what was built" if there else "the file is missing"
    return GraphError(cause, "Build the graph again with: equigraph build", str(path))


@dataclass(frozen=True, slots=True)
class FileSummary:
    """A file's SHA-256 and bytes."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class OpeningSummary:
    """Where an answer's first rows stand: the ``file``, the ``start`` and ``size`` in bytes there, and their
    SHA-256; how many ``rows`` there are in all, and the digest of all as ``csv``.
    """

    file: str
    start: int
    size: int
    sha256: str
    rows: int
    csv: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a version: ledgers, documents, inputs, shapes, answers and search indexes by SHA-256,
    libraries by version.
    """

    version: str
    built: str
    base: str
    quads: int
    plans: Mapping[str, PlanSummary]
    parts: Mapping[str, PartSummary]
    ledgers: Mapping[str, str]
    inputs: Mapping[str, str]
    libraries: Mapping[str, str]
    sizes: Mapping[str, int]
    shapes: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    openings: Mapping[str, OpeningSummary] = field(default_factory=dict)
    search: Mapping[str, str] = field(default_factory=dict)
    downloads: Mapping[str, FileSummary] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 of all that the version says, of which its id is the beginning. Answers and the
        search index follow from it.
        """
        contents = {f"parts/{name}": part.sha256 for name, part in self.parts.items()}
        contents |= {f"ledgers/{slug}": each for slug, each in self.ledgers.items()}
        return content_digest(contents | {f"documents/{slug}": each for slug, each in self.documents.items()})

    def to_json(self) -> str:
        """The manifest as JSON text."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """The manifest in the file ``path``; GraphError where it is missing or damaged."""
        try:
            return cls._from(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise GraphError(
                cause="the version's manifest is missing or damaged",
                remedy="Build the graph again with: equigraph build",
                file=str(path),
            ) from error

    def check_files(self, folder: Path) -> None:
        """Raise GraphError unless the ``folder`` has each part, ledger, document and answer as written."""
        written = {f"parts/{name}.nq": part.sha256 for name, part in self.parts.items()}
        written |= {f"ledgers/{slug}.json": digest for slug, digest in self.ledgers.items()}
        written |= {f"documents/{slug}.txt": digest for slug, digest in self.documents.items()}
        written |= {f"answers/{name}.json": digest for name, digest in self.answers.items()}
        for name, digest in (written | dict(self.search)).items():
            check_written(folder / name, digest)
        for kept in self.openings.values():
            slice_as_written(folder, kept)

    @classmethod
    def _from(cls, content: dict[str, object]) -> "Manifest":
        plans, parts = content["plans"], content["parts"]
        if not (isinstance(plans, dict) and isinstance(parts, dict)):
            raise TypeError("plans and parts are objects")
        content["plans"] = {slug: PlanSummary(**summary) for slug, summary in plans.items()}
        content["parts"] = {name: PartSummary(**summary) for name, summary in parts.items()}
        openings: dict[str, dict[str, Any]] = content.get("openings", {})  # type: ignore[assignment]
        content["openings"] = {name: OpeningSummary(**summary) for name, summary in openings.items()}
        downloads: dict[str, dict[str, Any]] = content.get("downloads", {})  # type: ignore[assignment]
        content["downloads"] = {name: FileSummary(**summary) for name, summary in downloads.items()}
        return cls(**content)  # type: ignore[arg-type]  # JSON's types are known only when it is read
