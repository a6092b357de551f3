"""The search index of a version, opened to read: any number of threads may ask it at once."""

import sqlite3
import sys
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from heapq import nsmallest
from itertools import compress, islice
from operator import itemgetter
from pathlib import Path
from queue import Empty, Full, LifoQueue

from ...errors import GraphError, UsageError
from .bits import bits, read
from .found import BEGIN, END, Choice, Facet, Found, Hit, Name, Offer, pieces
from .values import Records, Values, frequent
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

_VALUES = "SELECT count, records FROM choice WHERE facet = ? ORDER BY place"
_CALLED = """
    SELECT place, code, label, iri FROM choice
    WHERE facet = ? AND place IN (SELECT value FROM json_each(?))"""

Chosen = Mapping[str, Collection[str]]
"""The codes that are chosen, by the names of facets; of one facet any will do."""
Taken = Mapping[str, Mapping[int, int]]
"""The places that are chosen with the records that have them, by the names of facets."""


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
                self._values = tuple(
                    Values(index.execute(_VALUES, (number,)).fetchall(), self.size)
                    for number in range(len(self.facets))
                )
        except sqlite3.Error as error:
            remedy = "Build the graph again with: equigraph build"
            raise GraphError(f"the search index cannot be read: {error}", remedy, str(path)) from error

    def find(
        self,
        wanted: Wanted,
        chosen: Chosen,
        first: int = 0,
        most: int = 20,
        marked: bool = True,
        offered: int = sys.maxsize,
    ) -> Found:
        """What is found by ``wanted`` among what is ``chosen``: ``most`` hits from the place ``first`` (from
        0), with what was looked for ``marked``, and of each facet what is chosen and the most frequent
        choices, ``offered`` together, with how many hits each would give.

        Where nothing is wanted, everything is found. Raises UsageError for a facet or code that is not there.
        """
        with self.connection() as index:
            matched, scores = self._matched(index, wanted)
            taken = self._taken(index, chosen)
            among = self._narrowed(matched, taken)
            shown = wanted.expression if marked else ""
            offers = (
                self._offer(index, number, matched, taken, 0, max(offered, len(taken.get(facet.name, ()))))
                for number, facet in enumerate(self.facets)
            )
            return Found(
                total=among.count,
                ranked=matched.count <= RANKED,
                hits=tuple(
                    self._hit(index, shown, number, -score)
                    for score, number in self._best(wanted, scores, among, first, most)
                ),
                offers=tuple(offer for offer in offers if offer.total),
            )

    def offer(self, wanted: Wanted, chosen: Chosen, name: str, first: int, most: int) -> Offer:
        """What hits can be chosen by of the facet ``name``: ``most`` choices from the place ``first``; raises
        as ``find``.
        """
        with self.connection() as index:
            matched, _ = self._matched(index, wanted)
            return self._offer(index, self._numbered(name), matched, self._taken(index, chosen), first, most)

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

    def _matched(self, index: sqlite3.Connection, wanted: Wanted) -> tuple[Records, Mapping[int, float]]:
        """What is found, and where it is ranked, a number each that is the smaller the better it fits."""
        expression, size = wanted.expression, self.size
        if not expression:
            return Records(0 if wanted.pieces else (1 << size) - 1, size), {}
        rows = index.execute("SELECT rowid FROM words WHERE words MATCH ?", (expression,))
        found = Records(bits(map(itemgetter(0), rows), size), size)
        ranked = found.count <= RANKED
        return found, dict(index.execute(_HITS, (expression,))) if ranked else {}

    def _numbered(self, name: str) -> int:
        for number, facet in enumerate(self.facets):
            if facet.name == name:
                return number
        there = ", ".join(each.name for each in self.facets)
        raise UsageError(f"nothing can be chosen by {name[:100]!r}", f"There are: {there}")

    def _taken(self, index: sqlite3.Connection, chosen: Chosen) -> Taken:
        given = ((name, self._numbered(name), codes) for name, codes in chosen.items() if codes)
        return {
            name: dict(self._held(index, number, code) for code in codes) for name, number, codes in given
        }

    def _held(self, index: sqlite3.Connection, facet: int, code: str) -> tuple[int, int]:
        """The place of a value, and the records that have it."""
        query = "SELECT place, records, count FROM choice WHERE facet = ? AND code = ?"
        row = index.execute(query, (facet, code)).fetchone()
        if row is None:
            raise self._unknown(index, facet, code)
        place, records, count = row
        return place, read(records, count, self.size)

    def _unknown(self, index: sqlite3.Connection, facet: int, code: str) -> UsageError:
        rows = index.execute(
            "SELECT code FROM choice WHERE facet = ? ORDER BY code LIMIT 51", (facet,)
        ).fetchall()
        there = ", ".join(row[0] for row in rows[:50]) + ("…" if len(rows) > 50 else "")
        name = self.facets[facet].name
        return UsageError(f"there is no {name} {code[:100]!r} here", f"There are: {there or 'none'}")

    def _offer(
        self, index: sqlite3.Connection, number: int, matched: Records, taken: Taken, first: int, most: int
    ) -> Offer:
        """A facet's choices: how many hits there would be with each instead of those chosen of the facet."""
        facet = self.facets[number]
        own = taken.get(facet.name, {})
        others = {name: held for name, held in taken.items() if name != facet.name}
        counts = self._values[number].counts(self._narrowed(matched, others))
        shown = frequent(counts, own, first, most)
        places = f"[{','.join(str(place) for place, _ in shown)}]"
        called = {place: called for place, *called in index.execute(_CALLED, (number, places))}
        choices = (
            Choice(code, label, iri, count, place in own)
            for place, count in shown
            for code, label, iri in (called[place],)
        )
        return Offer(facet, tuple(choices), len(counts) + sum(place not in counts for place in own))

    @staticmethod
    def _narrowed(matched: Records, taken: Taken) -> Records:
        held = matched.held
        for places in taken.values():
            any_of = 0
            for each in places.values():
                any_of |= each
            held &= any_of
        return matched if held == matched.held else Records(held, matched.size)

    def _best(
        self, wanted: Wanted, scores: Mapping[int, float], among: Records, first: int, most: int
    ) -> Sequence[tuple[float, int]]:
        """Scores and numbers: of what is ranked the best come first, of too many the shortest; where nothing
        is wanted all come in order.
        """
        last = first + most
        if not wanted.pieces:
            return [(number, number) for number in islice(among.numbers(), first, last)]
        if scores:
            return nsmallest(last, ((scores[number], number) for number in among.numbers()))[first:]
        lengths = compress(self._lengths, among.flags)
        return nsmallest(last, zip(lengths, among.numbers(), strict=True))[first:]

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
