"""What stands around every answer: leave for others to read, protection, settings that reach all."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from equigraph.server.commands import serve
from equigraph.server.settings import Settings
from equigraph.server.startup import Startup
from equigraph.server.tokens import Token

MakeApp = Callable[..., Flask]
ASK = {"query": "ASK {}"}
DATA = [
    "/sparql?query=ASK%7B%7D",
    "/sparql?query=nonsense",
    "/doc/plan/alpha-2020",
    "/doc/nothing",
    "/query/tables/plans.csv",
]


@pytest.mark.parametrize("path", DATA)
def test_programs_of_other_sites_may_read(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_they_may_ask_for_more_headers(client: FlaskClient) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, if-none-match",
    }
    response = client.options("/sparql", headers=asked)
    assert response.status_code == 200
    assert {"POST", "GET"} <= set(response.headers["Access-Control-Allow-Methods"].split(", "))
    assert {"Authorization", "If-None-Match"} <= set(
        response.headers["Access-Control-Allow-Headers"].split(", ")
    )


@pytest.mark.parametrize("path", [*DATA, "/", "/health", "/metrics", "/nothing", "/static/style.css"])
def test_readers_are_protected(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_broken_bearer_is_never_written_back(make_app: MakeApp, sample_graph: Path) -> None:
    client = make_app(sample_graph, tokens=(Token("t", "a" * 64),), workers=1).test_client()
    response = client.get("/sparql", query_string=ASK, headers={"Authorization": "Bearer secret-text"})
    assert ("secret-text" in response.text, "secret-text" in str(response.headers)) == (False, False)


def test_settings_reach_another_process_as_they_are() -> None:
    settings = Settings(workers=3, tokens=(Token("team", "a" * 64, seconds=5.5),), rate_limit="1 per day")
    startup = Startup(Path("graph"), 7, "socket", "run", settings)
    assert Startup.from_json(startup.to_json()) == startup
    assert "\n" not in startup.to_json()


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--rate-limit", "often", "no rate is written 'often'"),
        ("--tokens", "none.yaml", "the tokens cannot be read"),
        ("--time-limit", "0", "0.0 is not in the range x>0"),
        ("--port", "70000", "70000 is not in the range"),
    ],
)
def test_a_wrong_option_is_told_before_anything_starts(
    sample_graph: Path, option: str, value: str, told: str
) -> None:
    result = CliRunner().invoke(serve, ["--graph", str(sample_graph), "--port", "0", option, value])
    assert result.exit_code != 0
    assert told in f"{result.output} {result.exception}"


def test_the_log_has_no_token(make_app: MakeApp, sample_graph: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    client = make_app(sample_graph, log=str(log), tokens=(Token("t", "a" * 64),), workers=1).test_client()
    client.get("/sparql", query_string=ASK, headers={"Authorization": "Bearer secret-text"})
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert ("secret" in line, json.loads(line)["outcome"]) == (False, "denied")
