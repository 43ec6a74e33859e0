"""Where each side stands, and on which ladder."""

from typing import Any
from uuid import UUID

from mcp_server.api import Api


async def standings(api: Api, client: UUID | None) -> list[dict[str, Any]]:
    """Of each ladder that is followed now. A program has none of its own."""
    followed = await api.rows("assignments/", client=client, status="active", limit=50)
    return [await _standing(api, each) for each in followed if each["progression"]]


async def _standing(api: Api, assignment: dict[str, Any]) -> dict[str, Any]:
    found = await api.get(f"assignments/{assignment['id']}/standing/")
    ladder = await api.get(f"progressions/{found['progression']}/", fields="name")
    sides = [
        {"side": side, "position": footing["position"], "gate": footing["gate"]}
        for footing in found["footings"]
        for side in footing["sides"]
    ]
    return {
        "client": assignment["client"],
        "progression": ladder["name"],
        "rungs": found["rungs"],
        "sides": sorted(sides, key=lambda each: str(each["side"])),
    }
