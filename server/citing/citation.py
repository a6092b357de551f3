"""A page as a work to cite: what it is called, of which version it is, where it can be had for ever."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import request
from markupsafe import Markup

from ...graph.store import Store
from ..services import services
from ..services import store as served
from ..versions import lasting_address
from .outcome import Outcome, outcome_here
from .sources import Sources, Work, read

FORMS = {"bib": "BibTeX", "csl.json": "CSL-JSON", "cff": "CITATION.cff"}
"""What a citation can be saved as, by the ending of its address."""
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Citation:
    """The page called ``title`` at ``address`` below ``host``, of the data that ``sources`` tell of.

    ``plan`` is the plan that it is about, if it is about one; ``outcome`` the result that it shows, if any.
    """

    title: str
    address: str
    host: str
    built: str
    sources: Sources
    plan: Work | None = None
    outcome: Outcome | None = None

    @property
    def url(self) -> str:
        """The lasting address in full."""
        return self.host + self.address

    @property
    def day(self) -> str:
        """The day the version was built."""
        return self.built[:10]

    @property
    def key(self) -> str:
        """A short name for lists of references."""
        last = [part for part in urlsplit(self.address).path.split("/") if part.isascii() and part]
        return "-".join(("equigraph", self.sources.version, *last[-1:]))

    def saved_at(self, ending: str) -> str:
        """The address of this citation in the form of that ``ending``."""
        values = {"page": self.address, "title": self.title, "version": self.sources.version}
        return f"/cite.{ending}?{urlencode(values)}"


def citation(title: Markup) -> Citation | None:
    """That of the page of this request, which is called ``title``; None where another service's answers are
    shown, for they are of no version.
    """
    result, graph = outcome_here(), served()
    if result and services().settings.backend:
        return None
    address = result.address if result and result.address else lasting_address(graph.version)
    return made(graph, title.unescape(), address, result)


def made(graph: Store, title: str, address: str, result: Outcome | None = None) -> Citation:
    """The citation of the page at ``address`` in the version ``graph``."""
    found = sources(graph)
    return Citation(
        title=" ".join(title.split())[:LONGEST_TITLE],
        address=address,
        host=request.host_url.rstrip("/") if request.host else "",
        built=graph.manifest.built,
        sources=found,
        plan=_plan(found, address),
        outcome=result,
    )


def sources(graph: Store) -> Sources:
    """What the version says for citations; it never changes, and is read once."""
    known = services().sources.get(graph.version)
    if known is None:
        known = read(graph)
        services().sources.put(graph.version, known, 500 * (1 + len(known.plans)))
    return known


def _plan(found: Sources, address: str) -> Work | None:
    """The plan whose slug is in the path of ``address``."""
    parts = urlsplit(address).path.split("/")
    return next((found.plans[part] for part in parts if part in found.plans), None)
