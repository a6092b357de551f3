"""The command ``serve``."""

import errno
import socket
from pathlib import Path

import click

from ..graph.options import graph_option


@click.command(epilog="Example: equigraph serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: a free one.")
@click.option(
    "--threads", type=click.IntRange(1), default=8, show_default=True, help="Requests answered at once."
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    help="Processes that answer queries; each can be stopped.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, min_open=True),
    default=30,
    show_default=True,
    help="Seconds after which a query is stopped.",
)
@graph_option
def serve(host: str, port: int, threads: int, workers: int, time_limit: float, graph: Path) -> None:
    """Serve the graph: a site to read, every IRI as linked data, and the SPARQL endpoint at /sparql.

    A new build is picked up without a restart. Stop with Ctrl-C.
    """
    from waitress.server import create_server  # type: ignore[import-untyped]  # it ships no types

    from ..graph.store import Store
    from .app import create_app
    from .services import of
    from .settings import Settings

    settings = Settings(workers=workers, seconds=time_limit)
    app = create_app(Store.open(graph), settings)
    listening = _listen(host, port)
    limits = {"threads": threads, "max_request_body_size": settings.request}
    server = create_server(app, sockets=[listening], ident="equigraph", **limits)
    of(app).pool.start()
    click.echo(f"Serving {graph} at {_address(listening)} (Ctrl-C stops)")
    server.run()
    of(app).pool.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        from ..errors import UsageError

        taken = error.errno == errno.EADDRINUSE
        cause = "something else listens there" if taken else error.strerror
        remedy = "Name another with --port; --port 0 takes a free one" if taken else "Change --host or --port"
        raise UsageError(f"cannot listen on {host}, port {port}: {cause}", remedy) from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
