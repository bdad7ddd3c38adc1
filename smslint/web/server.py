"""Running the application: uvicorn, told to log no request and to drop connections that never ask for anything."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from smslint.errors import ConfigError
from smslint.web.app import make_app
from smslint.web.settings import Settings

_BACKLOG = 512
_GRACE = 3  # seconds that requests in hand have to finish when the service is stopped


def serve(settings: Settings, when_ready: Callable[[int], None]) -> None:
    """Serve until interrupted; `when_ready` is called with the port once connections are accepted."""
    listener = listen(settings)
    make_server(settings, lambda: when_ready(listener.getsockname()[1])).run(sockets=[listener])


def make_server(settings: Settings, when_ready: Callable[[], None]) -> uvicorn.Server:
    """The server for `settings`, not yet running."""
    config = uvicorn.Config(
        make_app(settings),
        http=_protocol(settings.limits.header_seconds),
        ws="none",
        lifespan="on",
        log_level="error",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    return _Server(config, when_ready)


def listen(settings: Settings) -> socket.socket:
    """A socket that listens where `settings` say; ConfigError where it cannot."""
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, settings.port))
        listener.listen(_BACKLOG)
    except (OSError, OverflowError) as error:
        listener.close()
        raise ConfigError(f"cannot listen on {settings.host}:{settings.port}: {error}") from error
    return listener


class _Server(uvicorn.Server):
    """Tells when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _protocol(seconds: float) -> type[asyncio.Protocol]:
    """uvicorn's HTTP protocol with an end to connections whose next request does not arrive whole in `seconds`."""

    class PatientProtocol(H11Protocol):
        timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is h11.IDLE:  # a part of the head of a request, and no more
                self._wait()
            else:
                self._rest()

        def connection_lost(self, exc: Exception | None) -> None:
            self._rest()
            super().connection_lost(exc)

        def _wait(self) -> None:
            if self.timer is None:
                self.timer = self.loop.call_later(seconds, self.transport.close)

        def _rest(self) -> None:
            if self.timer is not None:
                self.timer.cancel()
                self.timer = None

    return PatientProtocol
