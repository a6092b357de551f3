"""Sentences of a cell's text."""

import re
from collections.abc import Iterator

from .words import either, word_file

_END = re.compile(
    r"[.!?]+[\"'”’)\]]*(?=\s+\W*[A-Z\d]|\s*$)"  # a stop before a capital, a number or the end
    r"|(?<=[a-z]{2})\.(?=[A-Z][a-z])"  # a stop whose space was lost
    r"|\n(?=\s*[^\sa-z])"  # a new paragraph or bullet
)
_WORDS = re.compile(r"\w(?:.*\S)?", re.DOTALL)


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of ``text`` start and end, without the white space and bullets around them.

    A list of bullets belongs to the sentence with a colon before it; "e.g." ends no sentence.
    """
    ends = [*_ends(text), len(text)]
    starts = [0, *ends]
    found = (_WORDS.search(text, start, end) for start, end in zip(starts, ends, strict=False))
    return tuple(_opened(text, *words.span()) for words in found if words)


def _ends(text: str) -> Iterator[int]:
    start = 0
    for mark in _END.finditer(text):
        if not _abbreviates(text[start : mark.end()]) and not _in_list(text[start : mark.start()], mark):
            yield mark.end()
            start = mark.end()


def _abbreviates(sentence: str) -> bool:
    short = either(word_file("measures")["abbreviations"])
    return bool(re.search(rf"(?<!\w){short}\.\Z", sentence, re.IGNORECASE))


def _in_list(sentence: str, mark: re.Match[str]) -> bool:
    bullet = re.compile(r"\s*[•·▪‣*–-]").match(mark.string, mark.end())
    return mark[0] == "\n" and (sentence.rstrip().endswith(":") or bool(bullet and ":" in sentence))


def _opened(text: str, start: int, end: int) -> tuple[int, int]:
    """With the bracket or quotation mark that opens the sentence."""
    return (start - 1 if start and text[start - 1] in "\"'“‘([" else start), end
