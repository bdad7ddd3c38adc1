"""The service against its own OpenAPI document: whatever schemathesis sends, no answer is a 5xx or undocumented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="needs smslint[web]")
pytest.importorskip("schemathesis", reason="needs smslint[browser]")

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance  # a schema cannot say all of what a file holds
from webserver import Service, running

from smslint.web.settings import Limits, Settings


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(Settings(limits=Limits(characters=2_000))) as found:
        yield found


OPERATIONS = ("lint", "lintBatch", "rules", "rule", "fileLint", "fileWorkbook", "fileReport", "health")


@pytest.fixture(scope="module")
def operations(service: Service) -> dict[str, Any]:
    described = schemathesis.openapi.from_url(f"{service.url}/openapi.json")
    found = [result.ok() for result in described.get_all_operations()]
    return {one.definition.raw["operationId"]: one for one in found}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_documented(operations: dict[str, Any], name: str) -> None:
    assert set(operations) == set(OPERATIONS)

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=operations[name].as_strategy())
    def holds(case: Any) -> None:
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    holds()


@pytest.mark.parametrize("name", ["lint", "lintBatch"])
def test_what_breaks_the_description_is_refused(operations: dict[str, Any], name: str) -> None:
    mode = schemathesis.GenerationMode.NEGATIVE

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=operations[name].as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        assert case.call().status_code < 500

    holds()
