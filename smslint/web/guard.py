"""The outermost layer: who may call and under which name, how many at once, and nothing of a message in any log."""

from __future__ import annotations

import hmac
import logging
import traceback
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from smslint.web.problems import Problem, fault, problem_response
from smslint.web.settings import Settings

_LOG = logging.getLogger("smslint.web")
_OPEN = ("/healthz",)  # answered without a token, under any load
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware that checks Host, Origin and token, counts requests in hand, and turns faults into problems."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings, self._in_hand = app, settings, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        try:
            self._check(scope)
            await self._counted(scope, receive, answer)
        except Problem as problem:
            await answer.refuse(problem, scope, receive)
        except Exception as error:
            _LOG.error("%s", _place_of(error))
            await answer.refuse(fault(), scope, receive)

    async def _counted(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        limited = scope["path"] not in _OPEN
        if limited and self._in_hand >= self._settings.limits.requests:
            raise Problem(503, "busy", "too many requests at once; try again in a second", {"retry-after": "1"})
        self._in_hand += limited
        try:
            await self._app(scope, receive, answer.send)
        finally:
            self._in_hand -= limited

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._settings.answers_to(_name_of(f"//{hosts[0]}")):
            raise Problem(421, "unknown-host", "the service does not answer under this host name")
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != hosts[0].lower():
            raise Problem(403, "foreign-origin", "other sites may not call this service")
        if self._settings.token and scope["path"].startswith("/v1/"):
            self._check_token(headers.get("authorization", ""))

    def _check_token(self, written: str) -> None:
        kind, _, token = written.partition(" ")
        expected = (self._settings.token or "").encode()
        if kind.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), expected):
            raise Problem(401, "no-token", "send the access token as 'Authorization: Bearer …'",
                          {"www-authenticate": "Bearer"})  # fmt: skip


class _Answer:
    """The way out: adds the headers, and knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send, self._begun = send, False

    async def send(self, message: Message) -> None:
        """Send on, headers added."""
        if message["type"] == "http.response.start":
            self._begun = True
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)

    async def refuse(self, problem: Problem, scope: Scope, receive: Receive) -> None:
        """Answer with `problem`; where an answer has begun, it just ends there, and its length tells that it is cut."""
        if not self._begun:
            await problem_response(problem)(scope, receive, self.send)


def _name_of(address: str) -> str:
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return name.lower()


def _place_of(error: Exception) -> str:
    """The type of `error` and where it arose: never its text, which may quote a message."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__} in {last.name} ({last.filename}:{last.lineno})" if last else type(error).__name__
