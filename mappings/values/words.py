"""Word lists as YAML files beside the readers, and patterns made of them."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def word_file(name: str) -> dict[str, Any]:
    """The content of the word list ``name`` (its file name without the ending)."""
    text = files("equigraph.mappings.values").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def either(phrases: Iterable[str]) -> str:
    """A pattern that takes any of ``phrases``, the longest first, with any white space between words."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(r"\s+".join(map(_plain, phrase.split())) for phrase in ordered) + ")"


def _plain(word: str) -> str:
    """The word in any case, but never by a foreign letter that folds to one of its own ("ſeptember")."""
    return f"(?a:{re.escape(word)})"


@cache
def whole(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds any of ``phrases`` as whole words, whatever their case."""
    return re.compile(rf"(?<!\w){either(phrases)}(?!\w)", re.IGNORECASE)


def has_word(text: str, phrases: Iterable[str]) -> bool:
    """Whether any of ``phrases`` stands in ``text`` as whole words, whatever their case."""
    return whole(tuple(phrases)).search(text) is not None


def is_plural(word: str) -> bool:
    """Whether ``word`` looks like the plural of a noun."""
    lists = word_file("plain_words")
    word = word.lower()
    if word in lists["plurals"]:
        return True
    return word not in lists["singulars"] + lists["stops"] and re.search(r"[a-z](?<!s)s$", word) is not None


def counts_things(text: str, end: int) -> bool:
    """Whether the number that ends at ``end`` is followed by something counted ("2000 local residents")."""
    following = re.match(r"(?:\s+[a-z]+(?:-[a-z]+)*(?!\w)){1,4}", text[end : end + 80])
    for word in following.group().split() if following else ():
        if word in word_file("plain_words")["stops"]:
            return False
        if is_plural(word):
            return True
    return False
