"""The copywriter's page and the HTTP service: one Starlette application over `Linter.lint`."""
