"""What the words of a record point to: topics, inferred from lists of words in the vocabulary."""

from functools import cache

from ..ontology.vocabulary import concepts
from .records import Mention
from .text import Quote
from .values.mentions import Finder


def topics_of(quote: Quote) -> tuple[Mention, ...]:
    """The topics that the words point to, each by the first words that do."""
    found = {each.iri: each for each in reversed(_finder().find(quote.text))}
    ordered = sorted(found.values())
    return tuple(Mention(t.iri, t.label, quote.slice(t.start, t.end), "inferred") for t in ordered)


@cache
def _finder() -> Finder:
    return Finder(concepts("topic"))
