"""Clients, invitations, notes and body mass over the API: what the coach's pages do, done by a tool."""

import datetime as dt
import json
from decimal import Decimal

from django.core import mail

from clients.models import BodyMass, Client, ClientNote, Invitation
from tests.api import JSON, opened, post, queries_of, rows, tool
from tests.factories import ClientFactory
from tests.web.test_api_rules import problem_of

AT = "/api/v1/clients/"


def pointers(response, status=400):
    return [error["pointer"] for error in problem_of(response, status)["errors"]]


def change(browser, address, body, tag="*"):
    return browser.patch(address, json.dumps(body), content_type=JSON, headers={"If-Match": tag})


def test_a_client_from_the_first_day_to_the_last(owner, colleague, client_user):
    coach = tool(owner)
    sent = {
        "name": "Noor Haddad",
        "unit": "lb",
        "time_zone": "Europe/Madrid",
        "body_mass_kg": 61.5,
        "involved_side": "right",
        "tags": ["online", "Online"],
        "coach": str(colleague.pk),
        "inventory": {"bar": 45, "plates": [[2.5, 2]], "dumbbells": [12.5], "kettlebells": [], "bands": [1]},
    }
    answer = post(coach, sent, AT)
    assert answer.status_code == 201
    made = answer.json()
    assert answer["Location"].endswith(f"{AT}{made['id']}/")
    assert {name: made[name] for name in ("name", "unit", "involved_side", "tags", "coach", "has_account")} == {
        "name": "Noor Haddad", "unit": "lb", "involved_side": "right", "tags": ["online"],
        "coach": str(colleague.pk), "has_account": False,
    }  # fmt: skip
    assert made["inventory"]["plates"] == [[2.5, 2]]
    assert BodyMass.objects.get(client=made["id"]).kg == Decimal("61.50")

    here = f"{AT}{made['id']}/"
    tag = coach.get(here)["ETag"]
    changed = change(coach, here, {"unit": "kg", "involved_side": None, "goal": "Squat"}, tag)
    assert changed.status_code == 200
    assert (changed.json()["involved_side"], changed.json()["inventory"]["bar"]) == (None, 20.41)
    problem_of(change(coach, here, {"goal": "Bench"}, tag), 412)
    problem_of(coach.patch(here, "{}", content_type=JSON), 428)

    for verb, status in (("pause", "paused"), ("resumption", "active"), ("archive", "archived")):
        assert post(coach, {}, f"{here}{verb}/").json()["status"] == status
    problem_of(post(coach, {}, f"{here}pause/"), 400)
    assert post(coach, {}, f"{here}restoration/").json()["status"] == "active"

    problem_of(post(coach, {"name": "Noor Haddad"}, f"{here}deletion/"), 400)
    post(coach, {}, f"{here}archive/")
    assert pointers(post(coach, {"name": "Noor"}, f"{here}deletion/")) == ["#/name"]
    assert post(coach, {"name": "noor haddad"}, f"{here}deletion/").status_code == 204
    problem_of(coach.get(here), 404)


WRONG = [
    ({}, "#/name"),
    ({"name": 7}, "#/name"),
    ({"name": "a\nb"}, "#/name"),
    ({"name": "A", "shoe": 40}, "#/shoe"),
    ({"name": "A", "email": "none"}, "#/email"),
    ({"name": "A", "time_zone": "Mars"}, "#/time_zone"),
    ({"name": "A", "body_mass_kg": 7}, "#/body_mass_kg"),
    ({"name": "A", "tags": ["a,b"]}, "#/tags"),
    ({"name": "A", "involved_side": "both"}, "#/involved_side"),
    ({"name": "A", "coach": "0e7cf1c4-5e0b-4c5e-8f3a-0d6d1f0a9b11"}, "#/coach"),
    ({"name": "A", "inventory": {"bar": "heavy"}}, "#/inventory"),
    ({"name": "A", "inventory": {"sledge": 1}}, "#/inventory"),
    ({"name": "A", "inventory": []}, "#/inventory"),
    *(
        ({"name": "A", "inventory": {kit: 0.0}}, "#/inventory")
        for kit in ("plates", "dumbbells", "kettlebells", "bands")
    ),
    ({"name": "A", "inventory": {"bands": None}}, "#/inventory"),
    ({"name": "A", "inventory": {"bands": [1.5]}}, "#/inventory"),
    ({"name": "A", "inventory": {"dumbbells": ["12"]}}, "#/inventory"),
    ({"name": "A", "inventory": {"plates": [[5, True]]}}, "#/inventory"),
]


def test_what_a_client_cannot_be(owner):
    coach = tool(owner)
    assert [(body, pointers(post(coach, body, AT))) for body, _ in WRONG] == [(body, [at]) for body, at in WRONG]
    assert not Client.objects.exists()


def test_tags_and_a_table(owner, client_row, rival_client):
    coach = tool(owner)
    tags = {"clients": [str(client_row.pk)], "tag": "Online"}
    assert post(coach, tags, f"{AT}tags/").json() == {"changed": 1}
    assert [row["id"] for row in rows(coach, f"{AT}?tag=Online")] == [str(client_row.pk)]
    assert rows(tool(client_row.user), f"{AT}?tag=Online") == []
    assert rows(tool(client_row.user), AT)[0]["tags"] == []
    assert pointers(post(coach, tags | {"clients": [str(rival_client.pk)]}, f"{AT}tags/")) == ["#/clients"]
    assert pointers(post(coach, tags | {"tag": "a;b"}, f"{AT}tags/")) == ["#/tag"]
    assert post(coach, tags | {"remove": True}, f"{AT}tags/").json() == {"changed": 1}

    table = {"text": "Name,Email,Shoe\nNoor,noor@kickstand.test,40\nBo,none,41\n", "dry_run": True}
    looked = post(coach, table, f"{AT}table/").json()
    assert (looked["good"], looked["added"], looked["unknown_columns"]) == (1, [], ["Shoe"])
    assert looked["bad"] == [{"number": 3, "problems": {"email": "This is no e-mail address."}}]
    assert pointers(post(coach, {"text": "Shoe\n40"}, f"{AT}table/")) == ["#/text"]
    problem_of(post(coach, table | {"dry_run": False, "whole": True}, f"{AT}table/"), 400)
    assert not Client.objects.filter(name="Noor").exists()
    assert len(post(coach, table | {"dry_run": False}, f"{AT}table/").json()["added"]) == 1


def test_invitations(owner, practice, client_row, django_capture_on_commit_callbacks):
    coach, at = tool(owner), "/api/v1/invitations/"
    noor = ClientFactory(practice=practice, coach=owner, name="Noor", email="noor@kickstand.test")
    with django_capture_on_commit_callbacks(execute=True):
        first = post(coach, {"client": str(noor.pk)}, at)
    assert (first.status_code, first.json()["state"], len(mail.outbox)) == (201, "open", 1)
    second = post(coach, {}, f"{at}{first.json()['id']}/renewal/").json()
    assert [row["state"] for row in rows(coach, f"{at}?client={noor.pk}&ordering=created_at")] == ["expired", "open"]
    assert [row["id"] for row in rows(coach, f"{at}?state=open")] == [second["id"]]
    assert coach.delete(f"{at}{second['id']}/").status_code == 204
    problem_of(coach.delete(f"{at}{second['id']}/"), 400)
    assert not Invitation.objects.filter(client=noor, accepted_at=None, expires_at__gt=dt.datetime.now(dt.UTC)).exists()
    assert pointers(post(coach, {"client": str(client_row.pk)}, at)) == ["#/email"]  # has signed up already


def test_notes_are_between_coaches(owner, colleague, client_row):
    coach, at = tool(owner), "/api/v1/notes/"
    note = post(coach, {"client": str(client_row.pk), "text": " Prefers mornings. "}, at).json()
    assert (note["text"], note["changed_at"]) == ("Prefers mornings.", None)
    here = f"{at}{note['id']}/"
    assert change(coach, here, {"text": "Prefers evenings."}).json()["changed_at"]
    assert rows(tool(colleague), f"{at}?search=evenings")[0]["id"] == note["id"]
    problem_of(change(tool(colleague), here, {"text": "Mine."}), 404)
    assert coach.delete(here, headers={"If-Match": coach.get(here)["ETag"]}).status_code == 204
    assert pointers(post(coach, {"client": str(client_row.pk), "text": "a" * 2001}, at)) == ["#/text"]
    assert not ClientNote.objects.exists()


def test_body_mass(owner, client_row, client_user, other_client):
    mine, at = tool(client_user), "/api/v1/body-masses/"
    first = post(mine, {"mass": 154, "unit": "lb"}, at)
    assert (first.status_code, first.json()["kg"]) == (201, "69.85")
    post(mine, {"mass": "71.5"}, at)
    assert [row["kg"] for row in rows(tool(owner), f"{at}?client={client_row.pk}")] == ["71.50"]
    client_row.refresh_from_db()
    assert client_row.body_mass_kg == Decimal("71.50")
    assert pointers(post(mine, {"mass": 700}, at)) == ["#/mass"]
    assert pointers(post(mine, {"mass": 70, "measured_on": "2099-01-01"}, at)) == ["#/measured_on"]
    assert pointers(post(mine, {"mass": 70, "client": str(other_client.pk)}, at)) == ["#/client"]
    assert pointers(post(tool(owner), {"mass": 70}, at)) == ["#/client"]
    assert mine.delete(f"{at}{rows(mine, at)[0]['id']}/").status_code == 204
    assert rows(mine, at) == []


def test_a_client_does_nothing_of_the_coachs(client_row, client_user):
    mine, here = tool(client_user), f"{AT}{client_row.pk}/"
    for address in (AT, f"{AT}tags/", f"{AT}table/", f"{here}pause/", f"{here}archive/", f"{here}deletion/"):
        problem_of(post(mine, {}, address), 403)
    for name in ("invitations", "notes", "assignment-batches"):
        problem_of(mine.get(f"/api/v1/{name}/"), 403)
        problem_of(post(mine, {}, f"/api/v1/{name}/"), 403)
    problem_of(change(mine, here, {"goal": "Squat"}), 403)


def test_how_a_client_is_doing_is_for_coaches(owner, client_row, client_user):
    opened(client_row)
    now = rows(tool(owner), f"{AT}?expand=now")[0]["expanded"]["now"]
    assert (now["group"], now["unread"], now["last_on"], now["assignment"] is None) == (None, 0, None, False)
    assert tool(client_user).get(f"{AT}{client_row.pk}/?expand=now").json()["expanded"] == {"now": None}


def test_lists_ask_the_same_however_long(owner, practice, client_row):
    coach = tool(owner)
    opened(client_row)
    names = (
        "clients/?expand=now",
        "invitations/",
        "notes/",
        "body-masses/",
        "assignments/",
        "assignment-batches/",
        "swaps/",
    )
    few = {name: queries_of(lambda name=name: coach.get(f"/api/v1/{name}")) for name in names}
    for person in ClientFactory.create_batch(4, practice=practice, coach=owner):
        opened(person)
        ClientNote.objects.create(practice=practice, client=person, author=owner, text="x")
    assert {name: queries_of(lambda name=name: coach.get(f"/api/v1/{name}")) for name in names} == few
