"""Files that are either whole or not there: written aside, synced, then renamed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import UsageError


def sync(path: Path) -> None:
    """Wait until the disk has the file or folder ``path``."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Wait until the disk has everything below ``folder``, and the folder itself."""
    for path in sorted(folder.rglob("*"), reverse=True):
        sync(path)
    sync(folder)


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step: a reader, or a crash, finds the old file or the new one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".writing-", delete=False) as aside:
        aside.write(content)
        aside.flush()
        os.fsync(aside.fileno())
    Path(aside.name).chmod(0o644)
    Path(aside.name).replace(path)
    sync(path.parent)


def clean(folder: Path, prefix: str) -> None:
    """Remove what in ``folder`` has a name that starts with ``prefix``: leftovers of a killed process."""
    for path in folder.glob(f"{prefix}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def place_to_write(path: Path) -> Iterator[None]:
    """A block that writes where the user said; UsageError where the system does not let it."""
    try:
        yield
    except OSError as error:
        remedy = "Name a place that exists and that you may write to"
        raise UsageError(f"cannot be written: {error.strerror or error}", remedy, str(path)) from error


def size(folder: Path) -> int:
    """Bytes of all files below ``folder``."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
