"""A version's manifest: what was built, from what, when; the only place for clock time."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from ..errors import GraphError

LIBRARIES = ("pyoxigraph", "pyshacl", "rapidfuzz", "rdflib")
"""Those whose version can change what a build gives."""


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a version: ``ledgers`` and ``inputs`` by SHA-256, ``libraries`` by version."""

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
        """Raise GraphError unless the version's ``folder`` holds each part and ledger as it was written."""
        written = {f"parts/{name}.nq": part.sha256 for name, part in self.parts.items()}
        written |= {f"ledgers/{slug}.json": digest for slug, digest in self.ledgers.items()}
        for name, digest in written.items():
            path = folder / name
            found = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            if found != digest:
                cause = "the file is not what was built" if found else "the file is missing"
                raise GraphError(cause, "Build the graph again with: equigraph build", str(path))

    @classmethod
    def _from(cls, content: dict[str, object]) -> "Manifest":
        plans, parts = content["plans"], content["parts"]
        if not (isinstance(plans, dict) and isinstance(parts, dict)):
            raise TypeError("plans and parts are objects")
        content["plans"] = {slug: PlanSummary(**summary) for slug, summary in plans.items()}
        content["parts"] = {name: PartSummary(**summary) for name, summary in parts.items()}
        return cls(**content)  # type: ignore[arg-type]  # JSON's types are known only when it is read
