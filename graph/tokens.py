"""SPARQL text as tokens, enough to know what is a word of the query and what is text (SPARQL 1.1, 19.8)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["space", "iri", "text", "variable", "language", "name", "number", "word", "quote", "mark"]

_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = r"(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN = re.compile(
    rf"""
      (?P<space>    [\x20\t\r\n]+ | \#[^\r\n]* )
    | (?P<iri>      <(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPE})*> )
    | (?P<text>     \"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
                  | \"(?:[^"\\\r\n]|\\.)*\" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<variable> [?$]\w+ )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<name>     (?:[^\W\d][\w.\-·]{{0,200}})?:(?:{_LOCAL}*(?<!\.))? )
    | (?P<number>   (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
    | (?P<word>     [^\W\d]\w* )
    | (?P<quote>    ["'] )
    | (?P<mark>     . )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of query text, its kind ("quote" opens a string never closed), and the offset of its start."""

    kind: Kind
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of the keywords ``words``, given in capitals."""
        return self.kind == "word" and self.text.upper() in words

    @property
    def may_be_comparison(self) -> bool:
        """Whether an engine might read this IRI as ``<``, something, ``>``, as in ``?a<?b&&?c>?d``."""
        return self.kind == "iri" and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*://", self.text)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` in order, spaces and comments left out; every text has tokens."""
    for match in _TOKEN.finditer(text):
        kind: Kind = match.lastgroup  # type: ignore[assignment]  # the groups are named by the kinds
        if kind != "space":
            yield Token(kind, match.group(), match.start())


def unescaped(text: str) -> str:
    """The text with its codepoint escapes replaced (SPARQL 1.1, 19.2)."""
    return re.sub(_ESCAPE, lambda match: _character(int(match.group()[2:], 16)), text)


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else "\ufffd"
