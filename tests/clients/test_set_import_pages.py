"""Importing sets by hand and by a tool: the same file, the same words about what is wrong."""

import json
import zlib
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.models import Client, DataRestore, SetImport, SetLog
from clients.set_import.writing import import_sets
from tests.api import tool
from tests.clients.set_files import Set, Workout, export
from tests.clients.test_set_import import ours
from tests.working import queued

DAY = Workout(sets=[Set("Hip thrust", 60, 8), Set("Bench press", 50, 5), Set("Hip thrust", "heavy", 8)])
FILE = export("hevy_kg", [DAY])


@pytest.fixture(autouse=True)
def thrust(db: None) -> Any:
    return ours("Hip thrust")


def upload(data: bytes = FILE) -> SimpleUploadedFile:
    return SimpleUploadedFile("workouts.csv", data, content_type="text/csv")


def test_a_coach_imports_a_file(as_coach: Browser, client_row: Client, django_capture_on_commit_callbacks: Any) -> None:
    page = reverse("coach:sets-import", args=[client_row.pk])
    assert reverse("coach:sets-import", args=[client_row.pk]) in as_coach.get(f"/coach/clients/{client_row.pk}/").text
    assert as_coach.get(page).status_code == 200
    preview = as_coach.post(page, {"file": upload(), "unit": "kg"}, follow=True)
    row = SetImport.objects.get()
    assert "1 workout, 4 Mar 2024" in preview.text
    assert "The weight is not a figure: heavy" in preview.text
    assert not SetLog.objects.exists()
    fields = {"to-0": "Hip trust", "side-0": "both", "to-1": "", "side-1": "skip"}
    wrong = as_coach.post(preview.request["PATH_INFO"], fields)
    assert wrong.status_code == 422
    assert "Nothing in the library is called Hip trust. Perhaps Hip thrust, barbell?" in wrong.text
    assert 'value="Hip trust"' in wrong.text
    with django_capture_on_commit_callbacks(execute=True):
        going = as_coach.post(preview.request["PATH_INFO"], fields | {"to-0": "hip thrust"}, follow=True)
    assert "0 of 3 rows" in going.text
    assert queued()[-1]["task_name"] == "clients.jobs.import_set_file"
    import_sets(row.practice_id, row.pk)
    done = as_coach.get(preview.request["PATH_INFO"], headers={"HX-Request": "true"}).text
    assert "1 set, 1 session" in done.replace("\n", " ")
    assert "<html" not in done
    assert "heavy" in as_coach.get(reverse("coach:set-import-bad", args=[row.pk])).text
    assert as_coach.get(reverse("coach:client-sessions", args=[client_row.pk])).text.count("60 kg × 8") == 1
    session = SetLog.objects.get().session
    assert "Lower body · from Hevy" in as_coach.get(reverse("coach:review-item", args=[session.pk])).text


def test_a_client_sees_what_was_imported(as_client: Browser, client_row: Client, thrust: Any) -> None:
    from tests.clients.test_set_import import taken

    taken(client_row, FILE, {"Hip thrust": (thrust, "both")})
    session = SetLog.objects.get().session
    for page in (reverse("me:done", args=[session.pk]), "/me/history/", "/me/today/", "/me/history/?month=2024-03"):
        assert as_client.get(page).status_code == 200
    assert "Taken over from Hevy." in as_client.get(reverse("me:done", args=[session.pk])).text


def test_a_file_that_is_none_is_told_at_the_field(as_coach: Browser, client_row: Client) -> None:
    page = reverse("coach:sets-import", args=[client_row.pk])
    for posted, words in (
        ({}, "Choose the file"),
        ({"file": upload(b"name\nMaya\n")}, "not that of a Hevy or Strong export"),
        ({"file": upload(b"x" * 20_000_001)}, "larger than 20 MB"),
    ):
        response = as_coach.post(page, {"unit": "kg", **posted})
        assert response.status_code == 422
        assert words in response.text


def test_a_tool_imports_a_file(owner: User, client_row: Client, thrust: Any) -> None:
    browser = tool(owner, "read", "coach")
    send = partial(browser.post, f"/api/v1/imports/?client={client_row.pk}&unit=kg", content_type="text/csv")
    made = send(FILE)
    assert made.status_code == 201, made.content
    shown = made.json()
    assert shown["names"][0] == {
        "name": "Hip thrust", "sets": 1, "warm_ups": 0, "variation": str(thrust.pk), "side": "both",
    }  # fmt: skip
    multipart = browser.post("/api/v1/imports/", {"client": str(client_row.pk), "file": upload()})
    assert multipart.json()["names"] == shown["names"]
    assert browser.delete(multipart["Location"]).status_code == 204
    where = made["Location"]
    before = browser.get(f"{where}bad-rows/").json()
    assert (before["count"], before["rows"][0]["reason"]) == (1, "The weight is not a figure: heavy")
    confirm = partial(browser.post, f"{where}confirmation/", content_type="application/json")
    wrong = confirm(
        json.dumps({"mapping": [{"name": "Bench", "variation": str(thrust.pk), "side": "both"}]}),
        headers={"Idempotency-Key": "1"},
    )
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["pointer"] == "#/mapping/0/name"
    mapping = [{"name": "Hip thrust", "variation": str(thrust.pk), "side": "both"}]
    begun = confirm(json.dumps({"mapping": mapping}), headers={"Idempotency-Key": "2"})
    assert (begun.status_code, begun.json()["state"]) == (202, "waiting")
    import_sets(client_row.practice_id, SetImport.objects.get().pk)
    done = browser.get(where).json()
    assert (done["state"], done["added"], done["skipped"], done["bad_rows"]) == ("done", 1, 1, 1)
    bad = browser.get(f"{where}bad-rows/").json()
    assert bad == before
    told = {name: bad["rows"][0][name] for name in ("line", "reason", "code", "facts")}
    assert told == {
        "line": 4, "reason": "The weight is not a figure: heavy", "code": "weight_not_a_figure",
        "facts": {"text": "heavy"},
    }  # fmt: skip
    file = browser.get(f"{where}bad-rows/file/", headers={"accept": "application/json"})
    assert (file["Content-Type"], file.content.count(b"heavy")) == ("text/csv; charset=utf-8", 2)
    assert browser.delete(where).status_code == 400


def test_what_was_kept_in_words_is_still_told(as_coach: Browser, owner: User, client_row: Client) -> None:
    """Imports of before reasons had codes, and restores."""
    old = "\ufeffLine,Problem,title,weight_kg\r\n4,The weight is not a figure: heavy,Legs,heavy\r\n"
    here = {"practice": client_row.practice, "state": "done"}
    row = SetImport.objects.create(
        **here, client=client_row, source="hevy", content=b"", bad_rows=1, bad=zlib.compress(old.encode())
    )
    DataRestore.objects.create(
        **here | {"state": "failed"}, report={"problem": "Row 1 of clients.setlog cannot be read."}
    )
    assert "<td>The weight is not a figure: heavy</td>" in as_coach.get(reverse("coach:set-import", args=[row.pk])).text
    assert as_coach.get(reverse("coach:set-import-bad", args=[row.pk])).content.decode() == old
    told = tool(owner, "read").get(f"/api/v1/imports/{row.pk}/bad-rows/").json()["rows"]
    words = "The weight is not a figure: heavy"
    assert told == [
        {"line": 4, "reason": words, "code": "as_kept", "facts": {"text": words}, "cells": ["Legs", "heavy"]}
    ]
    assert "Row 1 of clients.setlog cannot be read." in as_coach.get(reverse("coach:data")).text


def test_a_tool_is_told_what_is_wrong(owner: User, client_row: Client, client_user: User, rival_client: Client) -> None:
    browser = tool(owner, "read", "coach")
    address = f"/api/v1/imports/?client={client_row.pk}"
    for path, body, kind, status, pointer in (
        (address, b"name\nMaya\n", "text/csv", 400, "#/file"),
        (address, b"x" * 20_000_001, "text/csv", 413, None),
        (f"/api/v1/imports/?client={rival_client.pk}", FILE, "text/csv", 400, "#/client"),
        ("/api/v1/imports/", FILE, "text/csv", 400, "#/client"),
        (address, b"{}", "application/json", 415, None),
        (f"{address}&unit=stone", FILE, "text/csv", 400, "#/unit"),
    ):
        response = browser.post(path, body, content_type=kind)
        assert response.status_code == status, response.content
        if pointer:
            assert response.json()["errors"][0]["pointer"] == pointer
    for user, scopes in ((client_user, ("read", "log")), (owner, ("read", "log"))):
        assert tool(user, *scopes).post(address, FILE, content_type="text/csv").status_code == 403
    assert tool(client_user).get("/api/v1/imports/").status_code == 403
