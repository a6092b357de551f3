"""The stored audit in its written forms: text for a reader, and CSV, JSON and Turtle for programs."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import StringIO

import pyoxigraph as ox

from ..graph.store import Store
from ..ontology.terms import PREFIXES
from .stored import PlanAudit, read_audits, report_triples
from .text import as_text

COLUMNS = ("plan", "shape", "severity", "focus", "path", "state", "message")


def written(store: Store, slugs: Sequence[str], form: str) -> str:
    """The stored audit of the plans ``slugs`` (none: all) as ``form``: text, turtle, csv or json.

    Raises UsageError for a plan that the graph does not have, or where no audit is stored.
    """
    audits = read_audits(store, slugs)
    if form == "turtle":
        return as_turtle(report_triples(store, slugs))
    return {"text": as_text, "csv": as_csv, "json": as_json}[form](audits)


def as_csv(audits: Sequence[PlanAudit]) -> str:
    """The findings as CSV (RFC 4180), with the columns of the flat table of findings."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([getattr(each, name) for name in COLUMNS] for audit in audits for each in audit.findings)
    return out.getvalue()


def as_json(audits: Sequence[PlanAudit]) -> str:
    """Coverage, findings and totals of each plan as JSON."""
    content = [asdict(audit) | {"totals": audit.totals} for audit in audits]
    return json.dumps({"plans": content}, indent=2, ensure_ascii=False) + "\n"


def as_turtle(triples: Iterable[ox.Triple]) -> str:
    """The validation reports as Turtle, in a fixed order."""
    ordered = sorted(set(triples), key=str)
    return (ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
