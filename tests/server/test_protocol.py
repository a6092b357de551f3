"""The requests of the files protocol*.yaml and their answers; a new case is an entry there."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(Path(__file__).parent.glob("protocol*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def pairs(values: list[list[str]]) -> str:
    return urlencode([(name, value) for name, value in values])


def send(asked: dict[str, Any], client: FlaskClient) -> TestResponse:
    form = pairs(asked["form"]) if "form" in asked else None
    octets = bytes.fromhex(asked["octets"]) if "octets" in asked else None
    return client.open(
        asked.get("path", "/sparql"),
        method=asked.get("method", "GET"),
        query_string=asked.get("raw", pairs(asked.get("query", []))),
        data=octets or asked.get("body", form),
        content_type=asked.get("type", "application/x-www-form-urlencoded" if form is not None else None),
        headers=asked.get("headers", {}) | ({"Accept": asked["accept"]} if "accept" in asked else {}),
    )


@pytest.mark.parametrize("case", CASES)
def test_request(case: dict[str, Any], client: FlaskClient) -> None:
    wanted, response = case["answer"], send(case["request"], client)
    assert (response.status_code, response.text if response.status_code != wanted["status"] else "") == (
        wanted["status"],
        "",
    )
    assert response.mimetype == wanted.get("type", response.mimetype)
    assert [text for text in wanted.get("holds", []) if text not in response.text] == []
    assert [text for text in wanted.get("lacks", []) if text in response.text] == []
    headers = {name: response.headers.get(name) for name in wanted.get("headers", {})}
    assert {**headers, **_sorted_allow(headers)} == wanted.get("headers", {})
    problem = response.get_json(silent=True) if "problem" in wanted else {}
    assert {name: problem.get(name) for name in wanted.get("problem", {})} == wanted.get("problem", {})


def _sorted_allow(headers: dict[str, str | None]) -> dict[str, str]:
    allow = headers.get("Allow")
    return {"Allow": ", ".join(sorted(allow.split(", ")))} if allow else {}
