"""Bearer tokens raise limits; a wrong one is refused; none is needed."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from equigraph.errors import InputError
from equigraph.server.tokens import Token, holder, read_tokens

MakeApp = Callable[..., Flask]
TEXT = "a-token-of-a-data-team"
DIGEST = sha256(TEXT.encode()).hexdigest()
ALL = {"query": "SELECT * { ?s ?p ?o }", "format": "csv"}


@pytest.fixture(scope="module")
def guarded(make_app: MakeApp, sample_graph: Path) -> Flask:
    return make_app(sample_graph, max_rows=5, tokens=(Token("team", DIGEST, rows=20),), workers=1)


@pytest.fixture
def open_to(guarded: Flask) -> FlaskClient:
    return guarded.test_client()


def rows(client: FlaskClient, authorization: str | None) -> int:
    headers = {} if authorization is None else {"Authorization": authorization}
    return len(client.get("/sparql", query_string=ALL, headers=headers).text.splitlines()) - 1


def test_a_token_raises_a_limit(open_to: FlaskClient) -> None:
    assert [rows(open_to, each) for each in (None, f"Bearer {TEXT}", f"bearer  {TEXT}", None)] == [
        5,
        20,
        20,
        5,
    ]


def test_its_answers_are_for_its_holder(open_to: FlaskClient) -> None:
    headers = {"Authorization": f"Bearer {TEXT}"}
    whole = {**ALL, "query": "ASK {}", "format": "json"}
    plain, held = (open_to.get("/sparql", query_string=whole, headers=each) for each in ({}, headers))
    assert plain.headers["Cache-Control"].startswith("public")
    assert held.headers["Cache-Control"].startswith("private")
    assert "Authorization" in plain.vary and "Authorization" in held.vary


@pytest.mark.parametrize(
    "wrong", ["Bearer x", "Bearer ", "Basic eDp4", f"Basic {TEXT}", "Bearer", TEXT, f"Bearer {DIGEST}"]
)
@pytest.mark.parametrize("path", ["/sparql", "/", "/doc/plan/alpha-2020"])
def test_a_wrong_token_is_refused(open_to: FlaskClient, wrong: str, path: str) -> None:
    response = open_to.get(path, query_string=ALL, headers={"Authorization": wrong})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="equality plans", error=invalid_token'
    assert TEXT not in response.text


def test_where_there_are_no_tokens_none_is_read(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string=ALL, headers={"Authorization": "Bearer x"})
    assert response.status_code == 200


def test_a_file_of_tokens(tmp_path: Path) -> None:
    file = tmp_path / "tokens.yaml"
    file.write_text(
        f"- name: team\n  sha256: {DIGEST}\n  seconds: 120\n  rate: 600 per minute\n"
        f"- name: other\n  sha256: {'a' * 64}\n"
    )
    tokens = read_tokens(file)
    assert tokens[0] == Token("team", DIGEST, seconds=120, rate="600 per minute")
    assert holder(tokens, f"Bearer {TEXT}") == tokens[0]
    assert holder(tokens, "Bearer other") is None


@pytest.mark.parametrize(
    ("text", "place", "cause"),
    [
        ("- name: team\n", "entry 0", "'sha256' is a required property"),
        (f"- name: team\n  sha256: {TEXT}\n", "entry 0/sha256", "does not match"),
        (f"- name: team\n  sha256: {DIGEST}\n  rows: many\n", "entry 0/rows", "not of type 'integer'"),
        (f"- name: team\n  sha256: {DIGEST}\n  rate: often\n", "entry 0/rate", "does not match"),
        (f"- name: team\n  sha256: {DIGEST}\n  secret: x\n", "entry 0", "'secret' was unexpected"),
        ("team: x\n", "entry", "not of type 'array'"),
        ("- [\n", "", "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_told_by_its_place(tmp_path: Path, text: str, place: str, cause: str) -> None:
    file = tmp_path / "tokens.yaml"
    file.write_text(text)
    with pytest.raises(InputError) as fault:
        read_tokens(file)
    assert (fault.value.place.strip(), fault.value.file) == (place, str(file))
    assert cause in fault.value.cause


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_tokens(tmp_path / "none.yaml")
