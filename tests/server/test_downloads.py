"""The files of a version, as the server gives them."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from equigraph.graph.store import Store

TYPES = {
    ".gz": "application/gzip",
    ".zst": "application/zstd",
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".zip": "application/zip",
}


@pytest.fixture(scope="module")
def real(make_app: object, real_graph: Path) -> FlaskClient:
    return make_app(real_graph).test_client()  # type: ignore[operator,no-any-return]


def get(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    response = client.get(address, headers=headers)
    response.get_data()
    response.close()
    return response


def test_every_file_is_given_as_it_was_made(real: FlaskClient, real_store: Store) -> None:
    for name, known in real_store.manifest.downloads.items():
        response = get(real, f"/downloads/{name}")
        assert response.status_code == 200
        assert response.mimetype == TYPES[Path(name).suffix]
        assert (len(response.data), sha256(response.data).hexdigest()) == (known.bytes, known.sha256)
        digest = b64encode(bytes.fromhex(known.sha256)).decode()
        assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert real_store.version in response.headers["Content-Disposition"]
        assert response.headers["Equigraph-Version"] == real_store.version


def test_who_has_it_is_told_so(real: FlaskClient) -> None:
    tag = get(real, "/downloads/tables.zip").headers["ETag"]
    again = get(real, "/downloads/tables.zip", **{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_part_can_be_asked_for(real: FlaskClient) -> None:
    whole = get(real, "/downloads/tables/plans.csv").data
    part = get(real, "/downloads/tables/plans.csv", Range="bytes=10-19")
    assert (part.status_code, part.data) == (206, whole[10:20])


def test_a_head_says_how_large_it_is(real: FlaskClient, real_store: Store) -> None:
    with real.head("/downloads/equigraph.nq.gz") as response:
        known = real_store.manifest.downloads["equigraph.nq.gz"]
        assert (response.content_length, response.data) == (known.bytes, b"")


def test_the_checksums_are_listed(real: FlaskClient, real_store: Store) -> None:
    listed = dict(line.split("  ")[::-1] for line in get(real, "/downloads/SHA256SUMS").text.splitlines())
    assert listed == {name: each.sha256 for name, each in real_store.manifest.downloads.items()}


def test_an_address_with_a_version_holds_for_ever(real: FlaskClient, real_store: Store) -> None:
    response = get(real, f"/downloads/tables.zip?version={real_store.version}")
    assert "immutable" in response.headers["Cache-Control"]
    assert get(real, "/downloads/tables.zip?version=000000000000").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "nothing",
        "../manifest.json",
        "..%2Fmanifest.json",
        "tables",
        "plans/",
        "tables/%3Cscript%3E.csv",
        "a" * 5000,
    ],
)
def test_nothing_else_is_given(real: FlaskClient, name: str) -> None:
    response = get(real, f"/downloads/{name}", Accept="text/html")
    assert response.status_code == 404
    assert "<script" not in response.text


def test_a_version_without_files_says_so(client: FlaskClient) -> None:
    for name in ("SHA256SUMS", "tables.zip"):
        response = get(client, f"/downloads/{name}")
        assert response.status_code == 404 and "--no-downloads" in response.text


def test_the_folder_leads_to_the_page_that_lists_them(real: FlaskClient) -> None:
    assert get(real, "/downloads").headers["Location"] == "/catalogue"
    assert get(real, "/downloads/").headers["Location"] == "/catalogue"
