"""The search index of a version, opened to read: any number of threads may ask it at once."""

import sqlite3
import sys
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from heapq import nsmallest
from pathlib import Path
from queue import Empty, Full, LifoQueue

from ...errors import GraphError, UsageError
from .bits import bits, holds, unpacked
from .found import BEGIN, END, Choice, Facet, Found, Hit, Name, pieces
from .wanted import Wanted

WEIGHTS = "10, 4, 1"
"""What a word counts in a thing's own words, in what else is known of it, and in the headings above it."""
RANKED = 10_000
"""How many hits are put in order of how well they fit; of more, the shortest come first."""
IDLE = 16
"""Connections that are kept for the next to ask."""
_HITS = f"SELECT rowid, bm25(words, {WEIGHTS}) FROM words WHERE words MATCH ?"
_REST = """
    record.line, record.iri, kind.code,
    plan.iri, plan.label, plan.code, council.iri, council.label, council.code
    FROM record JOIN name AS kind ON kind.id = record.kind
      LEFT JOIN name AS plan ON plan.id = record.plan
      LEFT JOIN name AS council ON council.id = record.council"""
_PLAIN = f"SELECT record.text, record.text, record.also, record.place, {_REST} WHERE record.id = :id"
_MARKED = f"""
    SELECT highlight(words, 0, :begin, :end), snippet(words, 0, :begin, :end, '…', 48),
      highlight(words, 1, :begin, :end), highlight(words, 2, :begin, :end), {_REST}
      JOIN words ON words.rowid = record.id
    WHERE words MATCH :wanted AND words.rowid = :id"""

Chosen = Mapping[str, Collection[str]]
"""The codes that are chosen, by the names of facets; of one facet any will do."""


class SearchIndex:
    """The index in the file ``path``, which nobody changes; close it in the end.

    Raises GraphError where the file cannot be read, or this Python's SQLite cannot search text.
    """

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue(IDLE)
        self._closed = False
        self._things: dict[str, int] = {}
        try:
            with self.connection() as index:
                self.facets = tuple(
                    Facet(*row) for row in index.execute("SELECT name, iri, label FROM facet ORDER BY id")
                )
                self._lengths = _lengths(*index.execute("SELECT lengths FROM size").fetchone())
        except sqlite3.Error as error:
            remedy = "Build the graph again with: equigraph build"
            raise GraphError(f"the search index cannot be read: {error}", remedy, str(path)) from error

    def find(
        self, wanted: Wanted, chosen: Chosen, first: int = 0, most: int = 20, marked: bool = True
    ) -> Found:
        """What is found by ``wanted`` among what is ``chosen``: ``most`` hits from the place ``first`` (from
        0), with what was looked for ``marked``, and the choices there are with how many hits each would give.

        Where nothing is wanted, everything is found. Raises UsageError for a facet or code that is not there.
        """
        with self.connection() as index:
            scores = self._scores(index, wanted)
            allowed = {name: self._any(index, name, codes) for name, codes in chosen.items() if codes}
            kept = self._narrowed(bits(scores, len(self._lengths)), allowed)
            numbers = self._best(scores, kept, first, most)
            shown = wanted.expression if marked else ""
            return Found(
                total=kept.bit_count(),
                ranked=len(scores) <= RANKED,
                hits=tuple(self._hit(index, shown, number, -scores[number]) for number in numbers),
                choices=self._choices(index, scores, allowed, chosen),
            )

    def count(self, wanted: Wanted) -> int:
        """How many things are found by ``wanted``."""
        query = "SELECT count(*) FROM words WHERE words MATCH ?"
        with self.connection() as index:
            return int(index.execute(query, (wanted.expression,)).fetchone()[0]) if wanted.sought else 0

    def vocabulary(self) -> dict[str, int]:
        """Every word that is written somewhere, in small letters without accents, and in how many things."""
        with self.connection() as index:
            return dict(index.execute("SELECT term, doc FROM vocabulary"))

    @property
    def size(self) -> int:
        """How many things it holds."""
        return len(self._lengths)

    def things_with(self, word: str) -> int:
        """In how many things a word is written, given in small letters without accents."""
        if word not in self._things:
            with self.connection() as index:
                row = index.execute("SELECT doc FROM vocabulary WHERE term = ?", (word,)).fetchone()
            if row is None:
                return 0
            self._things[word] = int(row[0])
        return self._things[word]

    def close(self) -> None:
        """Let go of the file; who is asking just now ends in peace."""
        self._closed = True
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that no other thread uses meanwhile."""
        try:
            index = self._idle.get_nowait()
        except Empty:
            index = sqlite3.connect(self._address, uri=True, check_same_thread=False)
        try:
            yield index
        finally:
            self._keep(index)

    def _keep(self, index: sqlite3.Connection) -> None:
        """Keep a connection for the next to ask; not more than there is room for."""
        try:
            if not self._closed:
                return self._idle.put_nowait(index)
        except Full:
            pass
        return index.close()

    def _scores(self, index: sqlite3.Connection, wanted: Wanted) -> Mapping[int, float]:
        """What is found, with a number that is the smaller the better it fits."""
        expression = wanted.expression
        if not expression:
            return {} if wanted.pieces else {number: number for number in range(len(self._lengths))}
        found = [
            number
            for (number,) in index.execute("SELECT rowid FROM words WHERE words MATCH ?", (expression,))
        ]
        if len(found) > RANKED:
            return {number: self._lengths[number] for number in found}
        return dict(index.execute(_HITS, (expression,)))

    def _any(self, index: sqlite3.Connection, name: str, codes: Collection[str]) -> int:
        """The records that have any of the codes."""
        facet = next((number for number, each in enumerate(self.facets) if each.name == name), None)
        if facet is None:
            there = ", ".join(each.name for each in self.facets)
            raise UsageError(f"nothing can be chosen by {name[:100]!r}", f"There are: {there}")
        held = 0
        for code in codes:
            row = index.execute(
                "SELECT records FROM choice WHERE facet = ? AND code = ?", (facet, code)
            ).fetchone()
            held |= unpacked(row[0]) if row else self._unknown(index, facet, code)
        return held

    def _unknown(self, index: sqlite3.Connection, facet: int, code: str) -> int:
        rows = index.execute(
            "SELECT code FROM choice WHERE facet = ? ORDER BY code LIMIT 51", (facet,)
        ).fetchall()
        there = ", ".join(row[0] for row in rows[:50]) + ("…" if len(rows) > 50 else "")
        raise UsageError(
            f"there is no {self.facets[facet].name} {code[:100]!r} here", f"There are: {there or 'none'}"
        )

    def _choices(
        self, index: sqlite3.Connection, scores: Collection[int], allowed: Mapping[str, int], chosen: Chosen
    ) -> tuple[tuple[Facet, tuple[Choice, ...]], ...]:
        """Each facet's choices, the most frequent first: how many hits there would be with it instead of what
        is chosen of the same facet.
        """
        every = bits(scores, len(self._lengths))
        found: list[tuple[Facet, tuple[Choice, ...]]] = []
        for number, facet in enumerate(self.facets):
            others = self._narrowed(
                every, {name: held for name, held in allowed.items() if name != facet.name}
            )
            rows = index.execute("SELECT code, label, iri, records FROM choice WHERE facet = ?", (number,))
            made = [
                Choice(
                    code,
                    label,
                    iri,
                    (unpacked(held) & others).bit_count(),
                    code in chosen.get(facet.name, ()),
                )
                for code, label, iri, held in rows
            ]
            there = sorted((each for each in made if each.count or each.chosen), key=Choice.order)
            if there:
                found.append((facet, tuple(there)))
        return tuple(found)

    @staticmethod
    def _narrowed(held: int, allowed: Mapping[str, int]) -> int:
        for each in allowed.values():
            held &= each
        return held

    def _best(self, scores: Mapping[int, float], kept: int, first: int, most: int) -> Sequence[int]:
        content = kept.to_bytes(len(self._lengths) // 8 + 1, "little")
        numbers = (number for number in scores if holds(content, number))
        return nsmallest(first + most, numbers, key=lambda number: (scores[number], number))[first:]

    def _hit(self, index: sqlite3.Connection, expression: str, number: int, score: float) -> Hit:
        given = {"begin": BEGIN, "end": END, "wanted": expression, "id": number}
        with closing(index.execute(_MARKED if expression else _PLAIN, given)) as rows:
            *texts, line, iri, kind, plan, plan_label, slug, council, council_label, code = rows.fetchone()
        text, part, also, place = map(pieces, texts)
        of_plan = Name(plan, plan_label, slug) if plan else None
        of_council = Name(council, council_label, code) if council else None
        return Hit(iri, kind, text, part, also, place, of_plan, of_council, line, score)


def _lengths(content: bytes) -> "array[int]":
    lengths = array("H", content)
    if sys.byteorder == "big":
        lengths.byteswap()
    return lengths
