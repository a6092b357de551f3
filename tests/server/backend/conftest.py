"""Two other SPARQL services on loopback, with the sample graph in them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from sysconfig import get_path

import pytest

from bench.processes import await_port, free_port, running

HERE = Path(__file__).parent


def quads(graph: Path) -> list[str]:
    return sorted(str(part) for part in graph.glob("versions/*/parts/*.nq"))


@dataclass(frozen=True)
class Oxigraph:
    """The Oxigraph server's program, and a store that it has filled; any number of servers may read it."""

    program: str
    folder: Path

    @property
    def store(self) -> str:
        return str(self.folder / "store")

    def fill(self, parts: list[str]) -> None:
        load = [self.program, "load", "--location", self.store, "--file", *parts]
        subprocess.run(load, check=True, stderr=subprocess.DEVNULL)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of a server, which is ended at once: it goes on with a query that nobody waits for."""
        port, log = free_port(), self.folder / "log"
        where = ["--location", self.store, "--bind", f"127.0.0.1:{port}"]
        serve = [self.program, "serve-read-only", *where, "--union-default-graph", "--timeout-s", "10"]
        with running(serve, log) as process:
            await_port(port, process, log)
            yield f"http://127.0.0.1:{port}/query"
            process.kill()


@pytest.fixture(scope="session")
def oxigraphs(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Oxigraph:
    """Starts Oxigraph servers."""
    program = which("oxigraph", path=get_path("scripts"))
    if program is None:
        pytest.skip("the Oxigraph server is not installed (PyPI: oxigraph)")
    made = Oxigraph(program, tmp_path_factory.mktemp("oxigraph"))
    made.fill(quads(sample_graph))
    return made


@pytest.fixture(scope="session")
def oxigraph(oxigraphs: Oxigraph) -> Iterator[str]:
    """The address of an Oxigraph server, which is asked nothing that does not end."""
    with oxigraphs.serving() as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso that gives at most 1,000 rows."""
    if not (which("virtuoso-t") and which("isql-vt")):
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource)")
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    settings = (HERE / "virtuoso.ini").read_text(encoding="utf-8")
    (folder / "virtuoso.ini").write_text(settings.format(sql=sql, http=http), encoding="utf-8")
    log = folder / "log"
    with running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], log, cwd=folder) as process:
        await_port(sql, process, log)
        fill(sql, folder, quads(sample_graph))
        await_port(http, process, log)
        yield f"http://127.0.0.1:{http}/sparql"


def fill(port: int, folder: Path, parts: list[str]) -> None:
    for number, part in enumerate(parts):
        (folder / f"{number}.nq").write_bytes(Path(part).read_bytes())
    load = "DB.DBA.TTLP_MT(file_open('{}.nq'), '', 'http://example.org/none', 512);"
    work = "\n".join([*(load.format(number) for number in range(len(parts))), "checkpoint;"])
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", "ERRORS=STDOUT"]
    done = subprocess.run(command, input=work, capture_output=True, text=True)
    assert "Error" not in done.stdout, done.stdout


@pytest.fixture(params=["oxigraph", "virtuoso"])
def service(request: pytest.FixtureRequest) -> str:
    """The address of one service after the other."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture(params=["oxigraph", "virtuoso"])
def patient(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of one service after the other, for queries that never end; Oxigraph then has an end."""
    if request.param == "virtuoso":
        yield request.getfixturevalue("virtuoso")
        return
    oxigraphs: Oxigraph = request.getfixturevalue("oxigraphs")
    with oxigraphs.serving() as address:
        yield address
