"""Keys that stay: the last segment of a thing's IRI comes from the printed words, not from its place."""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256


class Keys:
    """Gives each thing of one plan its key; the same words again get ``-2``, ``-3`` in print order.

    The ``reserved`` keys, those that a mapping declares, are given to nothing else.
    """

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._reserved = frozenset(reserved)
        self._given: Counter[tuple[str, str]] = Counter()

    def mint(self, parent: str, kind: str, printed: str) -> str:
        """12 hex digits of SHA-256 over the parent's key, the kind and the words without white space."""
        words = re.sub(r"\s+", "", printed)
        digest = sha256("\0".join((parent, kind, words)).encode()).hexdigest()[:12]
        key = self._next(kind, digest)
        while key in self._reserved:
            key = self._next(kind, digest)
        return key

    def _next(self, kind: str, digest: str) -> str:
        """The digest, numbered if the plan has it already."""
        self._given[kind, digest] += 1
        count = self._given[kind, digest]
        return digest if count == 1 else f"{digest}-{count}"
