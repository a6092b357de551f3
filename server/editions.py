"""The versions of the graph that are kept, and what changed from each to the next."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import GraphError
from ..graph.folder import VERSION
from ..graph.manifest import Manifest
from .services import services, store

MOST = 50
"""Versions that are told of, the newest."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version with the plans that are new in it, gone, or made of other statements than in the one before.

    ``before`` is None for the first that is kept; then nothing is said of changes.
    """

    manifest: Manifest
    before: Manifest | None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    findings: int = 0
    findings_before: int = 0

    @property
    def id(self) -> str:
        """The version's id."""
        return self.manifest.version

    def title(self, slug: str) -> str:
        """The title of a plan that is in it, or was in the one before."""
        known = self.manifest.plans.get(slug) or (self.before.plans.get(slug) if self.before else None)
        return known.title if known else slug


def editions() -> tuple[Edition, ...]:
    """The kept versions up to the one that this request is answered from, the newest first."""
    own = store().manifest
    known = {each.version: each for each in _kept() if _when(each) <= _when(own)} | {own.version: own}
    ordered = sorted(known.values(), key=_when)
    return tuple(
        compared(manifest, before) for before, manifest in zip((None, *ordered), ordered, strict=False)
    )[::-1][:MOST]


def compared(manifest: Manifest, before: Manifest | None) -> Edition:
    """The version with what changed since ``before``."""
    if before is None:
        return Edition(manifest, None, findings=_findings(manifest))
    new, old = set(manifest.plans), set(before.plans)
    changed = (slug for slug in new & old if _made_of(manifest, slug) != _made_of(before, slug))
    return Edition(
        manifest,
        before,
        added=tuple(sorted(new - old)),
        removed=tuple(sorted(old - new)),
        changed=tuple(sorted(changed)),
        findings=_findings(manifest),
        findings_before=_findings(before),
    )


def _kept() -> list[Manifest]:
    folder = services().current.folder.path / "versions"
    found = (each for each in folder.glob("*") if VERSION.fullmatch(each.name))
    return [manifest for each in found if (manifest := _read(each / "manifest.json"))]


def _read(path: Path) -> Manifest | None:
    try:
        return _as_it_was(path, path.stat().st_mtime_ns)
    except (OSError, GraphError):
        return None  # removed, or damaged: not to be had


@lru_cache(maxsize=4 * MOST)
def _as_it_was(path: Path, _: int) -> Manifest:
    return Manifest.read(path)


def _when(manifest: Manifest) -> tuple[str, str]:
    return manifest.built, manifest.version


def _made_of(manifest: Manifest, slug: str) -> dict[str, str]:
    """The checksums of a plan's parts, but for what was found about it."""
    names = (f"plan-{slug}", f"plan-{slug}.inferred")
    return {name: manifest.parts[name].sha256 for name in names if name in manifest.parts}


def _findings(manifest: Manifest) -> int:
    return sum(plan.counts.get("Finding", 0) for plan in manifest.plans.values())
