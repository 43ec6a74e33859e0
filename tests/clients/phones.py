"""A phone that kept what it did: actions, and batches of them as they are sent."""

import datetime as dt
from typing import Any
from uuid import uuid4

from django.test import Client as Browser
from django.utils import timezone

from clients.models import SessionItem


def action(kind: str, /, *, at: dt.datetime | str | None = None, pk: Any = None, **data: Any) -> dict[str, Any]:
    at = at or timezone.now()
    return {
        "id": str(pk or uuid4()),
        "kind": kind,
        "at": at if isinstance(at, str) else at.isoformat(),
        "data": {name: value if isinstance(value, (int, dict, list)) else str(value) for name, value in data.items()},
    }


def a_set(item: SessionItem, side: str = "left", number: int = 1, /, *, at: Any = None, **data: Any) -> dict[str, Any]:
    pk = data.pop("uuid", uuid4())
    figures = {"load": "25", "reps": "8", "rir": "2", "unit": "kg", "kind": "done"}
    place = {"item": item.pk, "set_number": number, "side": side, "uuid": pk}
    return action("set", at=at, pk=data.pop("pk", pk), **{**place, **figures, **data})


def send(browser: Browser, *actions: Any, user: Any = None, sent_at: Any = None, **others: Any) -> Any:
    """One batch, as the phone's own user unless another is named."""
    sent_at = sent_at or timezone.now()
    body = {
        "user": str(user or browser.session["_auth_user_id"]),
        "version": 2,
        "sent_at": sent_at if isinstance(sent_at, str) else sent_at.isoformat(),
        "actions": list(actions),
        **others,
    }
    return browser.post("/me/sync/", body, content_type="application/json")


def states(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [each["state"] for each in response.json()["results"]]
