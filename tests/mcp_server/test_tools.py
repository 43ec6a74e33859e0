"""An assistant's tools, through the SDK's own client, against a server: it reads, logs, suggests."""

import datetime as dt
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from mcp import ClientSession
from mcp.shared.memory import create_connected_server_and_client_session
from mcp.types import CallToolResult

from accounts.models import User
from accounts.tokens import make_token
from clients.models import Client, ClientNote, Comment, Proposal, SetLog
from mcp_server.api import Api
from mcp_server.server import make_server
from tests.api import opened, trained
from tests.factories import ClientFactory
from tests.working import run_apart

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mcp.md"
READING = {"list_clients", "todays_session", "training_history", "ladder_standing", "list_proposals"}


def talk(address: str, user: User, scopes: list[str], say: Callable[[ClientSession], Awaitable[None]]) -> None:
    """A conversation of an assistant that holds a token of this user."""
    server = make_server(Api(address, make_token(user, name="assistant", scopes=scopes, days=1)))

    async def begin() -> None:
        async with create_connected_server_and_client_session(server) as assistant:
            await say(assistant)

    run_apart(begin)


async def told(assistant: ClientSession, tool: str, **asked: Any) -> dict[str, Any]:
    result: CallToolResult = await assistant.call_tool(tool, asked)
    assert not result.isError, result.content
    assert result.structuredContent is not None
    return result.structuredContent


async def refused(assistant: ClientSession, tool: str, **asked: Any) -> str:
    result = await assistant.call_tool(tool, asked)
    assert result.isError
    return str(getattr(result.content[0], "text", ""))


@pytest.mark.django_db(transaction=True)
@time_machine.travel("2026-01-08T12:00:00Z")
def test_an_assistant_reads_logs_and_suggests(
    live_server: Any, owner: User, client_user: User, client_row: Client
) -> None:
    done = trained(client_row)
    other = opened(ClientFactory(practice=client_row.practice, coach=owner), days=3)
    proposal = Proposal.objects.filter(session=done).latest("created_at")
    Proposal.objects.filter(pk=proposal.pk).update(status=Proposal.Status.WAITING)

    async def as_client(assistant: ClientSession) -> None:
        tools = {tool.name: tool.annotations for tool in (await assistant.list_tools()).tools}
        assert tools.keys() == READING | {"log_set", "suggest_decision", "suggest_comment"}
        assert {name for name, hints in tools.items() if hints and hints.readOnlyHint} == READING
        assert set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(), re.MULTILINE)) == tools.keys()
        today = await told(assistant, "todays_session")
        assert today["session"]["due_on"] == "2026-01-08"  # nobody has opened it
        [asked] = today["session"]["items"]
        assert [target["side"] for target in asked["targets"]] == ["left", "right"]
        facts = {"session": today["session"]["id"], "item": asked["id"], "set_number": 1, "side": "left"}
        figures = {"reps": 8, "load": "22.5", "unit": "kg", "rir": 2}
        for _ in range(2):
            assert (await told(assistant, "log_set", **facts, **figures))["set"]["load"] == "22.50"
        assert "409" in await refused(assistant, "log_set", **facts, **figures | {"reps": 9})
        assert "side" in await refused(assistant, "log_set", **facts | {"side": "both"}, **figures)
        assert len((await told(assistant, "todays_session"))["sets"]) == 1
        history = await told(assistant, "training_history")
        assert [len(session["sets"]) for session in history["sessions"]] == [6]
        [ladder] = (await told(assistant, "ladder_standing"))["ladders"]
        assert [(side["side"], side["position"]) for side in ladder["sides"]] == [("left", 1), ("right", 1)]
        assert ladder["rungs"] == 3
        counts = [{each["side"]: each["count"] for each in side["gate"]["counts"]} for side in ladder["sides"]]
        assert counts == [{"left": 1, "right": 1}] * 2
        assert "scope coach" in await refused(assistant, "suggest_comment", client=str(client_row.pk), comment="Good.")

    async def as_coach(assistant: ClientSession) -> None:
        names = [row["name"] for row in (await told(assistant, "list_clients"))["clients"]]
        assert sorted(names) == sorted([client_row.name, other.session.client.name])
        assert "Name the client" in await refused(assistant, "todays_session")  # never some other client's
        today = await told(assistant, "todays_session", client=str(client_row.pk))
        assert (today["client"], len(today["sets"])) == (str(client_row.pk), 1)
        [waiting] = (await told(assistant, "list_proposals"))["proposals"]
        hint = {"proposal": waiting["id"], "verdict": "hold", "reason": "Pain 3 on the left."}
        for _ in range(2):
            assert (await told(assistant, "suggest_decision", **hint))["decided"] is False
        await told(assistant, "suggest_comment", client=str(client_row.pk), comment="Slower on the way down.")
        assert "scope log" in await refused(
            assistant, "log_set", session=str(other.session_id), item=str(other.pk), set_number=2, side="left", reps=8,
            load="20", unit="kg",
        )  # fmt: skip

    async def as_nobody(assistant: ClientSession) -> None:
        assert "403" in await refused(assistant, "list_clients")

    talk(live_server.url, client_user, ["read", "log"], as_client)
    talk(live_server.url, owner, ["read", "coach"], as_coach)
    talk(live_server.url, owner, ["log"], as_nobody)

    assert SetLog.objects.filter(session__due_on=dt.date(2026, 1, 8)).count() == 1
    assert sorted(ClientNote.objects.values_list("text", flat=True)) == [
        "Suggested comment: Slower on the way down.",
        f"Suggested for the proposal after {done.due_on}: hold. Pain 3 on the left.",
    ]
    assert Proposal.objects.get(pk=proposal.pk).status == Proposal.Status.WAITING
    assert not Comment.objects.exists()


def test_a_server_that_is_not_there_is_said_in_words() -> None:
    async def ask() -> None:
        async with create_connected_server_and_client_session(make_server(Api("http://127.0.0.1:9", "x"))) as assistant:
            assert "cannot be reached at http://127.0.0.1:9/api/v1/" in await refused(assistant, "list_clients")

    run_apart(ask)
