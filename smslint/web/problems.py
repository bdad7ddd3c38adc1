"""Refusals: every error answer is a problem document (RFC 9457) with a stable `code`, a title and a clear detail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 (the name of RFC 9457)
    """A request that is refused: the HTTP status, a code for programs and a sentence for people."""

    def __init__(self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.headers = status, code, detail, dict(headers or {})


def problem_response(problem: Problem) -> Response:
    """The answer that tells of `problem`."""
    return Response(json.dumps(problem_data(problem)), problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def fault() -> Problem:
    """What is told of a fault of smslint itself."""
    return Problem(500, "fault", "a fault of smslint; nothing was kept")


def problem_data(problem: Problem) -> dict[str, object]:
    """The members of the problem document."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
    }
