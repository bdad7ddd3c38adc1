"""A person's browser: Chromium of the system, driven by Playwright, on a page of a running service."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REQUIRED = os.environ.get("SMSLINT_REQUIRE_BROWSER") == "1"  # in CI a missing browser is a failure


def missing(reason: str) -> None:
    """Skip, or fail where the browser must be there."""
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def service() -> Iterator[object]:
    pytest.importorskip("uvicorn", reason="needs smslint[web]")
    from webserver import running

    with running() as found:
        yield found


@pytest.fixture(scope="module")  # no longer: Playwright keeps an event loop running, which other tests stumble over
def browser() -> Iterator[object]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed: pip install 'smslint[browser]'")
    path = os.environ.get("SMSLINT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        missing("Chromium is not installed")
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync"
    )
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=flags.split())
        yield found
        found.close()


@pytest.fixture
def open_page(browser, service) -> Iterator[Callable[..., object]]:  # type: ignore[no-untyped-def]
    """A function that opens the page at a size; what the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_(width: int = 1280, height: int = 900, path: str = "/", **options: object) -> object:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=service.url)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line) else None)
        page.goto(service.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(line) -> bool:  # type: ignore[no-untyped-def]
    return line.type == "error" and "status of 4" not in line.text and "ERR_FAILED" not in line.text


@pytest.fixture
def page(open_page):  # type: ignore[no-untyped-def]
    return open_page()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, from npm."""
    named = os.environ.get("SMSLINT_AXE")
    found = Path(named) if named else Path("node_modules/axe-core/axe.min.js")
    if not found.is_file():
        missing("axe-core is not installed: npm install axe-core, and its axe.min.js in SMSLINT_AXE")
    return found.read_text(encoding="utf-8")
