"""The application: pages, endpoints and the guard around them, put together from settings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from smslint.web.engine import Engine
from smslint.web.guard import Guard
from smslint.web.problems import Problem, fault, problem_response
from smslint.web.routes import Routes
from smslint.web.settings import Settings

STATIC = Path(__file__).resolve().parent / "static"
_CODES = {404: ("not-found", "there is nothing at this address"),
          405: ("wrong-method", "this address does not take this method")}  # fmt: skip


def make_app(settings: Settings | None = None) -> ASGIApp:
    """The whole service as an ASGI application; PackError for a faulty pack."""
    settings = settings or Settings()
    engine = Engine(settings)
    engine.linter(settings.lang)  # a faulty pack is told now, not at the first draft
    inner = Starlette(
        routes=_routes(Routes(settings, engine)),
        exception_handlers={HTTPException: _http_error, Problem: _problem, Exception: _fault},
        lifespan=_lifespan(engine),
    )
    return Guard(inner, settings)


def _routes(routes: Routes) -> list[Route | Mount]:
    return [
        Route("/", _page("index.html")),
        Route("/docs", _page("docs.html")),
        Route("/healthz", routes.health),
        Route("/openapi.json", routes.openapi),
        Route("/v1/lint", routes.lint, methods=["POST"]),
        Route("/v1/lint/batch", routes.batch, methods=["POST"]),
        Route("/v1/rules", routes.rules),
        Route("/v1/rules/{id}", routes.rule),
        Route("/v1/files/lint", routes.file_lint, methods=["POST"]),
        Route("/v1/files/workbook", routes.file_workbook, methods=["POST"]),
        Route("/v1/files/report", routes.file_report, methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _page(name: str):  # type: ignore[no-untyped-def]  # an endpoint as Starlette wants it
    async def page(request: Request) -> Response:
        return FileResponse(STATIC / name)

    return page


def _lifespan(engine: Engine):  # type: ignore[no-untyped-def]  # a lifespan as Starlette wants it
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await engine.start()
        yield

    return lifespan


async def _problem(request: Request, error: Exception) -> Response:
    return problem_response(error if isinstance(error, Problem) else fault())


async def _fault(request: Request, error: Exception) -> Response:
    return problem_response(fault())


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    code, detail = _CODES.get(status, ("refused", "the request was refused"))
    return problem_response(Problem(status, code, detail, headers))
