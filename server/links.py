"""Public IRIs and the addresses where this server answers for them."""

from dataclasses import dataclass
from urllib.parse import quote

from ..ontology.terms import PREFIXES
from ..queries.catalogue import NAMES

SAFE = "/:@!$&'()*+,;=~"
"""What stands in the path of an address as it is (RFC 3986, 3.3)."""
LONGEST_FIRST = sorted(((start, name) for name, start in PREFIXES.items()), key=lambda each: -len(each[0]))
STARTS = tuple(start for start, _ in LONGEST_FIRST)


@dataclass(frozen=True, slots=True)
class Links:
    """Things under ``base`` answer at /id/…, their pages at /doc/…, what is said of them as RDF at /data/…;
    terms under the shared root of names at the same path here.
    """

    base: str

    def thing(self, rest: str) -> str:
        """The IRI of the thing that answers at /id/``rest``."""
        return self.base + rest

    def term(self, rest: str) -> str:
        """The IRI of the term that answers at /``rest``."""
        return NAMES + rest

    def local(self, iri: str) -> str:
        """The address of the page of ``iri`` here; of a web page elsewhere, that one; "" where neither can be
        opened.
        """
        if iri.startswith((self.base, NAMES)):
            return self.page(iri)
        return iri if iri.startswith(("http://", "https://")) else ""

    def page(self, iri: str) -> str:
        """The address of the page of a thing or term of ours; a # of a term leads to a place in its page."""
        if iri.startswith(self.base):
            return f"/doc/{quote(iri.removeprefix(self.base), SAFE)}"
        return f"/{quote(iri.removeprefix(NAMES), SAFE + '#')}"

    def data(self, iri: str, ending: str) -> str:
        """The address of what is said of a thing or term of ours as RDF: in the format of that ``ending``, or
        with "" of all formats.
        """
        end = f".{ending}" if ending else ""
        if iri.startswith(self.base):
            return f"/data/{quote(iri.removeprefix(self.base), SAFE)}{end}"
        return f"/{quote(iri.removeprefix(NAMES).partition('#')[0], SAFE)}{end}"

    def compact(self, iri: str) -> str:
        """A short form for people: the path under the base or the root of names, or prefix and name."""
        if iri.startswith(self.base):
            return iri.removeprefix(self.base)
        if not iri.startswith(STARTS):
            return iri.removeprefix(NAMES)
        start, name = next(each for each in LONGEST_FIRST if iri.startswith(each[0]))
        return f"{name}:{iri.removeprefix(start)}"
