"""Public IRIs and the addresses where this server answers for them."""

from dataclasses import dataclass
from urllib.parse import quote

from ..ontology.terms import PREFIXES
from ..queries.catalogue import NAMES

SAFE = "/:@!$&'()*+,;=~#"


@dataclass(frozen=True, slots=True)
class Links:
    """Things under ``base`` answer at /id/…, terms under the shared root of names at the same path here."""

    base: str

    def thing(self, rest: str) -> str:
        """The IRI of the thing that answers at /id/``rest``."""
        return self.base + rest

    def term(self, rest: str) -> str:
        """The IRI of the term that answers at /``rest``."""
        return NAMES + rest

    def local(self, iri: str) -> str:
        """The address of ``iri`` here; of a web page elsewhere, that one; "" where neither can be opened."""
        if iri.startswith(self.base):
            return f"/id/{quote(iri.removeprefix(self.base), SAFE)}"
        if iri.startswith(NAMES):
            return f"/{quote(iri.removeprefix(NAMES), SAFE)}"
        return iri if iri.startswith(("http://", "https://")) else ""

    def compact(self, iri: str) -> str:
        """A short form for people: the path under the base or the root of names, or prefix and name."""
        if iri.startswith(self.base):
            return iri.removeprefix(self.base)
        fitting = [(len(start), name) for name, start in PREFIXES.items() if iri.startswith(start)]
        if not fitting:
            return iri.removeprefix(NAMES)
        length, name = max(fitting)
        return f"{name}:{iri[length:]}"
