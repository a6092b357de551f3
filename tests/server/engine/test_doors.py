"""How a worker waits for the next asker."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread, Timer

import pytest

from equigraph.server.engine.doors import SOON, Door

LONG = 40 * SOON


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "socket"


@pytest.fixture
def listening(place: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(place))
        made.listen()
        made.setblocking(False)
        yield made


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    held, holding = os.pipe()
    yield held, holding
    os.close(held)


def ask(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as asker:
        asker.connect(str(place))


def test_it_sleeps_at_once_where_the_last_asker_came_late(
    place: Path, listening: socket.socket, pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    yields: list[None] = []
    monkeypatch.setattr(os, "sched_yield", lambda: yields.append(None))
    door, looks = Door(listening, pipe[0]), []
    for late in (False, True, True, False, True):
        timer = Timer(LONG if late else 0, ask, [place])
        timer.start()
        if not late:
            timer.join()
        yields.clear()
        asker = door.next()
        assert asker
        asker.close()
        timer.join()
        looks.append(bool(yields))
    os.close(pipe[1])
    assert looks == [False, True, False, False, True], "only after one that came soon"


def test_it_ends_after_one_more_when_the_pipe_is_let_go_of_however_many_ask(
    place: Path, listening: socket.socket, pipe: tuple[int, int]
) -> None:
    door = Door(listening, pipe[0])
    for _ in range(3):
        ask(place)
    os.close(pipe[1])
    with closing(door.next() or listening) as last:
        assert last is not listening, "who was woken for the first may have been this one alone"
        assert door.next() is None


def test_it_wakes_when_the_pipe_is_let_go_of(listening: socket.socket, pipe: tuple[int, int]) -> None:
    door, found = Door(listening, pipe[0]), [listening]
    waiting = Thread(target=lambda: found.append(door.next()))  # type: ignore[arg-type]
    waiting.start()
    os.close(pipe[1])
    waiting.join()
    assert found == [listening, None]
