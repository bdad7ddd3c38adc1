"""`smslint serve`: the copywriter's page and the HTTP service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from smslint.cli import options as opt
from smslint.errors import ConfigError

if TYPE_CHECKING:
    from smslint.web.settings import Settings

HELP = """打开网页：写文案时边写边查，也可拖入 Excel 批量检查。同时提供 HTTP 接口。

Open the page that checks drafts as they are written; the same program serves the HTTP interface (/docs).

\b
  smslint serve                               本机使用，自动打开浏览器 / on this machine
  smslint serve --no-open --port 9000         不打开浏览器 / no browser
  smslint serve --host 0.0.0.0 --token 密钥    供内网使用，须有密钥 / for others, with a token

文案只在本机处理，不保存、不记录。 Drafts stay on this machine; nothing of them is kept or logged.
"""

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="监听地址 / address to listen on")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="端口，0 为任选 / port, 0 for any")]
Token = Annotated[
    str | None, typer.Option("--token", envvar="SMSLINT_TOKEN", metavar="TOKEN", help="访问密钥 / access token")
]
Names = Annotated[
    list[str] | None, typer.Option("--allow-name", metavar="NAME", help="可用的主机名，可重复 / further host names")
]
Open = Annotated[bool, typer.Option("--open/--no-open", help="打开浏览器 / open the browser")]
_SHORTEST_TOKEN = 16


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8765,
    token: Token = None,
    names: Names = None,
    packs: opt.Packs = None,
    lang: opt.Lang = "zh",
    open_browser: Open = True,
) -> None:
    """Serve until interrupted."""
    opt.one_of("--lang", lang, opt.LANGUAGES)
    try:
        from smslint.web.server import serve as run
        from smslint.web.settings import Settings
    except ImportError as error:
        raise ConfigError(f"smslint serve needs {error.name}: pip install 'smslint[web]'") from None
    settings = Settings(host, port, token, tuple(names or ()), lang, tuple(packs or ()))
    _check_token(settings)
    run(settings, lambda ready: _tell(settings, ready, open_browser))


def _check_token(settings: Settings) -> None:
    if not settings.is_loopback and not settings.token:
        import secrets

        raise ConfigError(
            f"--host {settings.host} lets others connect: give them a token, "
            f"as in --token {secrets.token_urlsafe(_SHORTEST_TOKEN)}"
        )
    if settings.token and len(settings.token) < _SHORTEST_TOKEN:
        raise ConfigError(f"--token: at least {_SHORTEST_TOKEN} characters")


def _tell(settings: Settings, port: int, open_browser: bool) -> None:
    wild = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}
    address = f"http://{wild.get(settings.host, settings.host)}:{port}/"
    print(f"smslint: {address}  (Ctrl+C 停止 / to stop)", flush=True)
    if open_browser:
        import threading
        import webbrowser

        # The part after # never leaves the browser: the page takes the token from it.
        page = f"{address}#token={settings.token}" if settings.token else address
        threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()
