"""A file of decisions: waivers (eq:Waiver), and responses (oa:Annotation), each for a finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, URIRef
from rdflib.namespace import DCTERMS, RDF, SH, XSD
from rdflib.term import Literal, Node

from ..errors import InputError
from ..ontology.terms import PREFIXES
from .model import Response, Waiver
from .rdf import Graph, graph_of
from .shape import local_name
from .turtle_places import TurtlePlaces

BASE = "urn:waivers:"
EQ = PREFIXES["eq"]
WAIVER, FINGERPRINT, REASON = (URIRef(EQ + name) for name in ("Waiver", "fingerprint", "reason"))
ANNOTATION, TARGET, BODY = (URIRef(PREFIXES["oa"] + n) for n in ("Annotation", "hasTarget", "bodyValue"))
RESPONSES = ("accept", "fix")
KNOWN = frozenset(map(str, (RDF.type, FINGERPRINT, REASON, SH.sourceShape, SH.focusNode)))
MARK = re.compile(r"[0-9a-f]{12}(-[0-9]+)?")
ONE_OF = "an eq:fingerprint, or both a sh:sourceShape and a sh:focusNode"


@dataclass(frozen=True, slots=True)
class Waiving:
    """A ``waiver`` and what it is for: the finding with a fingerprint, or those of a shape on a focus."""

    waiver: Waiver
    fingerprint: str
    shape: str
    focus: str

    def covers(self, fingerprint: str, shape: str, focus: str) -> bool:
        """Whether it is for this finding."""
        if self.fingerprint:
            return fingerprint == self.fingerprint
        return (shape, focus) == (self.shape, self.focus)


def read_waivers(path: Path) -> tuple[Waiving, ...]:
    """The waivers in the Turtle file ``path``, in its order.

    Raises InputError, with file and line, where it is not Turtle or holds no waiver, and for a waiver without
    reason, person, or a day that exists, with an unknown property, or that is not for one finding.
    """
    return _WaiverReader(path).waivers()


def read_responses(path: Path) -> dict[str, Response]:
    """The responses in the Turtle file ``path``, by the IRI of their finding.

    Raises as ``read_waivers``, and InputError for a response without reason or person, to no finding, or to
    one that has a response.
    """
    return _WaiverReader(path).responses()


class _WaiverReader:
    """One file being read."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        try:
            content = path.read_bytes()
            self.text = content.decode()
            parser = ox.parse(self.text, ox.RdfFormat.TURTLE, base_iri=BASE)
            self.graph: Graph = graph_of(parser)
        except OSError as error:
            cause = f"the waivers cannot be read: {error.strerror or error}"
            raise InputError(cause, "Give a Turtle file in UTF-8", self.file) from error
        except UnicodeDecodeError as error:
            line = 1 + content.count(b"\n", 0, error.start)
            raise self._fault("the waivers cannot be read, for they are no text in UTF-8", line) from error
        except SyntaxError as error:
            raise self._fault(f"the waivers are not Turtle: {error.msg}", error.lineno or 1) from error
        self.places = TurtlePlaces(self.text, dict(parser.prefixes), BASE)

    def waivers(self) -> tuple[Waiving, ...]:
        """The waivers by line."""
        found = [self._waiving(node) for node in self.graph.subjects(RDF.type, WAIVER)]
        if not found and not any(self._annotations()):
            raise self._fault("the file holds no eq:Waiver, and no response to a finding", 1)
        return tuple(sorted(found, key=lambda each: (each.waiver.line, each.waiver.iri)))

    def responses(self) -> dict[str, Response]:
        """The responses by finding."""
        found: dict[str, Response] = {}
        for node in sorted(self._annotations(), key=str):
            response = self._response(node)
            finding = self._needed(node, TARGET, "oa:hasTarget", response.line)
            if finding in found:
                raise self._fault(f"there are two responses to <{finding}>", response.line)
            found[finding] = response
        return found

    def _annotations(self) -> Iterator[Node]:
        """What is a response: an annotation of the type that ``audit respond`` gives it."""
        for node in self.graph.subjects(RDF.type, ANNOTATION):
            if any(str(kind) in RESPONSES for kind in self.graph.objects(node, DCTERMS.type)):
                yield node

    def _response(self, node: Node) -> Response:
        line = self._line(node)
        made, expires = (
            self._day(node, predicate, line) if (node, predicate, None) in self.graph else ""
            for predicate in (DCTERMS.issued, DCTERMS.valid)
        )
        return Response(
            decision=self._said(node, DCTERMS.type),
            reason=self._needed(node, BODY, "oa:bodyValue, the reason", line),
            person=self._needed(node, DCTERMS.creator, "dcterms:creator, the person who decided", line),
            date=made,
            expires=expires,
            file=Path(self.file).name,
            line=line,
        )

    def _fault(self, cause: str, line: int) -> InputError:
        return InputError(cause, "Mend the file of waivers", self.file, f"line {line}")

    def _waiving(self, node: Node) -> Waiving:
        line = self._line(node)
        self._check_properties(node, line)
        fingerprint, shape, focus = (self._said(node, p) for p in (FINGERPRINT, SH.sourceShape, SH.focusNode))
        if bool(fingerprint) == bool(shape or focus) or bool(shape) != bool(focus):
            raise self._fault(f"a waiver is for one finding: it has {ONE_OF}", line)
        if fingerprint and not MARK.fullmatch(fingerprint):
            raise self._fault(f"{fingerprint!r} is no fingerprint: 12 hexadecimal digits", line)
        return Waiving(self._waiver(node, line), fingerprint, shape, focus)

    def _waiver(self, node: Node, line: int) -> Waiver:
        made = self._day(node, DCTERMS.issued, line)
        expires = self._day(node, DCTERMS.valid, line) if (node, DCTERMS.valid, None) in self.graph else ""
        if expires and expires < made:
            raise self._fault(f"the waiver expires on {expires}, before it was made on {made}", line)
        return Waiver(
            iri="" if isinstance(node, BNode) else str(node).removeprefix(BASE),
            reason=self._needed(node, REASON, "eq:reason", line),
            person=self._needed(node, DCTERMS.creator, "dcterms:creator, the person who decided", line),
            date=made,
            expires=expires,
            file=Path(self.file).name,
            line=line,
        )

    def _check_properties(self, node: Node, line: int) -> None:
        for predicate in sorted({str(p) for p in self.graph.predicates(node)}):
            if predicate.startswith((EQ, str(SH))) and predicate not in KNOWN:
                raise self._fault(f"a waiver has no property <{predicate}>", line)

    def _needed(self, node: Node, predicate: URIRef, name: str, line: int) -> str:
        said = self._said(node, predicate).strip()
        if not said:
            raise self._fault(f"the {self._kind(node)} has no {name}", line)
        return said

    def _day(self, node: Node, predicate: URIRef, line: int) -> str:
        name = f"dcterms:{local_name(str(predicate))}"
        said = self._needed(node, predicate, name, line)
        value = self.graph.value(node, predicate)
        if not (isinstance(value, Literal) and value.datatype == XSD.date and _is_day(said)):
            raise self._fault(f'{said!r} is no {name}: give a day as "2026-11-24"^^xsd:date', line)
        return said

    def _said(self, node: Node, predicate: URIRef) -> str:
        values = sorted(str(value) for value in self.graph.objects(node, predicate))
        if len(values) > 1:
            cause = f"the {self._kind(node)} has {local_name(str(predicate))} more than once"
            raise self._fault(cause, self._line(node))
        return values[0] if values else ""

    def _kind(self, node: Node) -> str:
        return "waiver" if (node, RDF.type, WAIVER) in self.graph else "response"

    def _line(self, node: Node) -> int:
        """Where the waiver begins; of one without a name, where what it is for stands, or its reason."""
        if not isinstance(node, BNode):
            return self.places.of_subject(str(node))
        values = (v for p in (FINGERPRINT, SH.focusNode, REASON, TARGET) for v in self.graph.objects(node, p))
        return next((self._line_of(value) for value in values), 1)

    def _line_of(self, value: Node) -> int:
        if isinstance(value, Literal):
            return self.places.of_words(f'"{value}"')
        return self.places.of_term(str(value))


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) and date.fromisoformat(text))
    except ValueError:
        return False
