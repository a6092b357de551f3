"""Organisations, partnerships and forums by the shape of their names."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from .words import either, word_file


def bodies(text: str) -> Iterator[tuple[int, int]]:
    """Where ``text`` has a run of capitalised words that ends as names of bodies do, in print order."""
    for found in _name().finditer(text):
        start = _after_openers(text, *found.span())
        if (
            start is not None
            and not _barred().search(text, start, found.end())
            and _tells(text[start : found.end()])
        ):
            yield start, found.end()


def _after_openers(text: str, start: int, end: int) -> int | None:
    """Where the name begins without the words that only open a sentence; None where too little is left."""
    while opener := _opener().match(text, start, end):
        start = opener.end()
    return start if _name().fullmatch(text, start, end) else None


def _tells(name: str) -> bool:
    """Whether a word of ``name`` tells the body from others."""
    plain = {*_lists()["plain"], *_lists()["joints"], *_lists()["heads"], *_lists()["plural-heads"]}
    return not plain.issuperset(name.split())


def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = word_file("mentions")["found"]
    return lists


@cache
def _name() -> re.Pattern[str]:
    capital = r"(?<![\w'’-])[^\W\d_a-zß-öø-ÿ]"
    word = rf"{capital}[\w'’-]*"
    joint = rf"(?: {either(_lists()['joints'])})? "
    head = rf"{either(_lists()['heads'])}(?![\w-])"
    plural = rf"{either(_lists()['plural-heads'])}(?![\w-])"
    lead = rf"{word}(?:{joint}{word})"
    name = rf"{lead}{{0,8}}? {head}(?: (?:{word} ){{0,2}}?{head})*"
    return re.compile(rf"(?:{name}|{lead}{{1,8}}? {plural})(?!\s+{capital}|['’]s?\w)")


@cache
def _opener() -> re.Pattern[str]:
    owners = either(_lists()["owners"]).replace("'", "['’]")
    return re.compile(rf"(?:{either(_lists()['openers'])}|{owners})\s+(?:{either(_lists()['joints'])}\s+)?")


@cache
def _barred() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(_lists()['not-within'])}(?!\w)")
