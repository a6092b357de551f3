"""A thing in the words of schema.org, to stand in its page as data."""

import json
from collections.abc import Iterable, Mapping

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, Triple

from ...graph.store import Store

CONTEXT = "https://schema.org/"
UNSAFE = "<>&\u2028\u2029"
"""Signs that could mean something to who reads a page, and are written as escapes."""
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
Said = dict[str, list[object]]


def schema_org(store: Store, iri: str) -> Markup | None:
    """The JSON-LD text, which can end no script element; None where schema.org has no word for the thing."""
    triples = set(store.named("site/schema-org", {"thing": iri}).triples())
    if not triples:
        return None
    text = json.dumps(_document(iri, sorted(triples, key=str)), ensure_ascii=False)
    for sign in UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _document(iri: str, triples: Iterable[Triple]) -> Mapping[str, object]:
    """The thing as a JSON object, in which each thing it has to do with stands with its name."""
    said: dict[str, Said] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            property = (
                "@type" if triple.predicate.value == TYPE else triple.predicate.value.removeprefix(CONTEXT)
            )
            said.setdefault(triple.subject.value, {}).setdefault(property, []).append(triple.object)
    own = said.get(iri, {})
    members = {name: _few([_value(each, name, said) for each in values]) for name, values in own.items()}
    return {"@context": CONTEXT, "@id": iri, **members}


def _value(value: object, property: str, said: Mapping[str, Said]) -> object:
    if isinstance(value, NamedNode):
        if property == "@type":
            return value.value.removeprefix(CONTEXT)
        names = [
            each.value for each in said.get(value.value, {}).get("name", []) if isinstance(each, Literal)
        ]
        return {"@id": value.value, **({"name": names[0]} if names else {})}
    return value.value if isinstance(value, Literal) else ""


def _few(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values
