"""What depends on the HTTP server itself: bodies of HEAD, chunks, odd addresses, odd bytes."""

import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml

WAIT = 120
"""Seconds after which a test gives up."""
PLAIN = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: here\r\n"
REPEATED = re.compile(r"«(.*?)×(\d+)»")
CASES = yaml.safe_load((Path(__file__).parent / "wire.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def place(serve: Callable[..., AbstractContextManager[Any]], sample_graph: Path) -> Iterator[tuple[str, int]]:
    with serve(sample_graph, "--workers", "1", "--processes", "1", "--patience", "60") as served:
        yield served.place


def exchange(place: tuple[str, int], sent: bytes, end: bool = False) -> tuple[bytes, bytes]:
    """Head and body of what comes back, until the server closes; with ``end`` the client does first."""
    with socket.create_connection(place, timeout=WAIT) as connection:
        connection.sendall(sent)
        if end:
            connection.shutdown(socket.SHUT_WR)
        pieces = iter(lambda: connection.recv(65536), b"")
        head, _, body = b"".join(pieces).partition(b"\r\n\r\n")
    return head, body


def request(case: dict[str, Any]) -> bytes:
    hosts = [f"Host: {host}" for host in case.get("hosts", ["here"])]
    text = "\r\n".join([*case["head"], *hosts, "Connection: close", "", case.get("body", "")])
    return REPEATED.sub(lambda match: match[1] * int(match[2]), text).encode("latin-1")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_exchange(case: dict[str, Any], place: tuple[str, int]) -> None:
    head, body = exchange(place, request(case))
    assert head.split(b" ")[1].decode() == str(case["status"]), head + body
    assert [text for text in case.get("holds", []) if text.encode() not in body] == []
    assert [
        text for text in case.get("headers", []) if text.lower() not in head.decode("latin-1").lower()
    ] == []
    if case.get("bodiless"):
        assert body == b""


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES if "refused" in case])
def test_a_refusal_is_a_problem_and_the_last_answer(case: dict[str, Any], place: tuple[str, int]) -> None:
    head, body = exchange(place, request(case).replace(b"Connection: close", b"Connection: keep-alive"))
    lines = set(head.decode("latin-1").split("\r\n")[1:])
    assert json.loads(body)["status"] == case["status"]
    assert {"Content-Type: application/problem+json", "X-Content-Type-Options: nosniff"} <= lines
    assert {"Access-Control-Allow-Origin: *", "Connection: close"} <= lines


def test_what_is_smuggled_behind_a_refusal_is_not_answered(place: tuple[str, int]) -> None:
    doubtful = (
        b"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    head, body = exchange(place, doubtful + b"0\r\n\r\n" + PLAIN + b"\r\n")
    assert (head.split(b" ")[1], body.count(b"HTTP/1.1 200")) == (b"400", 0), body


def test_refusals_are_counted(place: tuple[str, int]) -> None:
    def count() -> float:
        _, body = exchange(place, b"GET /metrics HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        return float((re.findall(r'equigraph_requests_total\{.*"505"\} (\S+)', body.decode()) or ["0"])[0])

    before = count()
    exchange(place, b"GET / HTTP/3.0\r\n\r\n")
    assert count() - before == 1


def test_who_ends_its_side_is_answered(place: tuple[str, int]) -> None:
    exchange(place, PLAIN + b"Connection: close\r\n\r\n")  # now no worker is needed, which may take longer
    answers = [exchange(place, PLAIN + b"\r\n", end=True) for _ in range(30)]
    assert [head.split(b" ")[1:2] for head, _ in answers] == [[b"200"]] * 30
    assert all(b"true" in body for _, body in answers)


def test_who_asks_several_and_ends_its_side_is_answered_all(place: tuple[str, int]) -> None:
    head, body = exchange(place, (PLAIN + b"\r\n") * 5, end=True)
    assert (head + body).count(b"HTTP/1.1 200") == 5


def test_half_a_request_and_no_more_to_come_is_let_go(place: tuple[str, int]) -> None:
    assert exchange(place, PLAIN, end=True) == (b"", b"")


def test_the_server_lives_on(place: tuple[str, int]) -> None:
    head, body = exchange(place, PLAIN + b"Connection: close\r\n\r\n")
    assert (head.split(b" ")[1], b"true" in body) == (b"200", True)
