"""Request bodies: read to the end within bounds of bytes and time, and parsed strictly."""

from __future__ import annotations

import json

import anyio
from starlette.requests import ClientDisconnect, Request

from smslint.web.problems import Problem

_DEEPEST = 20


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """The whole body; 413 beyond `most` bytes, 408 if it takes longer than `seconds`, 411 for a false length."""
    _check_length(request.headers.get("content-length"), most)
    try:
        with anyio.fail_after(seconds):
            return await _collect(request, most)
    except TimeoutError:
        raise Problem(408, "slow-body", f"the body did not arrive within {seconds:g} seconds") from None
    except ClientDisconnect:
        raise Problem(400, "truncated-body", "the connection ended before the body did") from None


def _check_length(written: str | None, most: int) -> None:
    if written is not None and written.isascii() and written.isdigit() and int(written) > most:
        raise _too_large(most)


async def _collect(request: Request, most: int) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise _too_large(most)
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(most: int) -> Problem:
    return Problem(413, "body-too-large", f"the body is larger than {most} bytes", {"connection": "close"})


def check_json_type(request: Request) -> None:
    """415 unless the body is declared as JSON, which also keeps other sites' forms out: browsers must ask first."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(415, "not-json", "send the body as application/json")


def parse_json(data: bytes) -> object:
    """The JSON value in `data`; 400 for what is not UTF-8 or not JSON, NaN and very deep nesting included."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Problem(400, "not-utf8", f"the body is not UTF-8 from byte {error.start} on") from None
    except RecursionError:
        raise Problem(400, "too-deep", f"the body nests deeper than {_DEEPEST} levels") from None
    except ValueError as error:
        where = f" at byte {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        raise Problem(400, "not-json", f"the body is not JSON{where}") from None
    if _deeper(value, _DEEPEST):
        raise Problem(400, "too-deep", f"the body nests deeper than {_DEEPEST} levels")
    return value


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _deeper(value: object, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(one, levels - 1) for one in inner)
