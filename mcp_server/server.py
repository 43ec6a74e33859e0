"""The tools of an assistant: it reads, it logs a set, and it suggests. What a coach decides, a coach decides.

Suggestions are notes for the coaches: no client sees them, and no proposal changes by them.
"""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID, uuid5

from mcp.server.fastmcp import FastMCP
from mcp.types import ToolAnnotations
from pydantic import Field

from mcp_server.api import Api
from mcp_server.ladder import standings

INSTRUCTIONS = """Kickstand is where strength coaches and their clients plan and log training, left and right as data.
Loads and reps belong to a side: never add or average sides. Name figures as they are given, with their unit.
What comes next is the engine's proposal and the coach's decision: suggest, and say that the coach decides. Pain is a
reason to ask the coach, never something to diagnose."""
READS = ToolAnnotations(readOnlyHint=True, openWorldHint=False)
LOGS = ToolAnnotations(readOnlyHint=False, destructiveHint=False, idempotentHint=True, openWorldHint=False)
Whose = Annotated[UUID | None, Field(description="A client's id. A client's own token needs none; a coach's does.")]
Few = Annotated[int, Field(ge=1, le=50, description="At most so many, the newest first.")]
Text = Annotated[str, Field(min_length=1, max_length=1500)]


def make_server(api: Api) -> FastMCP:
    server = FastMCP("kickstand", instructions=INSTRUCTIONS)
    _add_reading(server, api)
    _add_logging(server, api)
    _add_suggesting(server, api)
    return server


def _add_reading(server: FastMCP, api: Api) -> None:
    @server.tool(annotations=READS)
    async def list_clients(search: str = "", limit: Few = 50) -> dict[str, Any]:
        """Who trains here, by name. With a client's token: that client."""
        fields = "name,status,unit,goal,involved_side,side_note"
        return {"clients": await api.rows("clients/", search=search, limit=limit, fields=fields)}

    @server.tool(annotations=READS)
    async def todays_session(client: Whose = None) -> dict[str, Any]:
        """Today's session of one client, with what is asked of each side, and the sets logged in it so far.

        `session` is null on a day without one; `kind` says why. `session.id` and an item's `id` are what log_set needs.
        """
        today = await api.get("sessions/today/", client=client)
        sets = await api.rows("sets/", session=today["session"]["id"], limit=200) if today["opened"] else []
        return {name: today[name] for name in ("kind", "date", "client", "session", "next_on")} | {"sets": sets}

    @server.tool(annotations=READS)
    async def training_history(client: Whose = None, limit: Few = 10) -> dict[str, Any]:
        """Finished sessions with their sets as they were logged, side by side."""
        asked = {"status": "finished", "limit": limit, "expand": "sets"}
        sessions = await api.rows("sessions/", client=client, **asked)
        return {"sessions": [{**session, "sets": session.pop("expanded")["sets"]} for session in sessions]}

    @server.tool(annotations=READS)
    async def ladder_standing(client: Whose = None) -> dict[str, Any]:
        """Where each side stands on its ladder: which rung of how many, what the gate there asks, and how far it is."""
        return {"ladders": await standings(api, client)}

    @server.tool(annotations=READS)
    async def list_proposals(status: Literal["waiting", ""] = "waiting", limit: Few = 20) -> dict[str, Any]:
        """What the engine proposed after sessions, with its reasons: those that wait for a coach, or all of them."""
        return {"proposals": await api.rows("proposals/", status=status, limit=limit)}


def _add_logging(server: FastMCP, api: Api) -> None:
    @server.tool(annotations=LOGS)
    async def log_set(
        session: UUID,
        item: UUID,
        set_number: Annotated[int, Field(ge=1, le=20)],
        side: Literal["left", "right", "both"],
        reps: Annotated[int, Field(ge=0, le=1000)],
        load: Annotated[str, Field(pattern=r"^[0-9]{1,4}(\.[0-9]{1,2})?$", description="As text: 42.5")],
        unit: Literal["kg", "lb"],
        rir: Annotated[int | None, Field(ge=0, le=10, description="How many more could have been done.")] = None,
        pain: Annotated[int | None, Field(ge=0, le=10)] = None,
    ) -> dict[str, Any]:
        """Log one set of one side that the person has done, with the figures that they said. The same again is kept
        once; other figures for a set that is held are refused.
        """
        body = {
            "id": str(uuid5(item, f"{side} {set_number}")),
            "session": str(session),
            "item": str(item),
            "set_number": set_number,
            "side": side,
            "reps": reps,
            "load": load,
            "unit": unit,
            "rir": rir,
            "pain": pain,
            "performed_at": dt.datetime.now(dt.UTC).isoformat(),
        }
        if not await api.has(f"sessions/{session}/"):
            await api.post("sessions/", {"id": str(session)})  # today's, that nobody has opened yet
        return {"set": await api.post("sets/", body)}


def _add_suggesting(server: FastMCP, api: Api) -> None:
    async def note(client: str, text: str, key: str) -> dict[str, Any]:
        """For the coaches, on the client's page. The same suggestion twice is one note."""
        made = await api.post("notes/", {"client": client, "text": text}, key=str(uuid5(UUID(client), key + text)))
        return {"note": made, "decided": False, "said": "It waits for a coach, who decides. Nothing has changed."}

    @server.tool(annotations=LOGS)
    async def suggest_decision(
        proposal: UUID, verdict: Literal["approve", "hold", "adjust"], reason: Text
    ) -> dict[str, Any]:
        """Suggest to the coaches what to make of a proposal that waits, and why. It decides nothing."""
        asked = await api.get(f"proposals/{proposal}/")
        session = await api.get(f"sessions/{asked['session']}/")
        text = f"Suggested for the proposal after {session['due_on']}: {verdict}. {reason}"
        return await note(session["client"], text, str(proposal))

    @server.tool(annotations=LOGS)
    async def suggest_comment(client: UUID, comment: Text) -> dict[str, Any]:
        """Suggest to the coaches what they could write to a client. The client does not see it."""
        return await note(str(client), f"Suggested comment: {comment}", "comment")
