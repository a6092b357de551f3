"""A version's manifest: what was built, from what, when; the only place for clock time."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from ..errors import GraphError


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
    """What is known of a version; ``inputs`` maps file names to SHA-256, ``libraries`` names to versions."""

    version: str
    built: str
    base: str
    quads: int
    plans: Mapping[str, PlanSummary]
    parts: Mapping[str, PartSummary]
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
        """Raise GraphError unless the version's ``folder`` holds each part as it was written."""
        for name, part in self.parts.items():
            path = folder / f"parts/{name}.nq"
            found = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            if found != part.sha256:
                cause = "the part is not what was built" if found else "the part is missing"
                raise GraphError(cause, "Build the graph again with: equigraph build", str(path))

    @classmethod
    def _from(cls, content: dict[str, object]) -> "Manifest":
        plans, parts = content["plans"], content["parts"]
        if not (isinstance(plans, dict) and isinstance(parts, dict)):
            raise TypeError("plans and parts are objects")
        content["plans"] = {slug: PlanSummary(**summary) for slug, summary in plans.items()}
        content["parts"] = {name: PartSummary(**summary) for name, summary in parts.items()}
        return cls(**content)  # type: ignore[arg-type]  # JSON's types are known only when it is read
