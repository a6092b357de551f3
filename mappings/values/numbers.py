"""Numbers in text, in digits and in words, without those that are dates, ranges, ages or names."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .moments import find_moments
from .words import either, word_file

BLOT = "\x00"


@dataclass(frozen=True, slots=True)
class Number:
    """A number, its place in the text, the currency mark before it, and whether it is printed in words."""

    start: int
    end: int
    value: Decimal
    currency: str = ""
    worded: bool = False


def find_numbers(text: str) -> tuple[Number, ...]:
    """The numbers of ``text`` that can be quantities, in order."""
    return tuple(
        _read(match)
        for match in _pattern().finditer(_masked(text))
        if not _never_before().match(text, match.end()) and not _in_a_name(text, match)
    )


def _in_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a capital number word begins a name ("One Tower Hamlets")."""
    worded = match["words"]
    return bool(worded) and worded[0].isupper() and re.match(r"\s+[A-Z]", text[match.end() :]) is not None


def _read(match: re.Match[str]) -> Number:
    words = word_file("quantities")
    if match["words"]:
        return Number(match.start(), match.end(), _of_words(match["words"]), worded=True)
    scale = (match["scale"] or "").lower()
    factor = words["scales"].get(scale) or words["letter_scales"].get(scale, 1)
    value = Decimal(match["digits"].replace(",", "")) * factor
    return Number(match.start(), match.end(), value, match["currency"] or "")


def _of_words(printed: str) -> Decimal:
    """The value of number words ("twenty-five", "two hundred and ten")."""
    words = word_file("quantities")
    total = 0
    for word in re.findall(r"[a-z]+", printed.lower()):
        scale = words["scales"].get(word)
        total = max(total, 1) * scale if scale else total + words["numbers"].get(word, 0)
    return Decimal(total)


def _masked(text: str) -> str:
    """The text with what is no quantity blotted out, every other character in its place."""
    for moment in find_moments(text):
        text = _blot(text, moment.start, moment.end)
    for pattern in _not_quantities():
        for match in pattern.finditer(text):
            text = _blot(text, *match.span())
    return text


def _blot(text: str, start: int, end: int) -> str:
    return text[:start] + BLOT * (end - start) + text[end:]


@cache
def _in_words() -> str:
    words = word_file("quantities")
    small = rf"{either(words['numbers'])}(?:-{either(words['numbers'])})?"
    large = rf"(?:\s+{either(words['scales'])})+(?:\s+and\s+{small})?"
    return rf"(?<![\w-]){small}(?:{large})?(?![\w-])"


@cache
def _pattern() -> re.Pattern[str]:
    words = word_file("quantities")
    digits = r"(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?(?!,?\d)"
    scale = rf"(?:\s?(?P<scale>{either(words['scales'])}|(?<=\d){either(words['letter_scales'])})\b)?"
    return re.compile(
        rf"(?P<currency>{either(words['currencies'])})?(?<![\w.,/:#*–-])(?P<digits>{digits}){scale}(?![\w/:*–-])"
        rf"|(?P<words>{_in_words()})",
        re.IGNORECASE | re.ASCII,
    )


@cache
def _never_before() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(word_file('quantities')['never_before'])})")


@cache
def _not_quantities() -> tuple[re.Pattern[str], ...]:
    """Names with a list of numbers, school years, ranges, marks of a numbered list."""
    words = word_file("quantities")
    number = rf"(?:\d[\d,.]*%?|{_in_words()})"
    more = r"\s*(?:[-–,/&]|\b(?:to|and|or)\b)\s*"
    years = rf"(?<!each\s)(?<!every\s)(?<!per\s)(?<!\ba\s){either(words['school_years'])}"
    sources = (
        rf"(?<!\w){either(words['names'])}\s+\(?{number}(?:{more}{number})*(?!\w)",
        rf"(?<!\w){years}\s+\d\d?(?!,?\d)(?:{more}\d\d?(?!,?\d))*",
        rf"(?<!\w)between\s+{number}\s+and\s+{number}",
        rf"(?<!from\s)(?<![\w,.]){number}\s*(?:-|–|\bto\b)\s*{number}",
        r"(?m:^)\W{0,8}\d+[.)](?=\s)",
    )
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)
