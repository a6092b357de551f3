"""The requests of protocol.yaml and their answers; a new case is an entry there."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from flask.testing import FlaskClient

CASES = yaml.safe_load((Path(__file__).parent / "protocol.yaml").read_text(encoding="utf-8"))


def pairs(values: list[list[str]]) -> str:
    return urlencode([(name, value) for name, value in values])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_request(case: dict[str, Any], client: FlaskClient) -> None:
    asked, wanted = case["request"], case["answer"]
    form = pairs(asked["form"]) if "form" in asked else None
    response = client.open(
        asked.get("path", "/sparql"),
        method=asked.get("method", "GET"),
        query_string=pairs(asked.get("query", [])),
        data=asked.get("body", form),
        content_type=asked.get("type", "application/x-www-form-urlencoded" if form is not None else None),
        headers={"Accept": asked["accept"]} if "accept" in asked else {},
    )
    assert (response.status_code, response.text if response.status_code != wanted["status"] else "") == (
        wanted["status"],
        "",
    )
    assert response.mimetype == wanted.get("type", response.mimetype)
    assert [text for text in wanted.get("holds", []) if text not in response.text] == []
    headers = {name: response.headers.get(name) for name in wanted.get("headers", {})}
    assert {**headers, **_sorted_allow(headers)} == wanted.get("headers", {})


def _sorted_allow(headers: dict[str, str | None]) -> dict[str, str]:
    allow = headers.get("Allow")
    return {"Allow": ", ".join(sorted(allow.split(", ")))} if allow else {}
