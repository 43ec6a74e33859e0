"""Exports and restores as an owner, a coach and a tool ask for them."""

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse
from django.utils import timezone

from accounts.models import Practice, User
from clients.leaving import delete_client
from clients.models import Client, DataExport, DataRestore, Session
from clients.takeout import working
from tests.api import post, tool
from tests.clients.filled import fill
from tests.clients.test_takeout import SETS, changed
from tests.working import queued

PAGE = "/coach/settings/data/"


@pytest.fixture(autouse=True)
def _kept_here(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "clips"


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def fetched(browser: Browser, row: DataExport) -> int:
    response = browser.get(reverse("coach:export-file", args=[row.pk]))
    if response.streaming:
        body_of(response)
    return response.status_code


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("export.zip", data, content_type="application/zip")


def test_an_owner_takes_the_practice_along_and_puts_it_back(
    as_coach: Browser, client_row: Client, owner: User, django_capture_on_commit_callbacks: Any
) -> None:
    fill(client_row, coach=owner)
    assert PAGE in as_coach.get("/coach/settings/").text
    assert "None yet." in as_coach.get(PAGE).text
    with django_capture_on_commit_callbacks(execute=True):
        ordered = as_coach.post(f"{PAGE}exports/", {"with_clips": "1"}, follow=True)
    assert "Waits for its turn" in ordered.text
    assert queued()[-1]["task_name"] == "clients.jobs.export_data"
    row = DataExport.objects.get(client=None)
    assert as_coach.get(reverse("coach:export-file", args=[row.pk])).status_code == 404
    working.make_export(row.practice_id, row.pk)
    shown = as_coach.get(PAGE).text
    fetched = as_coach.get(reverse("coach:export-file", args=[row.pk]))
    assert reverse("coach:export-file", args=[row.pk]) in shown
    assert fetched["Content-Disposition"].endswith('-kickstand.zip"')
    data = body_of(fetched)
    client_row.delete()
    with django_capture_on_commit_callbacks(execute=True):
        sent = as_coach.post(f"{PAGE}restores/", {"file": upload(data)}, follow=True)
    assert "Waits for its turn" in sent.text
    restored = DataRestore.objects.get()
    assert queued()[-1]["task_name"] == "clients.jobs.restore_data"
    working.do_restore(restored.practice_id, restored.pk)
    assert Session.objects.get().client.name == "Maya Lindqvist"
    done = as_coach.get(PAGE, headers={"HX-Request": "true"}).text
    assert "What came of it" in done
    assert "<html" not in done
    row.refresh_from_db()
    DataExport.objects.update(expires_at=timezone.now())
    working.forget_files(row.practice_id)
    assert not row.file.storage.exists(row.file.name)
    assert as_coach.get(reverse("coach:export-file", args=[row.pk])).status_code == 404
    assert "Has expired" in as_coach.get(PAGE).text


def test_a_file_that_cannot_come_back_is_told_at_the_field(as_coach: Browser, client_row: Client, owner: User) -> None:
    row = DataExport.objects.create(practice=client_row.practice)
    working.make_export(row.practice_id, row.pk)
    row.refresh_from_db()
    with row.file.open() as file:
        data = file.read()
    spoilt = changed(data, "json/clients.client.jsonl", lambda body: body.replace(b"Maya", b"Mara"), honest=False)
    for posted, words in (
        ({}, "Choose the ZIP of an export."),
        ({"file": upload(b"name,email")}, "This is no ZIP file"),
        ({"file": upload(spoilt)}, "it was changed or broken"),
    ):
        response = as_coach.post(f"{PAGE}restores/", posted)
        assert response.status_code == 422
        assert words in response.text
    assert not DataRestore.objects.exists()
    unfit = changed(data, SETS, lambda body: b"[]\n")
    as_coach.post(f"{PAGE}restores/", {"file": upload(unfit)})
    waiting = DataRestore.objects.get()
    assert as_coach.post(f"{PAGE}restores/", {"file": upload(data)}).status_code == 422  # one at a time
    working.do_restore(waiting.practice_id, waiting.pk)
    assert "Row 1 of clients.setlog cannot be read." in as_coach.get(PAGE).text


def test_the_whole_practice_is_its_owners(
    as_coach: Browser, as_colleague: Browser, as_client: Browser, client_row: Client, owner: User, colleague: User
) -> None:
    whole, one = (DataExport.objects.create(practice=client_row.practice, client=each) for each in (None, client_row))
    for row in (whole, one):
        working.make_export(row.practice_id, row.pk)
    for browser, status in ((as_colleague, 404), (as_client, 404), (as_coach, 200)):
        assert browser.get(PAGE).status_code == status
        assert fetched(browser, whole) == status
    assert PAGE not in as_colleague.get("/coach/settings/").text
    for path in ("exports/", "restores/"):
        assert as_colleague.post(f"{PAGE}{path}").status_code == 404
    assert fetched(as_colleague, one) == 200
    everything = {"read", "log", "coach", "admin"}
    for user, scopes, seen, made in (
        (owner, everything, 2, 201),
        (owner, everything - {"admin"}, 1, 403),
        (colleague, everything - {"admin"}, 1, 403),
    ):
        browser = tool(user, *scopes)
        assert len(browser.get("/api/v1/exports/").json()["results"]) == seen
        assert post(browser, {"client": None}, "/api/v1/exports/").status_code == made
    assert tool(owner, "read", "coach").get(f"/api/v1/exports/{whole.pk}/file/").status_code == 404


def test_no_export_outlives_whoever_is_in_it(
    client_row: Client, other_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    here = {"practice": client_row.practice}
    rows = [DataExport.objects.create(**here, client=each) for each in (None, client_row, other_client)]
    for row in rows:
        working.make_export(row.practice_id, row.pk)
        row.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        client_row.status = Client.Status.ARCHIVED
        client_row.save()
        delete_client(client_row, typed=client_row.name)
    assert [row.file.storage.exists(row.file.name) for row in rows] == [False, False, True]
    assert DataExport.objects.get(client=None).is_here() is False


def test_a_coach_and_a_tool_export_a_client(as_colleague: Browser, client_row: Client, colleague: User) -> None:
    page = reverse("coach:client-exports", args=[client_row.pk])
    assert page in as_colleague.get(f"/coach/clients/{client_row.pk}/").text
    assert reverse("coach:client-export", args=[client_row.pk]) in as_colleague.get(page).text
    assert "Waits for its turn" in as_colleague.post(page, follow=True).text
    assert DataExport.objects.get().with_clips is False
    browser = tool(colleague, "read", "coach")
    made = post(browser, {"client": str(client_row.pk)}, "/api/v1/exports/")
    assert (made.status_code, made.json()["file"]) == (201, None)
    row = DataExport.objects.get(with_clips=True)
    working.make_export(row.practice_id, row.pk)
    where = browser.get(made["Location"]).json()["file"]
    with ZipFile(io.BytesIO(body_of(browser.get(where)))) as archive:
        assert json.loads(archive.read("manifest.json"))["client"]["name"] == client_row.name
    assert post(browser, {"client": str(colleague.pk)}, "/api/v1/exports/").status_code == 400
    for _ in range(4):
        post(browser, {"client": str(client_row.pk)}, "/api/v1/exports/")
    assert post(browser, {"client": str(client_row.pk)}, "/api/v1/exports/").status_code == 400  # enough are waiting
    assert "Exports are being made already." in as_colleague.post(page, follow=True).text


RESTORES = "/api/v1/restores/"


class KeepsSlowly(InMemoryStorage):
    """While it keeps a file, somebody else's comes in."""

    def save(self, name: Any, content: Any, max_length: Any = None) -> str:
        DataRestore.objects.create(practice=Practice.objects.get())
        return super().save(name, content, max_length)


@pytest.fixture
def data(client_row: Client, owner: User) -> bytes:
    fill(client_row, coach=owner)
    row = DataExport.objects.create(practice=client_row.practice, with_clips=False)
    working.make_export(row.practice_id, row.pk)
    row.refresh_from_db()
    with row.file.open() as file:
        return bytes(file.read())


def test_a_tool_puts_an_export_back(
    owner: User, client_row: Client, data: bytes, django_capture_on_commit_callbacks: Any
) -> None:
    browser = tool(owner, "admin")
    sessions = Session.objects.count()
    client_row.delete()
    with django_capture_on_commit_callbacks(execute=True):
        made = browser.post(RESTORES, data, content_type="application/zip", headers={"Idempotency-Key": "1"})
    assert made.status_code == 201, made.content
    assert queued()[-1]["task_name"] == "clients.jobs.restore_data"
    row = DataRestore.objects.get()
    waits = made.json()
    assert (waits["state"], waits["size"], waits["tables"], waits["problem"]) == ("waiting", len(data), [], None)
    again = browser.post(RESTORES, data, content_type="application/zip", headers={"Idempotency-Key": "1"})
    assert (again["Idempotency-Replayed"], again.json()) == ("true", waits)
    other = browser.post(RESTORES, b"x", content_type="application/zip", headers={"Idempotency-Key": "1"})
    assert other.status_code == 422
    second = browser.post(RESTORES, {"file": upload(data)})
    assert second.json()["errors"][0]["detail"] == "Another file is being restored. Wait for that first."
    working.do_restore(row.practice_id, row.pk)
    done = browser.get(made["Location"]).json()
    assert (done["state"], done["finished_at"] is None) == ("done", False)
    counts = {each.pop("table"): each for each in done["tables"]}
    assert counts["clients.session"] == {"rows": sessions, "added": sessions, "held": 0, "left": 0}
    assert [each["id"] for each in browser.get(f"{RESTORES}?state=done").json()["results"]] == [str(row.pk)]
    by_form = browser.post(RESTORES, {"file": upload(data)})
    assert (by_form.status_code, by_form.json()["state"]) == (201, "waiting")


def test_a_tool_is_told_why_a_file_cannot_come_back(owner: User, data: bytes, settings: Any) -> None:
    browser = tool(owner, "admin")
    spoilt = changed(data, "json/clients.client.jsonl", lambda body: body.replace(b"Maya", b"Mara"), honest=False)
    for body, kind, status, pointer, words in (
        (b"name,email", "application/zip", 400, "#/file", "no ZIP file"),
        (b"", "application/zip", 400, "#/file", "No file was submitted."),
        (spoilt, "application/zip", 400, "#/file", "changed or broken"),
        (b"{}", "application/json", 415, None, "application/json"),
        ({}, MULTIPART_CONTENT, 400, "#/file", "No file was submitted."),
        ({"file": upload(b"")}, MULTIPART_CONTENT, 400, "#/file", "empty"),
        ({"file": upload(data), "client": "1"}, MULTIPART_CONTENT, 400, "#/client", "not known"),
    ):
        response = browser.post(RESTORES, body, content_type=kind)
        assert response.status_code == status, response.content
        problem = response.json()
        assert words in problem["detail"]
        assert [each["pointer"] for each in problem["errors"]] == ([pointer] if pointer else [])
    settings.CLIPS_MOST_BYTES = len(data) - 1
    for body, kind in ((data, "application/zip"), ({"file": upload(data)}, MULTIPART_CONTENT)):
        response = browser.post(RESTORES, body, content_type=kind)
        assert (response.status_code, "larger than" in response.json()["detail"]) == (413, True)
    settings.CLIPS_MOST_BYTES = len(data) * 2
    assert not DataRestore.objects.exists()
    made = browser.post(RESTORES, changed(data, SETS, lambda body: b"[]\n"), content_type="application/zip")
    row = DataRestore.objects.get()
    working.do_restore(row.practice_id, row.pk)
    told = browser.get(made["Location"]).json()
    assert (told["state"], told["problem"]) == ("failed", "Row 1 of clients.setlog cannot be read.")


def test_two_that_come_at_once_are_one(owner: User, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeepsSlowly()
    monkeypatch.setattr(DataRestore._meta.get_field("file"), "storage", kept)
    response = tool(owner, "admin").post(RESTORES, data, content_type="application/zip")
    assert response.json()["errors"][0]["detail"] == "Another file is being restored. Wait for that first."
    assert kept.listdir("transfers") == ([], [])
