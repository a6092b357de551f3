"""The graph of a small plan, and a web server that knows nothing but files."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

from equigraph.build import build
from equigraph.mappings.sources import sources

GOOD = yaml.safe_load((Path(__file__).parents[2] / "bad_input.yaml").read_text(encoding="utf-8"))["good"]


@pytest.fixture(scope="package")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph; only to be read."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "plan").mkdir()
    (folder / "plan/plan.txt").write_text(GOOD["document"], encoding="utf-8")
    digest = sha256(GOOD["document"].encode()).hexdigest()
    (folder / "plan/mapping.yaml").write_text(GOOD["mapping"].replace("SHA256", digest), encoding="utf-8")
    build(sources([folder / "plan"]), folder / "graph", jobs=1, downloads=True)
    return folder / "graph"


class Quiet(SimpleHTTPRequestHandler):
    """A web server that knows nothing but files, and allows pages no more than the rules of a copy do."""

    policy = ""

    def end_headers(self) -> None:
        """Send the policy besides, if there is one."""
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Tell nobody."""


@pytest.fixture
def hosted() -> Callable[..., AbstractContextManager[str]]:
    """Serves the files of a folder, under a policy if one is given; gives the server's address."""

    @contextmanager
    def host(folder: Path, policy: str = "") -> Iterator[str]:
        handler = type("Handler", (Quiet,), {"policy": policy})
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()

    return host
