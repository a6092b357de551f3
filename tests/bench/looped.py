"""A WSGI application answered by our loop in a thread of this process, and a graph that says one word."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from equigraph.graph.folder import GraphFolder
from equigraph.graph.writer import writing
from equigraph.ontology.terms import DEFAULT_BASE
from equigraph.server.running import serve
from equigraph.server.settings import Settings
from equigraph.server.shortcuts import Shortcuts

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@contextmanager
def looped(
    app: "WSGIApplication", settings: Settings, shortcuts: Shortcuts | None = None
) -> Iterator[tuple[str, int]]:
    """Where ``app`` is served."""
    listening, ended = socket.create_server(("127.0.0.1", 0)), Event()
    thread = Thread(target=serve, args=(app, listening, settings, ended, shortcuts), daemon=True)
    thread.start()
    try:
        yield listening.getsockname()
    finally:
        ended.set()
        thread.join()


def build(folder: Path, word: str) -> None:
    """Build a version of the graph in ``folder`` that says ``word``."""
    line = f'<{DEFAULT_BASE}thing> <{DEFAULT_BASE}says> "{word}" <{DEFAULT_BASE}graph/plan/a> .'
    with writing(GraphFolder(folder), DEFAULT_BASE) as version:
        version.add_part("plan-a", [line])
        version.finish({})
