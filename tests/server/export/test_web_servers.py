"""A copy under its own rules in the web servers that the rules are for: nginx, and Apache below a path."""

import http.client
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bench.processes import await_port, free_port, running
from equigraph.server.export.copying import copy_site
from equigraph.server.export.hosting import RULES

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "web_servers.yaml").read_text(encoding="utf-8"))
UNDER = "under/site"
MODULES = Path("/usr/lib/apache2/modules")


@pytest.fixture(scope="module")
def copy(graph: Path) -> Iterator[Path]:
    """The copy, where servers can read it that root starts as somebody else."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / UNDER
        copy_site(graph, out, "https://plans.example.org", jobs=2)
        Path(folder).chmod(0o755)
        yield out


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def address(
    request: pytest.FixtureRequest, copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the copy stands, in one server after the other."""
    program = shutil.which(request.param, path="/usr/sbin:/usr/bin")
    if program is None:
        pytest.skip(f"{request.param} is not installed")
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    made, below = (_nginx if request.param == "nginx" else _apache)(copy, folder, port)
    with running([program, *made], folder / "log") as process:
        await_port(port, process, folder / "log")
        yield f"http://127.0.0.1:{port}/{below}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['path']} for {case['accept']}")
def test_it_answers_as_the_rules_say(case: dict[str, Any], address: str) -> None:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.netloc, timeout=60)
    connection.request("GET", f"{place.path}{case['path']}", headers={"Accept": case["accept"]})
    reply = connection.getresponse()
    reply.read()
    connection.close()
    assert reply.status in ([case["status"]] if isinstance(case["status"], int) else case["status"])
    if "type" in case:
        assert (reply.headers["Content-Type"] or "").lower().replace("; ", ";") == case["type"].replace(
            "; ", ";"
        )
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
    if "to" in case:
        assert urlsplit(reply.headers["Location"]).path == f"{place.path}{case['to']}"


def _nginx(copy: Path, folder: Path, port: int) -> tuple[list[str], str]:
    """What nginx is started with, and the path of the copy below its root: none, as the rules want it."""
    rules = (copy / RULES["nginx.conf"]).read_text(encoding="utf-8")
    maps, _, rest = rules.partition("\nindex ")
    (folder / "maps.conf").write_text(maps, encoding="utf-8")
    (folder / "rules.conf").write_text(f"index {rest}", encoding="utf-8")
    return ["-c", str(_filled("nginx.conf", folder, port, copy=copy))], ""


def _apache(copy: Path, folder: Path, port: int) -> tuple[list[str], str]:
    """What Apache is started with, and the path of the copy below its root."""
    root = copy.parents[len(Path(UNDER).parts) - 1]
    made = _filled("apache.conf", folder, port, root=root, modules=MODULES)
    return ["-X", "-f", str(made)], f"{UNDER}/"


def _filled(name: str, folder: Path, port: int, **values: Path) -> Path:
    """The configuration ``name`` of this folder with its values, written into ``folder``."""
    text = Template((HERE / name).read_text(encoding="utf-8"))
    (folder / name).write_text(text.substitute(folder=folder, port=port, **values), encoding="utf-8")
    return folder / name
