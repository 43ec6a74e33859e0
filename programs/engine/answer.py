"""A decision in the JSON of `manage.py decide`."""

from typing import Any

from programs.engine.numbers import plain
from programs.engine.types import Decision, Reason, SideDecision


def as_json(decision: Decision) -> dict[str, Any]:
    return {
        "sides": {side: side_as_json(answer) for side, answer in decision.sides.items()},
        "needs_coach": decision.needs_coach,
        "reasons": [reason_as_json(reason) for reason in decision.reasons],
    }


def side_as_json(answer: SideDecision) -> dict[str, Any]:
    return {
        "action": answer.action.code,
        "load": plain(answer.load),
        "sets": answer.sets,
        "reps": list(answer.reps),
        "rest_s": answer.rest_s,
    }


def reason_as_json(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "side": reason.side, "figures": dict(reason.figures)}
