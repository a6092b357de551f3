"""Files written with their size and checksum, several at once from the same bytes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from io import RawIOBase
from pathlib import Path
from typing import IO, cast

from .compress import ENDINGS, compressing
from .manifest import FileSummary


class Summed(RawIOBase):
    """A file that counts and hashes what is written to ``outputs``, which get the same bytes."""

    def __init__(self, outputs: Sequence[IO[bytes]]) -> None:
        super().__init__()
        self._outputs, self._digest, self._size = outputs, sha256(), 0

    @property
    def summary(self) -> FileSummary:
        """What was written so far."""
        return FileSummary(self._digest.hexdigest(), self._size)

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, content: object) -> int:
        """Write ``content`` to each output."""
        written = memoryview(content)  # type: ignore[arg-type]  # whatever has bytes
        for output in self._outputs:
            output.write(written)
        self._digest.update(written)
        self._size += written.nbytes
        return written.nbytes


@contextmanager
def summed(path: Path) -> Iterator[Summed]:
    """A new file at ``path``, in folders made where they lack."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as output:
        yield Summed((output,))


@contextmanager
def compressed(path: Path, ways: Iterable[str]) -> Iterator[tuple[IO[bytes], dict[str, Summed]]]:
    """One file to write to, kept as ``path`` with the ending of each of the ``ways`` of compressing.

    Also gives what is known of each, by its ending; whole when the block ends.
    """
    with ExitStack() as stack:
        made = {ENDINGS[way]: stack.enter_context(summed(_ended(path, ENDINGS[way]))) for way in ways}
        packed = [
            stack.enter_context(compressing(cast("IO[bytes]", made[ENDINGS[way]]), way)) for way in ways
        ]
        yield cast("IO[bytes]", Summed(packed)), made


def summary(path: Path) -> FileSummary:
    """That of a file that is there."""
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
        return FileSummary(digest.hexdigest(), file.tell())


def _ended(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
