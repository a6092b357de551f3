"""One module a file format: a file into a Document."""

from collections.abc import Callable
from pathlib import Path

from ...errors import DocumentError
from ..document import Document
from .plain import read_plain

READERS: dict[str, Callable[[Path], Document]] = {".txt": read_plain}
"""The reader of each kind of file, by the ending of its name."""


def read_document(path: Path) -> Document:
    """Read the file by the reader for its ending; DocumentError where there is none or it cannot be read."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise DocumentError(f"no reader for files ending {path.suffix!r}", f"Known: {known}", str(path))
    return reader(path)
