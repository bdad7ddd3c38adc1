"""`smslint serve` as a command: where it listens, whom it lets in, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

pytest.importorskip("uvicorn", reason="needs smslint[web]")

from smslint.cli import run


@pytest.fixture
def served() -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "smslint", "serve", "--no-open", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    yield process, re.findall(r"http://\S+", line)[0]
    process.kill()
    process.wait(10)


def test_it_tells_its_address_and_ends_on_ctrl_c(served: tuple[subprocess.Popen[str], str]) -> None:
    process, address = served
    assert address.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert "短信文案检查" in answer.read().decode()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=15)
    assert "Traceback" not in errors


@pytest.mark.parametrize(("arguments", "words"), [
    (["--host", "0.0.0.0"], "give them a token"),
    (["--host", "192.0.2.1", "--token", "short"], "at least 16 characters"),
    (["--lang", "fr"], "--lang"),
    (["--pack", "no-such-pack"], "no-such-pack"),
    (["--host", "no such host", "--token", "t" * 20], "cannot listen"),
])  # fmt: skip
def test_wrong_calls(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    os.environ.pop("SMSLINT_TOKEN", None)
    assert run(["serve", "--no-open", "--port", "0", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_taken_port(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert run(["serve", "--no-open", "--port", str(taken.getsockname()[1])]) == 2
    assert "cannot listen" in capsys.readouterr().err
