"""Where each side stands, put together from assignments, their newest targets and the rungs of the ladder."""

from typing import Any
from uuid import UUID

from mcp_server.api import Api

LOOK_BACK = 20  # sessions: an exercise of a program may not be in the last one


async def standings(api: Api, client: UUID | None) -> list[dict[str, Any]]:
    followed = await api.rows("assignments/", client=client, status="active", limit=50)
    trained = await api.rows("sessions/", client=client, limit=LOOK_BACK)
    found = []
    for assignment in followed:
        if assignment["progression"]:
            ladder = await api.get(f"progressions/{assignment['progression']}/")
            found.append(_standing(assignment, ladder, _rungs_of(assignment, trained)))
    return found


def _rungs_of(assignment: dict[str, Any], trained: list[dict[str, Any]]) -> dict[str, str]:
    """Side to rung, as last asked; before the first session both sides stand where they were put."""
    for session in trained:
        for item in session["items"]:
            if item["assignment"] == assignment["id"]:
                return {target["side"]: target["rung"] for target in item["targets"]}
    return {"left": assignment["start_rung"], "right": assignment["start_rung"]}


def _standing(assignment: dict[str, Any], ladder: dict[str, Any], rungs: dict[str, str]) -> dict[str, Any]:
    known = {rung["id"]: rung for rung in ladder["rungs"]}
    return {
        "client": assignment["client"],
        "progression": ladder["name"],
        "rungs": len(known),
        "sides": [
            {"side": side, "position": known[rung]["position"], "gate": known[rung]["gate"]}
            for side, rung in rungs.items()
            if rung in known
        ],
    }
