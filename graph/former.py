"""Which earlier version last spoke of a thing, found in the versions' files without opening a store."""

import mmap
from functools import lru_cache
from pathlib import Path

from ..errors import GraphError
from .folder import GraphFolder
from .manifest import Manifest

MOST = 50
"""Earlier versions that are looked into, the newest first."""
OF_PLAN = "plan-"
"""What the names of a plan's parts begin with; its short name follows."""


def last_with(folder: GraphFolder, iri: str, but: str) -> str | None:
    """The newest of the kept versions other than ``but`` that says anything of ``iri``; None where none does.

    Parts are sorted, so each is searched by halves: thousands of statements cost a dozen glances.
    """
    for version in _newest_first(folder, frozenset(folder.ids()))[:MOST]:
        if version != but and _speaks(folder.version_path(version), iri):
            return version
    return None


@lru_cache(maxsize=4)
def _newest_first(folder: GraphFolder, ids: frozenset[str]) -> tuple[str, ...]:
    """The versions ``ids`` in the order they were built; whoever is being removed or damaged is left out."""
    found: list[tuple[str, str]] = []
    for each in ids:
        try:
            found.append((Manifest.read(folder.version_path(each) / "manifest.json").built, each))
        except GraphError:
            continue
    return tuple(version for _, version in sorted(found, reverse=True))


def _speaks(version: Path, iri: str) -> bool:
    start = f"<{iri}> ".encode()
    slug = iri.partition("/plan/")[2].partition("/")[0]
    try:
        return any(
            _has(part, start) for part in (version / "parts").glob("*.nq") if _may_have(part.name, slug)
        )
    except OSError:
        return False


def _may_have(part: str, slug: str) -> bool:
    return not part.startswith(OF_PLAN) or (bool(slug) and part.startswith(f"{OF_PLAN}{slug}."))


def _has(part: Path, start: bytes) -> bool:
    """Whether a line of the sorted file ``part`` begins with ``start``."""
    if part.stat().st_size == 0:
        return False
    with part.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        low, high = 0, len(content)
        while low < high:
            begin = content.rfind(b"\n", 0, (low + high) // 2) + 1
            end = content.find(b"\n", begin) + 1 or len(content)
            if content[begin : begin + len(start)] < start:
                low = end
            else:
                high = begin
        return content[low : low + len(start)] == start
