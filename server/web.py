"""A web process: it answers requests on the socket it was given until its supervisor ends or says so.

Started by the supervisor with ``python -m equigraph.server.web``; what it is told comes on standard input.
"""

import os
import shutil
import signal
import socket
import sys
from pathlib import Path
from threading import Event, Thread

from ..graph.guard import Limits
from ..graph.store import Store
from .app import create_app, teller
from .engine.client import Client
from .engine.job import Engine
from .refusals import Entrance, refuse
from .running import serve
from .services import NAME
from .shortcuts import Shortcuts
from .startup import Startup
from .watched import Watched


def main() -> None:
    """Serve as told on standard input; end when that ends."""
    ended, supervisor = Event(), os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the supervisor says when
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    startup = Startup.from_json(sys.stdin.buffer.readline())
    Thread(target=_until_alone, args=(ended,), daemon=True).start()
    _answer(startup, ended)
    if os.getppid() != supervisor:
        shutil.rmtree(startup.run, ignore_errors=True)


def _answer(startup: Startup, ended: Event) -> None:
    settings = startup.settings
    limits = Limits(length=settings.query, depth=settings.nesting)
    store = Store.open(startup.folder, limits=limits)
    engine = _engine(startup, store.manifest.base)
    app = create_app(store, settings, engine)
    services = app.extensions[NAME]
    telling = teller(services)
    entrance = Entrance(app, Watched(refuse, telling))
    apart = settings.proxy or settings.rate_limit  # a proxy's word is read, and who is limited counted
    shortcuts = (
        None if apart else Shortcuts(services, telling, engine if isinstance(engine, Client) else None)
    )
    serve(entrance, socket.socket(fileno=startup.listening), settings, ended, shortcuts)


def _until_alone(ended: Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


def _engine(startup: Startup, base: str) -> Engine:
    """What is asked: the workers that the supervisor keeps, or this process's share of another service."""
    settings = startup.settings
    if not settings.backend:
        return Client(Path(startup.engine), settings.patience)
    from .backend.service import connect

    return connect(settings.backend, base, max(1, settings.workers // settings.processes), settings.patience)


if __name__ == "__main__":
    main()
