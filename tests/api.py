"""A tool that calls the API with a token, and training for it to read."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.access import is_coach, is_owner
from accounts.models import User
from accounts.tokens import make_token, note_use, tokens_of
from clients.models import Client, Session, SessionItem
from clients.services import SetFacts, finish_session, log_set, open_session
from tests.factories import AssignmentFactory

FIRST_DAY = dt.date(2026, 1, 5)
JSON = "application/json"


def tool(user: User, *scopes: str) -> Browser:
    """Calls as `user` with a token of these scopes (unless named, all that their role has); has no session."""
    scopes = scopes or ("read", "log") + ("coach",) * is_coach(user) + ("admin",) * is_owner(user)
    value = make_token(user, name="test", scopes=scopes, days=1)
    note_use(tokens_of(user).first())  # so that no call that is counted is the one that writes it down
    return Browser(headers={"authorization": f"Bearer {value}"})


def post(browser: Browser, body: Any, path: str = "/api/v1/sets/", **extra: Any) -> HttpResponse:
    """`body` as JSON; text and bytes go as they are."""
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return browser.post(path, data, content_type=JSON, **extra)


def rows(browser: Browser, path: str) -> list[dict[str, Any]]:
    response = browser.get(path)
    assert response.status_code == 200, response.content
    return list(response.json()["results"])


def opened(client: Client, *, days: int = 0, **assignment: Any) -> SessionItem:
    """The item of an open session: three sets a side, loads and reps as the engine asks."""
    given = AssignmentFactory(client=client, **assignment)
    session = open_session(given, due_on=FIRST_DAY + dt.timedelta(days=days))
    return session.items.get()


def trained(client: Client) -> Session:
    """A finished session with every set done, and the proposal that follows."""
    item = opened(client)
    at = dt.datetime(2026, 1, 5, 18, tzinfo=dt.UTC)
    for target in item.targets.all():
        for number in range(1, target.sets + 1):
            figures = {"reps": target.reps_high, "load": target.load, "rir": target.rir, "pain": 0}
            log_set(item, SetFacts(uuid=uuid4(), set_number=number, side=target.side, performed_at=at, **figures))
    finish_session(item.session, now=at)
    return item.session


def a_set(logged: SessionItem, /, **changes: Any) -> dict[str, Any]:
    """The body of a set as a tool sends it."""
    return {
        "id": str(uuid4()),
        "session": str(logged.session_id),
        "item": str(logged.pk),
        "set_number": 1,
        "side": "left",
        "reps": 8,
        "load": 42.5,
        "unit": "kg",
        "rir": 2,
        "pain": 0,
        "performed_at": "2026-01-05T19:02:00+01:00",
    } | changes


def queries_of(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as caught:
        call()
    return len(caught)
