"""Evidence: where in the document each value stands (Web Annotation Data Model, 4.2)."""

from ..ontology.terms import term
from .document import Document
from .iris import PlanIris
from .keys import Keys
from .records import Cell, Mention, PlanRecords, Reason
from .sink import Sink, Value, coded, each, iri
from .text import Quote, Span


class Evidence:
    """Gathers the values read from each place and writes one annotation for each place and way of reading."""

    def __init__(self, records: PlanRecords, iris: PlanIris, sink: Sink) -> None:
        self._document = Document(records.file, records.sha256, records.text)
        self._iris, self._sink, self._keys = iris, sink, Keys()
        self._bodies: dict[tuple[tuple[Span, ...], str, tuple[Reason, ...]], list[str]] = {}

    def of(self, cell: Cell | None, body: str) -> None:
        """Note that ``body`` was read from ``cell``."""
        if cell:
            self._note(cell.quote, cell.method, cell.reasons, body)

    def of_quote(self, quote: Quote, method: str, body: str) -> None:
        """Note that ``body`` was read from ``quote``."""
        self._note(quote, method, (), body)

    def of_mention(self, mention: Mention, body: str, subject: str) -> None:
        """Write that ``subject`` names the concept or organisation ``body`` in these words."""
        spans = mention.quote.spans(self._document.text)
        if not spans:
            return
        node = self._node([subject], spans, body)
        self._annotate(node, [body], mention.method, ("eq:about", iri(subject)))
        self._targets(node, spans, lines=False)

    def write(self) -> None:
        """Write what was noted."""
        for (spans, method, reasons), bodies in self._bodies.items():
            node = self._node(bodies, spans, method)
            said = each("eq:reason", [reason.words for reason in reasons])
            who = each("eq:correctedBy", [reason.by for reason in reasons])
            self._annotate(node, bodies, method, *said, *who)
            self._targets(node, spans, lines=True)

    def _note(self, quote: Quote, method: str, reasons: tuple[Reason, ...], body: str) -> None:
        spans = quote.spans(self._document.text)
        if spans:
            bodies = self._bodies.setdefault((spans, method, reasons), [])
            if body not in bodies:
                bodies.append(body)

    def _node(self, bodies: list[str], spans: tuple[Span, ...], more: str) -> str:
        """Named by the first value read there and the printed words, so that it stays when text moves."""
        words = "".join(self._document.text[span.start : span.end] for span in spans)
        return self._iris.thing("evidence", self._keys.mint(bodies[0], f"evidence {more}", words))

    def _annotate(self, node: str, bodies: list[str], method: str, *more: tuple[str, Value]) -> None:
        self._sink.add(
            self._iris.graph("evidence"), node,
            ("rdf:type", term("oa:Annotation")), *each("oa:hasBody", [iri(body) for body in bodies]),
            ("eq:method", coded("method", method)), *more,
        )  # fmt: skip

    def _targets(self, node: str, spans: tuple[Span, ...], lines: bool) -> None:
        graph = self._iris.graph("evidence")
        for number, span in enumerate(spans, 1):
            target, at = f"{node}/{number}", f"{node}/{number}/at"
            self._sink.add(graph, node, ("oa:hasTarget", iri(target)))
            self._sink.add(
                graph, target, ("oa:hasSource", iri(self._iris.document)), ("oa:hasSelector", iri(at))
            )
            self._sink.add(
                graph, at,
                ("rdf:type", term("oa:TextPositionSelector")), ("rdf:type", term("oa:TextQuoteSelector")),
                ("oa:start", span.start), ("oa:end", span.end),
                ("oa:exact", self._document.text[span.start : span.end]),
                ("rdf:value", self._lines(span) if lines else None),
            )  # fmt: skip

    def _lines(self, span: Span) -> str:
        """The lines of a span as RFC 5147 counts them: positions between lines, from zero."""
        first, last = self._document.line_at(span.start), self._document.line_at(span.end - 1)
        return f"line={first - 1},{last}"
