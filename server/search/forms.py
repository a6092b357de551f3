"""What a search gives, for programs: JSON and CSV. The keys and columns are described in docs/search.md."""

import csv
import json
from collections.abc import Mapping
from io import StringIO
from typing import Any

from ...graph.search.found import Found, Hit, Name, Offer
from ...graph.search.nearest import Advice
from .asked import SIZE, Asked

COLUMNS = (
    "rank",
    "kind",
    "iri",
    "text",
    "also",
    "place",
    "line",
    "plan",
    "plan_title",
    "council",
    "council_name",
    "score",
)
"""The columns of the CSV."""
CHOICES = 100
"""Choices of a facet that JSON lists."""


def as_csv(found: Found) -> str:
    """The hits as CSV (RFC 4180), the best first."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(rank, hit, found.ranked) for rank, hit in enumerate(found.hits, start=1))
    return text.getvalue()


def as_json(asked: Asked, found: Found, hint: Advice | None, version: str) -> str:
    """A page of hits as JSON, with the facets and, where nothing was found, what may have been meant."""
    content = {
        "query": asked.typed,
        "read_as": str(asked.wanted),
        "version": version,
        "total": found.total,
        "ranked": found.ranked,
        "page": asked.page,
        "pages": found.pages(SIZE),
        "hits": [_hit(rank, hit, found.ranked) for rank, hit in enumerate(found.hits, start=asked.first + 1)],
        "facets": [_facet(offer) for offer in found.offers],
        "did_you_mean": str(hint.instead) if hint and hint.instead else None,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _row(rank: int, hit: Hit, ranked: bool) -> tuple[object, ...]:
    plan, council = (each or Name("", "", "") for each in (hit.plan, hit.council))
    return (
        rank,
        hit.kind,
        hit.iri,
        *hit.plain,
        hit.line or "",
        plan.iri,
        plan.label,
        council.iri,
        council.label,
        round(hit.score, 4) if ranked else "",
    )


def _hit(rank: int, hit: Hit, ranked: bool) -> Mapping[str, Any]:
    text, also, place = hit.plain
    return {
        "rank": rank,
        "iri": hit.iri,
        "kind": hit.kind,
        "text": text,
        "also": also,
        "place": place,
        "line": hit.line,
        "plan": _name(hit.plan),
        "council": _name(hit.council),
        "score": round(hit.score, 4) if ranked else None,
        "words": hit.marked,
    }


def _name(name: Name | None) -> Mapping[str, str] | None:
    return {"iri": name.iri, "label": name.label, "code": name.code} if name else None


def _facet(offer: Offer) -> Mapping[str, Any]:
    facet = offer.facet
    listed = [
        {"code": each.code, "label": each.label, "iri": each.iri, "count": each.count, "chosen": each.chosen}
        for each in offer.choices
    ]
    return {"name": facet.name, "property": facet.iri or None, "label": facet.label, "choices": listed}
