"""How deep an engine has to go for a query: a recursive one dies, without a word, where its stack ends.

It needs stack for each bracket within another, and for each link of a chain: ``1+1+1`` is a tree as deep
as it is long. Costs are bytes of stack, rounded up from what kills pyoxigraph 0.5.13 on 8 MB: function calls
900 deep; 2,500 ``MINUS`` or ``BIND``, 6,300 ``UNION``, 6,600 sums, 7,800 triples in a row; 4,000 items of a
collection. Rows of ``VALUES`` and arguments in a list cost nothing, however many.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile

from .tokens import Token, tokens

LEVEL, PART, LINK, ITEM = 10_500, 3_300, 1_400, 2_200
OPEN, CLOSE = "({[", ")}]"
CHAINS = {"|": 800, "&": 800, "*": LINK, "/": LINK, "!": LINK, "~": LINK, "<": LINK, "+": ITEM, "-": ITEM}
CHEAP = frozenset(("UNION", "OPTIONAL", "FILTER", "EXISTS", "VALUES", "GRAPH"))
"""What comes before a bracket that is a link of a chain and no more."""
OPERANDS = frozenset(("variable", "iri", "text", "name", "number", "word"))


@dataclass(slots=True)
class Frame:
    """What stands between two brackets: its chain, what lengthens its parent's too, and its deepest part.

    ``word`` is the last keyword since a bracket closed; ``listed`` says that commas part it; ``data`` that
    it holds the rows of ``VALUES``.
    """

    bracket: str
    data: bool = False
    listed: bool = False
    word: str = ""
    chain: int = 0
    shared: int = 0
    deepest: int = 0

    @property
    def stack(self) -> int:
        """The bytes of stack that it takes."""
        return LEVEL + self.chain + self.shared + self.deepest


@dataclass(slots=True)
class Depth:
    """The depth of the tokens read so far: ``most`` brackets within each other, the last at ``where``.

    It reads on only while there are no more than ``levels``, no chain takes over ``limit`` bytes of stack.
    """

    levels: int
    limit: int
    most: int = 0
    where: int = 0
    _frames: list[Frame] = field(default_factory=lambda: [Frame("")])
    _doubtful: int = 0

    @property
    def stack(self) -> int:
        """The bytes of stack that it takes; to be asked once all is read."""
        while len(self._frames) > 1:
            self._close()
        return self._frames[0].stack + self._doubtful * LEVEL

    def read(self, read: Iterable[Token]) -> "Depth":
        """Take in tokens."""
        after_operand = False
        for token in takewhile(self._goes_on, read):
            kind, text, _ = token
            if kind in OPERANDS:
                if after_operand:
                    self._item(kind)
                if kind in ("word", "iri"):
                    self._look_into(token)
                after_operand = True
            elif kind == "mark":
                if after_operand and text in OPEN:
                    self._item(kind)
                if after_operand or text not in "+-":
                    self._mark(token)
                after_operand = text in CLOSE
        return self

    def _goes_on(self, _: Token) -> bool:
        frame = self._frames[-1]
        return self.most <= self.levels and frame.chain + frame.shared <= self.limit

    def _look_into(self, token: Token) -> None:
        if token.kind == "word":
            self._frames[-1].word = token.text.upper()
        elif token.may_be_comparison:
            marks = [each.text for each in tokens(token.text[1:-1]) if each.kind == "mark"]
            self._frames[-1].chain += sum(CHAINS.get(mark, 0) for mark in marks)
            self._doubtful += sum(mark in OPEN for mark in marks)
            self._deepen(token)

    def _item(self, kind: str) -> None:
        """An operand after an operand: an item of a collection, or of a list as that of DESCRIBE."""
        frame = self._frames[-1]
        if frame.bracket == "(" and not frame.listed:
            frame.shared += ITEM
        elif not frame.bracket and kind != "word":
            frame.chain += PART

    def _mark(self, token: Token) -> None:
        mark, frame = token.text, self._frames[-1]
        if mark in OPEN:
            self._frames.append(Frame(mark, data=mark == "{" and frame.word == "VALUES"))
            self._deepen(token)
        elif mark in CLOSE:
            self._close()
        elif mark in ".;,":
            self._part(frame, mark)
        elif not frame.data:
            frame.chain += CHAINS.get(mark, 0)

    def _part(self, frame: Frame, mark: str) -> None:
        if frame.bracket != "(":
            frame.chain += 0 if frame.data else LINK
        elif mark == "," and not frame.listed:
            frame.listed, frame.shared = True, 0

    def _deepen(self, token: Token) -> None:
        levels = len(self._frames) - 1 + self._doubtful
        if levels > self.most:
            self.most, self.where = levels, token.start

    def _close(self) -> None:
        if len(self._frames) == 1:
            return
        frame = self._frames.pop()
        parent = self._frames[-1]
        if not parent.data:
            self._lengthen(parent, frame)
        parent.deepest = max(parent.deepest, frame.stack)
        if not (parent.word == "VALUES" and frame.bracket == "("):
            parent.word = ""

    def _lengthen(self, parent: Frame, frame: Frame) -> None:
        if parent.bracket in "{":
            parent.chain += LINK if parent.word in CHEAP else PART
        if frame.bracket == "[" or self._doubtful:
            frame.shared, frame.chain = frame.shared + frame.chain, 0
        if frame.bracket != "{" or self._doubtful:
            parent.shared, frame.shared = parent.shared + frame.shared, 0


def ceiling(text: str) -> tuple[int, int]:
    """No fewer levels and no less stack than ``Depth`` finds in ``text``, at a glance."""
    levels = sum(map(text.count, OPEN))
    return levels, (levels + 1) * LEVEL + 2 * PART * len(text)


def raw_stack(text: str) -> tuple[int, int]:
    """The most levels and stack that ``text`` can take, whatever of it is read as a comment or a string."""
    levels = sum(map(text.count, OPEN))
    return levels, levels * LEVEL + PART * sum(map(text.count, ".;," + "".join(CHAINS)))
