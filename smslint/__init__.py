"""smslint: a compliance linter for Chinese payment-reminder and collection SMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smslint.errors import ConfigError, InputError, PackError, SmslintError
    from smslint.linter import Linter
    from smslint.model import Draft, Field, FieldKind, Finding, Fix, Form, Report, RuleInfo, Severity
    from smslint.text import Span

__version__ = "0.1.0"
__all__ = [
    "ConfigError", "Draft", "Field", "FieldKind", "Finding", "Fix", "Form", "InputError", "Linter", "PackError",
    "Report", "RuleInfo", "Severity", "SmslintError", "Span", "__version__",
]  # fmt: skip

_HOMES = {
    "smslint.errors": ("ConfigError", "InputError", "PackError", "SmslintError"),
    "smslint.linter": ("Linter",),
    "smslint.model": ("Draft", "Field", "FieldKind", "Finding", "Fix", "Form", "Report", "RuleInfo", "Severity"),
    "smslint.text": ("Span",),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that importing smslint costs nothing."""
    import importlib

    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module 'smslint' has no attribute '{name}'")
