"""The command ``serve``."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..graph.options import graph_option

if TYPE_CHECKING:
    from .settings import Settings

F = TypeVar("F", bound=Callable[..., object])
KIB, MIB = 1024, 1024 * 1024
SECONDS = click.FloatRange(0, min_open=True)
COUNT = click.IntRange(1)


def option(name: str, default: Any, type: Any, help: str, **more: Any) -> Callable[[F], F]:  # noqa: ANN401 - as click has it
    """An option that shows its default, where it has one."""
    shown = default not in (None, "")
    return click.option(name, default=default, type=type, show_default=shown, help=help, **more)


@click.command(epilog="Example: equigraph serve --port 8080 --time-limit 10 --log access.log")
@option("--host", "127.0.0.1", str, "Address to listen on; 0.0.0.0 for all.")
@option("--port", 8000, click.IntRange(0, 65535), "0: a free one.")
@option("--workers", 8, COUNT, "Processes that answer queries; each can be stopped.")
@option("--time-limit", 30, SECONDS, "Seconds after which a query is stopped (504).")
@option("--patience", 2, click.FloatRange(0), "Seconds that a query waits for a free worker (then 503).")
@option("--max-rows", 2_000_000, COUNT, "Rows after which an answer is cut, and says so.")
@option("--max-answer", 256, COUNT, "MiB after which an answer is cut, and says so.")
@option("--max-query", 256, COUNT, "KiB of a query (else 413).")
@option("--max-nesting", 200, COUNT, "Depth of brackets in a query (else 400).")
@option("--memory", 2048, COUNT, "MiB that a worker may take for a query.")
@option(
    "--store-memory",
    None,
    COUNT,
    "MiB for the graph held in memory by all workers; above, it is read from disk. "
    "By default a quarter of the machine's.",
)
@option("--cache", 64, click.IntRange(0), "MiB of answers kept in each web process.")
@option("--processes", 2, COUNT, "Web processes; one where there is a rate limit.")
@option("--threads", 256, click.IntRange(16), "Requests that a web process handles at once.")
@option("--rate-limit", "off", str, 'Requests of one client, such as "60 per minute" (then 429).')
@option(
    "--tokens",
    None,
    click.Path(path_type=Path),
    "YAML file of bearer tokens with limits of their own.",
    metavar="FILE",
)
@option("--backend", "", str, "Ask another SPARQL service instead of the graph's own store.", metavar="URL")
@option(
    "--log",
    "-",
    str,
    "Access log, a line of JSON a request: a file, - for standard error, none.",
    metavar="FILE",
)
@click.option("--log-clients", is_flag=True, help="Write clients' addresses into the log.")
@option(
    "--trusted-proxy", "", str, "Address of a proxy whose X-Forwarded-For is believed.", metavar="ADDRESS"
)
@option("--publisher", "not stated", str, "Who answers for the site: named in the catalogue.", metavar="NAME")
@graph_option
def serve(host: str, port: int, graph: Path, **given: Any) -> None:  # noqa: ANN401 - options, by name
    """Serve the graph: a site to read, every IRI as linked data, and the SPARQL endpoint at /sparql.

    A new build is picked up without a restart. Stop with Ctrl-C. /health, /ready and /metrics say how it is.
    """
    from ..graph.folder import GraphFolder
    from ..graph.manifest import Manifest
    from .starting import start

    settings = _settings(**given)
    Manifest.read(GraphFolder(graph).find() / "manifest.json")
    listening = _listen(host, port)
    start(graph, listening, settings, lambda: _say(graph, listening))


def _settings(**given: Any) -> "Settings":  # noqa: ANN401 - options, by name
    from .settings import Settings
    from .tokens import read_tokens

    rate = _rate(given["rate_limit"])
    return Settings(
        workers=given["workers"],
        seconds=given["time_limit"],
        patience=given["patience"],
        max_rows=given["max_rows"],
        answer=given["max_answer"] * MIB,
        query=given["max_query"] * KIB,
        nesting=given["max_nesting"],
        request=max(4 * given["max_query"] * KIB, MIB),
        memory=given["memory"] * MIB,
        store_memory=(given["store_memory"] or 0) * MIB,
        cache=given["cache"] * MIB,
        processes=1 if rate else given["processes"],
        threads=given["threads"],
        rate_limit=rate,
        tokens=read_tokens(given["tokens"]) if given["tokens"] else (),
        backend=_backend(given["backend"]),
        log=given["log"],
        log_clients=given["log_clients"],
        proxy=given["trusted_proxy"],
        publisher=given["publisher"],
    )


def _backend(url: str) -> str:
    if url:
        from .backend.address import Address

        Address.read(url)
    return url


def _rate(text: str) -> str:
    if text == "off":
        return ""
    from limits import parse_many

    from ..errors import UsageError

    try:
        parse_many(text)
    except ValueError as error:
        raise UsageError(f"no rate is written {text!r}", 'Write, for instance, "60 per minute"') from error
    return text


def _say(graph: Path, listening: socket.socket) -> None:
    click.echo(f"Serving {graph} at {_address(listening)} (Ctrl-C stops)")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1000)
    except OSError as error:
        from ..errors import UsageError

        taken = error.errno == errno.EADDRINUSE
        cause = "something else listens there" if taken else error.strerror
        remedy = "Name another with --port; --port 0 takes a free one" if taken else "Change --host or --port"
        raise UsageError(f"cannot listen on {host}, port {port}: {cause}", remedy) from error


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
