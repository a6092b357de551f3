"""Where the pages of things lead to in the audit."""

from dataclasses import dataclass
from urllib.parse import quote

from ...graph.manifest import Manifest
from ..services import links, store


@dataclass(frozen=True, slots=True)
class Lead:
    """An ``address`` and the ``words`` of the link to it."""

    address: str
    words: str


def is_audited(manifest: Manifest, slug: str) -> bool:
    """Whether the version keeps what an audit found in the plan ``slug``, and by which shapes."""
    return slug in manifest.plans and {f"plan-{slug}.audit", "shapes"} <= set(manifest.parts)


def audit_of(iri: str) -> tuple[Lead, ...]:
    """Where the audit speaks of a plan, its document or a finding of it, by its IRI; nowhere for others."""
    slug, _, rest = _parts(iri)
    if not is_audited(store().manifest, slug):
        return ()
    page, kind, name = f"/audit/{quote(slug)}", *rest.partition("/")[::2]
    found = Lead(page, "What the audit found in this plan")
    read = Lead(f"{page}/document", "The document, with what was read from it and found about it")
    if kind == "finding" and name:
        return (
            Lead(f"{page}?finding={quote(name)}#f-{quote(name)}", "This finding among those of its plan"),
        )
    return {"": (found, read), "document": (read, found)}.get(rest, ())


def _parts(iri: str) -> tuple[str, str, str]:
    """The slug of the plan that ``iri`` lies in, and what follows it."""
    start = links().thing("plan/")
    return iri.removeprefix(start).partition("/") if iri.startswith(start) else ("", "", "")
