"""SPARQL text as tokens, enough to know what is a word of the query and what is text (SPARQL 1.1, 19.8)."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Kind = Literal["iri", "text", "variable", "language", "name", "number", "word", "quote", "mark"]

_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = r"(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_SPACE = r"(?:[\x20\t\r\n]++|\#[^\r\n]*+)*+"
# possessive (`*+`) wherever what follows cannot be part of it: nothing is read twice, however odd the text
# (not around what looks ahead: Python before 3.11.5 gets that wrong)
_TOKEN = re.compile(
    rf"""
    (?: (?P<variable> [?$]\w++ )
    | (?P<iri>      <(?:[^<>"{{}}|^`\\\x00-\x20]++|{_ESCAPE})*+> )
    | (?P<text>     \"\"\"(?:[^"\\]++|\"{{1,2}}(?!\")|\\.)*\"\"\" | '''(?:[^'\\]++|'{{1,2}}(?!')|\\.)*'''
                  | \"(?!\"\")(?:[^"\\\r\n]++|\\.)*+\" | '(?!'')(?:[^'\\\r\n]++|\\.)*+' )
    | (?P<language> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
    | (?P<name>     (?:[^\W\d][\w.\-·]{{0,200}}+)?:(?:{_LOCAL}*+(?<!\.)|{_LOCAL}*(?<!\.))? )
    | (?P<number>   (?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)? )
    | (?P<word>     [^\W\d]\w*+ )
    | (?P<quote>    ["'].* )
    | (?P<mark>     . )
    ) {_SPACE}
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERAND = r"[?$0-9'(!+\-.:]|(?i:true|false)|(?:[^\W\d]|[^\x00-\x7f])(?:[\w.\-]|[^\x00-\x7f])*+[:(]"
_COMPARISON = re.compile(rf"<(?![A-Za-z][A-Za-z0-9+.-]*+://)=?(?:{_OPERAND})")


class Token(NamedTuple):
    """A piece of query text, its kind ("quote": a string never closed, to the end), and where it starts."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset of what follows."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Whether it is one of the keywords ``words``, given in capitals."""
        return self.kind == "word" and self.text.upper() in words

    @property
    def may_be_comparison(self) -> bool:
        """Whether an engine might read this IRI as ``<``, something, ``>``, as in ``?a<?b&&?c>?d``."""
        return self.kind == "iri" and _COMPARISON.match(self.text) is not None

    @property
    def may_hide(self) -> bool:
        """Whether, read as a comparison, it opens a comment or a string, so that all that follows changes."""
        return ("#" in self.text or "'" in self.text) and self.may_be_comparison


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` in order, spaces and comments left out; every text has tokens."""
    start = re.match(_SPACE, text)
    for match in _TOKEN.finditer(text, start.end() if start else 0):
        kind: Kind = match.lastgroup  # type: ignore[assignment]  # the groups are named by the kinds
        yield Token(kind, match[kind], match.start())


def is_doubtful(read: Iterable[Token]) -> bool:
    """Whether engines might read it in different ways: a string is never closed, or a ``<`` may hide."""
    return any(token.kind == "quote" or (token.kind == "iri" and token.may_hide) for token in read)


def unescaped(text: str) -> str:
    """The text with its codepoint escapes replaced (SPARQL 1.1, 19.2)."""
    return re.sub(_ESCAPE, lambda match: _character(int(match.group()[2:], 16)), text)


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"
