"""The pattern language: slots and the gaps between them."""

from __future__ import annotations

import pytest

from smslint.pack.mark import Mark
from smslint.pack.patterns import parse_pattern


@pytest.mark.parametrize(
    ("source", "gaps"),
    [
        ("请 转告", (0, 6)),
        ("请转告", (0,)),
        ("(请|烦){urge}", (0, 0)),
        ("{ask} ~2 {urge}", (0, 2)),
        ("{ask} ~20 {urge} 他", (0, 20, 6)),
        ("{ask}~0{urge}", (0, 0)),
    ],
)
def test_a_written_gap_counts_even_where_it_is_less_than_the_rule_s_own(source: str, gaps: tuple[int, ...]) -> None:
    assert parse_pattern(source, Mark("", 0, 0), 6, "clause").gaps == gaps
