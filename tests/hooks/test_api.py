"""Webhooks over the API: what an owner's tool can do with them, and what each refusal is."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import Practice, User
from config.outward import Reply
from hooks.delivering import note, switch_off
from hooks.models import Delivery, Endpoint, Event
from hooks.telling import tell
from tests.api import JSON, post, queries_of, tool
from tests.hooks.receiver import endpoint_at
from tests.web.test_api_rules import problem_of

LIST, DELIVERIES = "/api/v1/webhooks/", "/api/v1/webhook-deliveries/"
NEW = {"name": "Sheet", "url": "https://sheet.example.org/hook", "events": ["client.joined", "set.flagged"]}


@pytest.fixture
def admin(owner: User) -> Browser:
    return tool(owner, "admin")


def patch(browser: Browser, row: Endpoint, body: Any) -> Any:
    address = f"{LIST}{row.pk}/"
    headers = {"If-Match": browser.get(address)["ETag"]}
    return browser.patch(address, json.dumps(body), content_type=JSON, headers=headers)


def test_an_endpoint_is_added_and_its_secret_told_once(admin: Browser, practice: Practice) -> None:
    answer = post(admin, NEW, LIST)
    row = Endpoint.objects.get()
    made = answer.json()
    assert (answer.status_code, row.practice) == (201, practice)
    assert made == admin.get(answer["Location"]).json() | {"secret": row.secret}
    assert made["events"] == ["set.flagged", "client.joined"]
    for address in (LIST, f"{LIST}{row.pk}/"):
        assert row.secret not in admin.get(address).content.decode()


def test_what_cannot_be_is_refused_at_its_field(admin: Browser, practice: Practice) -> None:
    row = endpoint_at(practice)
    for wrong, pointer in (
        ({"name": ""}, "#/name"),
        ({"name": "two\nlines"}, "#/name"),
        ({"url": "http://sheet.example.org/"}, "#/url"),
        ({"url": "https://169.254.169.254/latest/"}, "#/url"),
        ({"url": 7}, "#/url"),
        ({"events": []}, "#/events"),
        ({"events": ["webhook.test"]}, "#/events/0"),
        ({"secret": "whsec_x"}, "#/secret"),
        ({"practice": str(practice.pk)}, "#/practice"),
    ):
        for answer in (post(admin, NEW | wrong, LIST), patch(admin, row, wrong)):
            assert pointer in {error["pointer"] for error in problem_of(answer, 400)["errors"]}
    for hours in (-1, 169, "24", None):
        problem_of(post(admin, {"overlap_hours": hours}, f"{LIST}{row.pk}/secret/"), 400)
    kept = Endpoint.objects.get()
    assert (kept.url, kept.events, kept.secret) == (row.url, row.events, row.secret)


def test_an_endpoint_is_changed_turned_and_removed(admin: Browser, practice: Practice) -> None:
    row = endpoint_at(practice)
    assert patch(admin, row, {"name": "Other"}).json()["name"] == "Other"
    off = patch(admin, row, {"is_on": False}).json()
    assert (off["is_on"], off["off_because"]) == (False, "by_hand")
    problem_of(post(admin, {}, f"{LIST}{row.pk}/test/"), 400)
    on = patch(admin, row, {"is_on": True}).json()
    assert (on["is_on"], on["off_because"], on["off_at"]) == (True, None, None)
    problem_of(admin.delete(f"{LIST}{row.pk}/"), 428)
    assert admin.delete(f"{LIST}{row.pk}/", headers={"If-Match": "*"}).status_code == 204
    assert not Endpoint.objects.exists()


def test_a_new_secret_is_told_once(admin: Browser, practice: Practice) -> None:
    row = endpoint_at(practice)
    answer = post(admin, {"overlap_hours": 2}, f"{LIST}{row.pk}/secret/")
    changed = Endpoint.objects.get()
    assert (answer.status_code, answer.json()["secret"]) == (201, changed.secret)
    assert (changed.old_secret, changed.secret != row.secret) == (row.secret, True)
    assert answer.json()["old_secret_until"] is not None


def test_the_log_is_read_narrowed_and_sent_again(admin: Browser, practice: Practice) -> None:
    row, other = endpoint_at(practice), endpoint_at(practice, name="Other")
    first = post(admin, {}, f"{LIST}{row.pk}/test/").json()
    assert (first["type"], first["state"], first["attempts"]) == ("webhook.test", "waiting", [])
    note(practice.pk, Delivery.objects.get().pk, Reply(status=500, start=b"down", took_ms=12))
    tell(practice.pk, Event.CLIENT_JOINED, lambda: [{"number": 1}])
    found = admin.get(f"{DELIVERIES}{first['id']}/").json()
    assert (found["state"], found["message_id"]) == ("given_up", first["message_id"])
    [tried] = found["attempts"]
    assert (tried["status"], tried["problem"], tried["took_ms"], tried["answer"]) == (500, None, 12, "down")
    counts = {f"webhook={row.pk}": 2, f"webhook={other.pk}": 1, "type=client.joined": 2, "state=given_up": 1}
    for query, count in counts.items():
        assert len(admin.get(f"{DELIVERIES}?{query}").json()["results"]) == count
    again = post(admin, {}, f"{DELIVERIES}{first['id']}/replay/").json()
    assert (again["state"], again["message_id"]) == ("waiting", first["message_id"])
    [told] = admin.get(f"{DELIVERIES}?webhook={other.pk}").json()["results"]
    assert told["payload"]["data"] == {"practice": str(practice.pk), "number": 1}
    switch_off(other, Endpoint.Off.GONE)
    problem_of(post(admin, {}, f"{DELIVERIES}{told['id']}/replay/"), 400)


def test_queries_do_not_grow(admin: Browser, practice: Practice) -> None:
    def count() -> list[int]:
        calls: list[Callable[[], Any]] = [lambda path=path: admin.get(path) for path in (LIST, DELIVERIES)]
        return [queries_of(call) for call in calls]

    endpoint_at(practice)
    for row in tell(practice.pk, Event.CLIENT_JOINED, lambda: [{}]):
        note(practice.pk, row.pk, Reply(status=500))
    few = count()
    for number in range(4):
        endpoint_at(practice, name=f"No {number}")
    for row in tell(practice.pk, Event.CLIENT_JOINED, lambda: [{}, {}]):
        note(practice.pk, row.pk, Reply(status=500))
    assert count() == few
