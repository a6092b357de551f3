"""Bearer tokens (RFC 6750) that raise limits: who has one, and what it allows."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import InputError

SCHEME = "bearer"


@dataclass(frozen=True, slots=True)
class Token:
    """A token by the SHA-256 (hexadecimal) of its text, with its holder's ``name`` and own limits; None: as
    set for all.

    ``seconds`` and ``rows`` of a query, ``answer`` in MiB, and ``rate``, such as "600 per minute".
    """

    name: str
    sha256: str
    seconds: float | None = None
    rows: int | None = None
    answer: int | None = None
    rate: str | None = None


def read_tokens(path: Path) -> tuple[Token, ...]:
    """The tokens of the YAML file ``path``; InputError naming the place that is not as its schema says."""
    return tuple(Token(**each) for each in _checked(_loaded(path), path))


def holder(tokens: Sequence[Token], authorization: str) -> Token | None:
    """The token that a header ``Authorization`` holds; None where it holds none that is known.

    Every known one is compared, each in the same time, so that waiting tells nothing.
    """
    scheme, _, text = authorization.partition(" ")
    digest = sha256(text.strip().encode("utf-8", "replace")).hexdigest()
    found = [token for token in tokens if hmac.compare_digest(token.sha256, digest)]
    return found[0] if found and scheme.lower() == SCHEME else None


def _loaded(path: Path) -> Any:  # noqa: ANN401 - whatever YAML holds
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        cause = f"the tokens cannot be read: {' '.join(str(error).split())}"
        raise InputError(cause, "Write a list in YAML, an entry a token", str(path)) from error


def _checked(content: Any, path: Path) -> list[dict[str, Any]]:  # noqa: ANN401 - whatever YAML holds
    import json
    from importlib.resources import files

    from jsonschema import Draft202012Validator

    schema = json.loads(files("equigraph.server").joinpath("tokens.schema.json").read_text(encoding="utf-8"))
    for error in Draft202012Validator(schema).iter_errors(content):
        place = "entry " + "/".join(str(part) for part in error.absolute_path)
        cause = f"not a list of tokens: {error.message}"
        raise InputError(cause, "See the README on serving", str(path), place)
    found: list[dict[str, Any]] = content
    return found
