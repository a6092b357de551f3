"""A graph folder: its versions, each complete and never changed, and the pointer to the current one."""

import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import GraphError
from .cache import PartCache
from .files import write_whole
from .manifest import Manifest

VERSION = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class GraphFolder:
    """The graph kept in the folder ``path``, which need not be there yet."""

    path: Path

    @property
    def pointer(self) -> Path:
        """The file that names the current version."""
        return self.path / "current"

    @property
    def cache(self) -> PartCache:
        """The parts made by earlier builds."""
        return PartCache(self.path / "cache")

    def version_path(self, version: str) -> Path:
        """Where ``version`` is kept, or would be."""
        return self.path / "versions" / version

    def ids(self) -> tuple[str, ...]:
        """The ids of all versions that are kept, in no order that means anything."""
        return tuple(each.name for each in (self.path / "versions").glob("*") if VERSION.fullmatch(each.name))

    def versions(self) -> tuple[Manifest, ...]:
        """The manifests of all versions, oldest first."""
        folders = sorted((self.path / "versions").glob("*"))
        found = [Manifest.read(each / "manifest.json") for each in folders if VERSION.fullmatch(each.name)]
        return tuple(sorted(found, key=lambda manifest: (manifest.built, manifest.version)))

    def current(self) -> str:
        """The current version's id; GraphError where there is no graph or the pointer is damaged."""
        if not self.pointer.is_file():
            raise GraphError(
                cause="there is no graph in this folder",
                remedy="Build one with: equigraph build, or name the right folder with --graph",
                file=str(self.path),
            )
        version = self.pointer.read_text(encoding="utf-8", errors="replace").strip()
        if not VERSION.fullmatch(version) or not self.version_path(version).is_dir():
            raise self._damaged(version)
        return version

    def find(self, version: str | None = None) -> Path:
        """The folder of ``version``, by default the current one; GraphError where there is none."""
        path = self.version_path(version or self.current())
        if version is not None and not (VERSION.fullmatch(version) and path.is_dir()):
            raise GraphError(
                cause=f"there is no version {version!r}",
                remedy="List the versions with: equigraph info",
                file=str(self.path),
            )
        return path

    def switch(self, version: str) -> None:
        """Make ``version`` the current one, in one step."""
        self.find(version)
        self._remember(version)
        write_whole(self.pointer, f"{version}\n".encode())

    def known(self) -> frozenset[str]:
        """The ids of all versions that ever were current, those no longer kept among them."""
        try:
            return frozenset(self._history.read_text(encoding="utf-8").split())
        except FileNotFoundError:
            return frozenset()

    @property
    def _history(self) -> Path:
        return self.path / "history"

    def _remember(self, version: str) -> None:
        known = self.known()
        if version not in known:
            write_whole(self._history, "".join(f"{each}\n" for each in sorted({*known, version})).encode())

    def _damaged(self, version: str) -> GraphError:
        return GraphError(
            cause=f"the pointer to the current version is damaged: it names {version[:40]!r}",
            remedy="Build again with: equigraph build; versions that are there are used again",
            file=str(self.pointer),
        )
