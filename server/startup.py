"""What a web process is told when it is started."""

import json
from dataclasses import dataclass
from pathlib import Path

from .settings import Settings

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder where the web processes keep their counts."""


@dataclass(frozen=True, slots=True)
class Startup:
    """The graph's ``folder``, the file number of the ``listening`` socket, the ``engine``'s address, the
    settings.

    ``run`` is the folder that the processes of one server share while it runs.
    """

    folder: Path
    listening: int
    engine: str
    run: str
    settings: Settings

    def to_json(self) -> str:
        """This as one line."""
        plain = {
            "folder": str(self.folder),
            "listening": self.listening,
            "engine": self.engine,
            "run": self.run,
        }
        return json.dumps({**plain, "settings": self.settings.to_json()})

    @classmethod
    def from_json(cls, line: str | bytes) -> "Startup":
        """What ``to_json`` wrote."""
        given = json.loads(line)
        settings = Settings.from_json(given.pop("settings"))
        return cls(Path(given.pop("folder")), **given, settings=settings)
