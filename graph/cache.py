"""What was made from the same inputs before, so that it need not be made again."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .files import write_whole


@dataclass(frozen=True, slots=True)
class PartCache:
    """Files in ``folder`` named by a hash of what they were made from, such as ``4f…c2.nq``."""

    folder: Path

    def get(self, name: str) -> bytes | None:
        """The content kept under ``name``; None where there is none, or it is not what was put there."""
        path = self.folder / name
        digest, _, content = path.read_bytes().partition(b"\n") if path.is_file() else (b"", b"", b"")
        return content if sha256(content).hexdigest().encode() == digest else None

    def put(self, name: str, content: bytes) -> None:
        """Keep ``content`` under ``name``; several processes may do so at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / name, sha256(content).hexdigest().encode() + b"\n" + content)
