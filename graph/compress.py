"""Bytes compressed as they are written, always alike: gzip (RFC 1952) or Zstandard (RFC 8878)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from gzip import GzipFile
from io import BufferedWriter, RawIOBase
from typing import IO, Any, cast

from ..errors import UsageError

GZIP_LEVEL, ZSTD_LEVEL = 6, 10
ENDINGS = {"gzip": ".gz", "zstd": ".zst"}
"""What the names of files end in, by how they are compressed."""


def compressing(output: IO[bytes], how: str) -> AbstractContextManager[IO[bytes]]:
    """A file whose bytes go to ``output`` compressed ``how``; it is whole when the block ends.

    UsageError for another way than those of ``ENDINGS``.
    """
    if how not in _WAYS:
        raise UsageError(f"nothing is compressed as {how!r}", f"Use {' or '.join(_WAYS)}")
    return _WAYS[how](output)


@contextmanager
def _gzip(output: IO[bytes]) -> Iterator[IO[bytes]]:
    """Without name and time, which would differ (RFC 1952, 2.3)."""
    with GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=output, mtime=0) as file:
        yield cast("IO[bytes]", file)


@contextmanager
def _zstd(output: IO[bytes]) -> Iterator[IO[bytes]]:
    """One frame with a checksum of what is in it."""
    from zstandard import ZstdCompressor

    compressor = ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True)
    with compressor.stream_writer(output, closefd=False) as file:
        buffered = BufferedWriter(cast("RawIOBase", file))
        yield buffered
        buffered.flush()
        buffered.detach()


_WAYS: dict[str, Callable[[IO[bytes]], AbstractContextManager[IO[Any]]]] = {"gzip": _gzip, "zstd": _zstd}
