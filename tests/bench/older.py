"""Versions as older software left them: their manifests lack what it did not know."""

import json
from pathlib import Path
from shutil import copytree


def without(graph: Path, copy: Path, *names: str) -> Path:
    """A ``copy`` of the folder of a graph with one version, whose manifest does not have ``names``."""
    copytree(graph, copy)
    (manifest,) = copy.glob("versions/*/manifest.json")
    known = json.loads(manifest.read_text(encoding="utf-8"))
    kept = {name: value for name, value in known.items() if name not in names}
    manifest.write_text(json.dumps(kept), encoding="utf-8")
    return copy
