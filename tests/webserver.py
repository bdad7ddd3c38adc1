"""A running service on loopback for the tests, and plain requests to it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from smslint.web.server import listen, make_server
from smslint.web.settings import Settings

BAD = "【海岬银行】张先生，您尾号1234的贷款已逾期35天，欠款3,256.80元，我们将联系您的家人。"
GOOD = (
    "【海岬银行】张先生，您尾号1234的贷款本期应还3,256.80元，请于12月5日前通过手机银行还款，如有疑问请致电4006661234。"
    "如已还款请忽略。"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.body)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service runs."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return found

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, headers=headers)

    def post(self, path: str, value: object, **headers: str) -> Answer:
        return self.raw(path, json.dumps(value).encode(), **headers)

    def raw(self, path: str, body: bytes, **headers: str) -> Answer:
        return self.request("POST", path, body, {"content-type": "application/json", **headers})

    def send_file(self, path: str, body: bytes) -> Answer:
        return self.request("POST", path, body, {"content-type": "application/octet-stream"})

    def lint(self, text: str, **more: object) -> dict[str, object]:
        """The record of one draft."""
        return self.post("/v1/lint", {"text": text, **more}).json["files"][0]["records"][0]  # type: ignore[index,no-any-return]


@contextmanager
def running(settings: Settings = Settings()) -> Iterator[Service]:  # noqa: B008 (frozen)
    """The service on a free port of loopback, ended afterwards."""
    listener = listen(replace(settings, port=0))
    ready = threading.Event()
    server = make_server(settings, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert ready.wait(30), "the service did not start"
    try:
        yield Service(listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(10)
