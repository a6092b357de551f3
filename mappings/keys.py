"""Keys that stay: the last segment of a thing's IRI comes from the printed words, not from its place."""

import re
from collections import Counter
from hashlib import sha256


class Keys:
    """Gives each thing of one plan its key; the same words again get ``-2``, ``-3`` in print order."""

    def __init__(self) -> None:
        self._given: Counter[tuple[str, str]] = Counter()

    def mint(self, parent: str, kind: str, printed: str) -> str:
        """12 hex digits of SHA-256 over the parent's key, the kind and the words without white space."""
        words = re.sub(r"\s+", "", printed)
        digest = sha256("\0".join((parent, kind, words)).encode()).hexdigest()[:12]
        return self.keep(kind, digest)

    def keep(self, kind: str, key: str) -> str:
        """The given ``key``, numbered if the plan has it already."""
        self._given[kind, key] += 1
        count = self._given[kind, key]
        return key if count == 1 else f"{key}-{count}"
