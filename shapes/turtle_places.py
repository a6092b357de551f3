"""Where in a Turtle file a term stands, so that a fault can be named by its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TOKEN = re.compile(
    r'''(?P<skip>\#[^\n]*|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
        |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      |<(?P<iri>[^<>"\s]*)>
      |(?P<prefix>[A-Za-z][\w-]*)?:(?P<local>(?:[\w%-]|\.(?=[\w%-]))*)
      |(?P<end>\.(?=\s|$|\#))''',
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TurtlePlaces:
    """The ``text`` of a Turtle file with its ``prefixes`` and ``base``, to look terms up in."""

    text: str
    prefixes: Mapping[str, str]
    base: str = ""

    def of_term(self, iri: str) -> int:
        """The first line with the term ``iri``; 1 where it does not stand."""
        return next((line for line, found, _ in self._terms() if found == iri), 1)

    def of_subject(self, iri: str) -> int:
        """The line where a statement about ``iri`` begins; else its first line."""
        lines = (line for line, found, opens in self._terms() if opens and found == iri)
        return next(lines, None) or self.of_term(iri)

    def of_words(self, words: str) -> int:
        """The line where ``words`` begin; 1 where they do not stand."""
        return self._line(max(self.text.find(words), 0))

    def of_value(self, value: str) -> int:
        """The line of a literal, as it is written; 1 where it does not stand."""
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        forms = (f'"{escaped}"', f"'{value}'", escaped, value)
        return next((self.of_words(form) for form in forms if form in self.text), 1)

    def _terms(self) -> Iterator[tuple[int, str, bool]]:
        opens = True
        for token in TOKEN.finditer(self.text):
            if token["end"]:
                opens = True
            elif not token["skip"]:
                yield self._line(token.start()), self._iri(token), opens
                opens = False

    def _iri(self, token: re.Match[str]) -> str:
        if token["iri"] is not None:
            return token["iri"] if ":" in token["iri"] else self.base + token["iri"]
        return self.prefixes.get(token["prefix"] or "", "") + token["local"]

    def _line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1
