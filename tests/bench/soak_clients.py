"""Clients that ask a server without a pause, and remember what they were answered."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from threading import Event, Lock, Thread

from equigraph.queries.catalogue import Catalogue, bind

from .client import Answer, Client
from .words import read

CSV = "text/csv"
TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer: the version it named, the query, and a digest of its rows whatever their order."""

    version: str
    query: str
    digest: str


@dataclass(slots=True)
class Memory:
    """What all clients saw: answers, and statuses that are no answer (0: the connection was cut)."""

    answers: Counter[Seen] = field(default_factory=Counter)
    failures: Counter[int] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def note(self, query: str, answer: Answer) -> None:
        """Remember the answer to the query of this name."""
        with self.lock:
            if answer.status == 200:
                version = answer.headers.get("equigraph-version", "none named")
                self.answers[Seen(version, query, digest(answer.body))] += 1
            else:
                self.failures[answer.status] += 1
                self.causes[answer.body[:200].decode(errors="replace")] += 1

    def versions(self) -> int:
        """How many versions answered."""
        with self.lock:
            return len({seen.version for seen in self.answers})

    def note_cut(self, cause: str) -> None:
        """Remember that a connection was cut."""
        with self.lock:
            self.failures[0] += 1
            self.causes[cause] += 1


def digest(body: bytes) -> str:
    """The same for the same rows in any order."""
    return sha256(b"\n".join(sorted(body.splitlines()))).hexdigest()


def texts(base: str) -> Mapping[str, str]:
    """The queries by name."""
    known = Catalogue.standard()
    return {name: bind(known.get(name), {}, base) for name in read("soak.yaml")["queries"]}


def ask_on(
    url: str, base: str, number: int, versions: Callable[[], list[str]], memory: Memory, stop: Event
) -> None:
    """Ask until ``stop``: half of the queries as nobody asked them before, and some of a named version."""
    random, client, queries = Random(number), Client(url, TIMEOUT), texts(base)
    while not stop.is_set():
        name = random.choice(sorted(queries))
        text = queries[name]
        if random.random() < 0.5:
            text += f"\nLIMIT {random.randint(10**6, 10**9)}"
        known = versions() if random.random() < 0.1 else []
        more = {"version": random.choice(known)} if known else {}
        try:
            memory.note(name, client.ask(text, CSV, random.random() < 0.5, **more))
        except OSError as error:
            memory.note_cut(str(error))
    client.close()


def clients(
    count: int, url: str, base: str, versions: Callable[[], list[str]], memory: Memory, stop: Event
) -> list[Thread]:
    """So many clients, each asking on a thread of its own."""
    made = [
        Thread(target=ask_on, args=(url, base, number, versions, memory, stop), daemon=True)
        for number in range(count)
    ]
    for thread in made:
        thread.start()
    return made
