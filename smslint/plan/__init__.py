"""Sends: how often, when and to whom. What is about to go out and what went out, checked together."""

from __future__ import annotations

from smslint.plan.check import Options, check_plan
from smslint.plan.gate import Decision, Gate
from smslint.plan.keys import canonical_recipient, recipient_key, text_key
from smslint.plan.model import STOPS, Earlier, PlanFinding, Send
from smslint.plan.policy import Hours, Policy, make_policy, read_policy
from smslint.plan.report import PlanReport

__all__ = [
    "STOPS", "Decision", "Earlier", "Gate", "Hours", "Options", "PlanFinding", "PlanReport", "Policy", "Send",
    "canonical_recipient", "check_plan", "make_policy", "read_policy", "recipient_key", "text_key",
]  # fmt: skip
