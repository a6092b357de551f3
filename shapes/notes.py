"""What is known of a row beside its values: why it was read so, flags, and what the row above it has."""

from collections import Counter
from collections.abc import Iterator

from .audit import Finding
from .plan_context import OWN, PARTS, PlanContext
from .shape import local_name

HEADINGS = "column headings"
"""The reason for which the mapping leaves the headings of tables out of the records."""
SHOWN = 3
LACKING = ("blank", "no-such-column")
ABOVE = {"owner": "an owner", "deadline": "a deadline"}
"""What a row may lack that the row it belongs to has."""


def note_of(found: Finding, context: PlanContext) -> str:
    """What is known of the thing that a finding is about, in sentences, or nothing."""
    if found.focus == context.iri:
        return _headings(context) if _lacks(found) else ""
    said = (*_reasons(found, context), *_flags(found, context), *_above(found, context))
    return " ".join(dict.fromkeys(said))


def _lacks(found: Finding) -> bool:
    return local_name(found.state) in LACKING


def _headings(context: PlanContext) -> str:
    """How the headings of the plan's tables are printed, the most frequent first."""
    texts = [" | ".join(e.text.split("\t")) for e in context.tables.entries if e.reason == HEADINGS]
    first = {text.casefold(): text for text in reversed(texts)}
    counted = Counter(text.casefold() for text in texts)
    if not counted:
        return ""
    printed = "; ".join(f"“{first[text]}”" for text, _ in counted.most_common(SHOWN))
    more = f"; and {len(counted) - SHOWN} more" if len(counted) > SHOWN else ""
    return f"The headings of its tables are printed as {printed}{more}."


def _reasons(found: Finding, context: PlanContext) -> Iterator[str]:
    wanted = (OWN, PARTS.get(local_name(found.path), OWN))
    for quoted in context.quotes.get(found.focus, ()):
        if quoted.reason and quoted.via in wanted:
            yield f"How it was read: {quoted.reason.rstrip('.')}."


def _flags(found: Finding, context: PlanContext) -> Iterator[str]:
    """What the flags on the row mean, but the one that the finding itself tells of."""
    told = local_name(found.value.value) if found.value is not None else ""
    for what, words in context.known.get(found.focus, ()):
        if what not in (*ABOVE, told):
            yield words


def _above(found: Finding, context: PlanContext) -> Iterator[str]:
    known = context.known.get(found.focus, ()) if _lacks(found) else ()
    for what, name in ABOVE.items():
        printed = "; ".join(words for each, words in known if each == what)
        if printed:
            yield f"What it belongs to has {name}: {printed.rstrip('.')}."
