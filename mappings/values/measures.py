"""Sentences that say how something is measured or known, as against a change sought."""

import re
from functools import cache

from .quantities import find_quantities
from .sentences import sentences
from .words import word_file

Span = tuple[int, int]


def measure_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of an outcome's ``text`` that state a measure: a survey, a count, a report, a number.

    "TBC" states none, nor does a mere change ("more residents feel welcome").
    """
    quantified = set(quantified_sentences(text))
    return tuple(span for span in sentences(text) if span in quantified or _cue().search(text, *span))


def quantified_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` that hold a quantity to be reached, had before, or in per cent."""
    places = [each.start for each in find_quantities(text) if each.role != "mention" or each.unit == "%"]
    return tuple(span for span in sentences(text) if any(span[0] <= place < span[1] for place in places))


@cache
def _cue() -> re.Pattern[str]:
    patterns = [pattern for listed in word_file("measures")["cues"].values() for pattern in listed]
    return re.compile("|".join(patterns), re.IGNORECASE)
