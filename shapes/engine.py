"""The validator: pySHACL, behind one function."""

from dataclasses import dataclass

import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib import BNode, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from ..errors import AssetError
from .rdf import Graph, literals_as_written


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL section 3.6.2); a value that is a blank node is left out."""

    shape: str
    focus: str
    path: str
    severity: str
    component: str
    message: str
    value: Node | None


def validate(data: Graph, shapes: Graph, file: str) -> tuple[Result, ...]:
    """What the ``shapes`` of ``file`` find in ``data``, in no order; AssetError where they cannot be used."""
    with literals_as_written():
        report = _report(data, shapes, file)
    return tuple(_result(report, node) for node in report.objects(None, SH.result))


def _report(data: Graph, shapes: Graph, file: str) -> rdflib.Graph:
    try:
        _, report, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    except ReportableRuntimeError as error:
        raise AssetError(f"the shapes cannot be used: {error.message}", "Mend the shapes", file) from error
    if not isinstance(report, rdflib.Graph):
        raise AssetError(f"the shapes cannot be used: {text}", "Mend the shapes", file)
    return report


def _result(report: rdflib.Graph, node: Node) -> Result:
    value = report.value(node, SH.value)
    path = report.value(node, SH.resultPath)
    return Result(
        shape=str(report.value(node, SH.sourceShape)),
        focus=str(report.value(node, SH.focusNode)),
        path=str(path) if isinstance(path, URIRef) else "",
        severity=str(report.value(node, SH.resultSeverity)),
        component=str(report.value(node, SH.sourceConstraintComponent)),
        message=min((str(m) for m in report.objects(node, SH.resultMessage)), default=""),
        value=None if isinstance(value, BNode) else value,
    )
