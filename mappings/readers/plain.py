"""Plain text files (RFC 2046, 4.1) in UTF-8."""

from hashlib import sha256
from pathlib import Path

from ...errors import DocumentError
from ..document import Document

_ALLOWED = frozenset("\t\n\r\f")


def read_plain(path: Path) -> Document:
    """Give the text of the file; DocumentError where it is absent, empty, or not text in UTF-8."""
    data = _bytes(path)
    text = _decoded(path, data)
    if not text.strip():
        raise DocumentError("the document is empty", "Give the plan's text", str(path))
    return Document(path.name, sha256(data).hexdigest(), text)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror})", "Check the path", str(path)) from error


def _decoded(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_text(path, error.start) from error
    stray = next((i for i, c in enumerate(text) if c < " " and c not in _ALLOWED), None)
    if stray is not None:
        raise _not_text(path, len(text[:stray].encode()))
    return text


def _not_text(path: Path, at: int) -> DocumentError:
    return DocumentError("is not plain text in UTF-8", "Save the plan as UTF-8 text", str(path), f"byte {at}")
