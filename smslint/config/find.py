"""The configuration of every file: the nearest one above it, or the one that is named, or none."""

from __future__ import annotations

import os
from collections.abc import Mapping

from smslint.config.file import NAMES, Config, may_have_settings
from smslint.config.settings import Settings, resolve
from smslint.config.values import Setting


class Configs:
    """Finds and reads configurations, each once; `command_line` outweighs them all."""

    def __init__(
        self, command_line: Mapping[str, Setting], *, config: str | None = None, isolated: bool = False
    ) -> None:
        self._command_line = command_line
        self._named = _read(config) if config else None
        self._isolated = isolated
        self._found: dict[str, Config | None] = {}

    @property
    def command_line(self) -> Mapping[str, Setting]:
        """What was said on the command line, flat by dotted key."""
        return self._command_line

    def settings(self, path: str | None = None) -> Settings:
        """The settings of the file or folder `path`; without one those of the working folder."""
        return resolve(self.config(path), path, self._command_line)

    def config(self, path: str | None = None) -> Config | None:
        """The configuration that holds for `path`."""
        if self._isolated or self._named:
            return self._named
        folder = os.path.abspath(path or ".")
        return self._nearest(folder if os.path.isdir(folder) else os.path.dirname(folder))

    def _nearest(self, folder: str) -> Config | None:
        if folder not in self._found:
            self._found[folder] = self._look(folder)
        return self._found[folder]

    def _look(self, folder: str) -> Config | None:
        for name in NAMES:
            path = os.path.join(folder, name)
            if may_have_settings(path):
                from smslint.config.read import has_settings

                if has_settings(path):
                    return _read(path)
        above = os.path.dirname(folder)
        return None if above == folder else self._nearest(above)


def _read(path: str) -> Config:
    from smslint.config.read import read_config

    return read_config(path)
