"""The gate before a sender: what may go out now, with a memory that several processes share and that outlives them."""

from smslint.plan.gate.decision import Decision
from smslint.plan.gate.gate import Gate
from smslint.plan.gate.store import Change, Memory, Sent, Stop, Store

__all__ = ["Change", "Decision", "Gate", "Memory", "Sent", "Stop", "Store"]
