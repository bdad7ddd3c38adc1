"""Many connections at once: all are served up to the limit, the rest is turned away, and slow ones harm nobody."""

from __future__ import annotations

import asyncio
import json
import socket
import time

import pytest

pytest.importorskip("uvicorn", reason="needs smslint[web]")

from webserver import BAD, Service, running

from smslint.web.settings import Limits, Settings

CONNECTIONS, EACH = 200, 4
BODY = json.dumps({"text": BAD}).encode()
HEAD = (
    "POST /v1/lint HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n\r\n"
).encode()


async def client(port: int, requests: int) -> list[int]:
    """Send `requests` on one connection; their statuses."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    statuses = []
    for _ in range(requests):
        writer.write(HEAD + BODY)
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(length.split(b":")[1]))
        statuses.append(int(head[9:12]))
    writer.close()
    return statuses


def test_two_hundred_connections_without_an_error() -> None:
    async def load(port: int) -> list[list[int]]:
        return await asyncio.wait_for(asyncio.gather(*(client(port, EACH) for _ in range(CONNECTIONS))), 60)

    with running() as service:
        started = time.monotonic()
        answers = asyncio.run(load(service.port))
        seconds = time.monotonic() - started
    assert [one for many in answers for one in many] == [200] * (CONNECTIONS * EACH)
    print(f"{CONNECTIONS} connections, {CONNECTIONS * EACH / seconds:.0f} requests a second")  # noqa: T201


def hold(service: Service, count: int) -> list[socket.socket]:
    """Connections with a request whose body is still to come."""
    held = [socket.create_connection(("127.0.0.1", service.port), timeout=10) for _ in range(count)]
    for one in held:
        one.sendall(HEAD + BODY[:10])
    time.sleep(0.3)
    return held


def test_load_is_shed_past_the_limit_and_taken_up_again() -> None:
    with running(Settings(limits=Limits(requests=8))) as service:
        held = hold(service, 8)
        answer = service.raw("/v1/lint", BODY)
        assert (answer.status, answer.json["code"], answer.headers["retry-after"]) == (503, "busy", "1")
        assert service.get("/healthz").status == 200
        for one in held:
            one.sendall(BODY[10:])
            assert b" 200 " in one.recv(100)
            one.close()
        assert service.raw("/v1/lint", BODY).status == 200


def test_slow_clients_keep_nobody_waiting() -> None:
    with running(Settings(limits=Limits(read_seconds=2))) as service:
        held = hold(service, 100)
        started = time.monotonic()
        assert service.raw("/v1/lint", BODY).status == 200
        assert time.monotonic() - started < 1
        assert all(b" 408 " in one.recv(100) for one in held)
        for one in held:
            one.close()
