"""What a copy has besides pages: rules for web servers, and a list of its files."""

import json
from hashlib import file_digest
from importlib.resources import files
from pathlib import Path

from ...graph.store import Store

LISTING = "export.json"
RULES = {
    "htaccess": ".htaccess",
    "nginx.conf": "nginx.conf",
    "redirects": "_redirects",
    "headers": "_headers",
}
"""The files of rules, and what they are called in a copy."""

POLICY = b"default-src 'none'"
"""How the policy begins that the rules have for all pages."""
WITH_SCRIPT = POLICY + b"; script-src 'self'; connect-src 'self'"
"""How it begins where a page has a script, which loads data."""


def write(store: Store, out: Path, day: str, script: bool = False) -> None:
    """Write the rules into the folder ``out``, which let scripts of it run where it has a ``script``, and
    last the list of all files in it with their SHA-256.
    """
    for name, called in RULES.items():
        rules = files(__package__).joinpath(f"rules/{name}").read_bytes()
        (out / called).write_bytes(rules.replace(POLICY, WITH_SCRIPT) if script else rules)
    listed = {
        "version": store.version,
        "built": store.manifest.built,
        "base": store.manifest.base,
        "as-of": day,
        "files": {
            str(path.relative_to(out)): _digest(path) for path in sorted(out.rglob("*")) if path.is_file()
        },
    }
    (out / LISTING).write_text(json.dumps(listed, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()
