"""The word that the graph's newest version cannot be served, while the one before it goes on: said once."""

import sys
from pathlib import Path


class Stale:
    """What a keeper tells whoever reads its log, and leaves in the pool's ``folder`` for its clients."""

    def __init__(self, folder: Path) -> None:
        self._mark = stale_path(folder)
        self._mark.unlink(missing_ok=True)
        self._said = ""

    def tell(self, message: str) -> None:
        """Say ``message``, unless it was the last that was said."""
        if message != self._said:
            print(f"equigraph: {message}", file=sys.stderr, flush=True)
            self._mark.touch()
            self._said = message

    def end(self) -> None:
        """The newest version is served."""
        if self._said:
            self._mark.unlink(missing_ok=True)
            self._said = ""


def stale_path(folder: Path) -> Path:
    """What stands in a pool's ``folder`` as long as the newest version cannot be served."""
    return folder / "stale"
