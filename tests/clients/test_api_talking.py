"""Comments, clips and what people set for themselves, over the API."""

import io
import json
import zipfile
from uuid import uuid4

from accounts.models import User
from clients.models import AttachmentNote, Client, Comment, PushSubscription, ReviewCard
from tests.api import FIRST_DAY, JSON, post, queries_of, rows, tool
from tests.clients.clips import attached, upload
from tests.clients.conftest import play
from tests.clients.test_api_people import pointers
from tests.factories import PASSWORD, ClientFactory, UserFactory
from tests.web.test_api_rules import problem_of

AT, ME = "/api/v1/comments/", "/api/v1/me/"


def patch(browser, address, **said):
    return browser.patch(address, json.dumps(said), content_type=JSON)


def test_a_line_is_kept_once_and_seen_by_the_other_side(owner, client_user, other_client, rival, training):
    session, mine, coach = play(training, due_on=FIRST_DAY), tool(client_user), tool(owner)
    line = {"id": str(uuid4()), "session": str(session.pk), "text": "Felt strong.\r\nAll of it."}
    answer = post(mine, line, AT)
    assert (answer.status_code, answer.json()["text"]) == (201, "Felt strong.\nAll of it.")
    assert post(mine, line, AT).status_code == 200
    assert problem_of(post(mine, line | {"text": "Weak."}, AT), 409)["held"]["text"] == "Felt strong.\nAll of it."
    assert pointers(post(tool(other_client.user), {"id": line["id"], "text": "Mine."}, AT)) == ["#/id"]
    assert pointers(post(tool(rival), line, AT)) == ["#/session"]
    assert pointers(post(coach, {"id": str(uuid4()), "text": "Whose?"}, AT)) == ["#/client"]
    assert pointers(post(mine, {"id": str(uuid4()), "text": " "}, AT)) == ["#/text"]
    assert Comment.objects.count() == 1
    assert ReviewCard.objects.open().filter(kind="message").exists()

    assert [row["id"] for row in rows(coach, f"{AT}?unread=true&client={training.client_id}")] == [line["id"]]
    assert post(coach, {"comments": [line["id"]]}, f"{AT}seen/").json() == {"seen": 1}
    assert rows(coach, f"{AT}?unread=true") == []
    assert pointers(post(tool(other_client.user), {"comments": [line["id"]]}, f"{AT}seen/")) == ["#/comments"]
    post(coach, {"id": str(uuid4()), "client": str(training.client_id), "text": "Well done."}, AT)
    assert not ReviewCard.objects.open().filter(kind="message").exists()


def test_clips_are_looked_at_noted_on_and_deleted(owner, client_user, training):
    session, mine, coach = play(training, due_on=FIRST_DAY), tool(client_user), tool(owner)
    clip = attached(session, client_user)
    [row] = rows(coach, f"/api/v1/clips/?new=true&session={session.pk}")
    assert (row["id"], row["set"], row["kind"]) == (str(clip.pk), str(clip.set.uuid), "video")
    file = coach.get(f"/api/v1/clips/{clip.pk}/file/")
    assert (file["Content-Type"], len(file.getvalue())) == ("video/mp4", clip.size)
    assert rows(coach, "/api/v1/clips/?new=true")
    assert post(coach, {}, f"/api/v1/clips/{clip.pk}/seen/").json()["seen_at"]
    note = post(coach, {"clip": str(clip.pk), "at_ms": 3400, "text": "Hips turn here."}, "/api/v1/clip-notes/")
    assert (note.status_code, note.json()["at_ms"]) == (201, 3400)
    assert rows(mine, f"/api/v1/clip-notes/?clip={clip.pk}")[0]["text"] == "Hips turn here."
    problem_of(mine.delete(f"/api/v1/clip-notes/{note.json()['id']}/"), 403)
    problem_of(coach.delete(f"/api/v1/clips/{clip.pk}/"), 403)
    assert coach.delete(f"/api/v1/clip-notes/{note.json()['id']}/").status_code == 204
    assert mine.delete(f"/api/v1/clips/{clip.pk}/").status_code == 204
    assert not AttachmentNote.objects.exists()


def test_a_client_sends_a_clip(client_user, other_client, training):
    session, at = play(training, due_on=FIRST_DAY), "/api/v1/clips/"
    row = session.sets.filter(kind="done").first()
    answer = tool(client_user).post(at, {"set": str(row.uuid), "file": upload()}, headers={"idempotency-key": "one"})
    assert (answer.status_code, answer.json()["content_type"]) == (201, "video/mp4")
    again = tool(client_user).post(at, {"set": str(row.uuid), "file": upload()})
    assert again.status_code == 201
    for said, wrong in (
        ({"set": str(uuid4()), "file": upload()}, "#/set"),
        ({"set": str(row.uuid), "file": upload(b"hello")}, "#/file"),
        ({"set": str(row.uuid)}, "#/file"),
    ):
        assert pointers(tool(client_user).post(at, said)) == [wrong]
    assert pointers(tool(other_client.user).post(at, {"set": str(row.uuid), "file": upload()})) == ["#/set"]
    assert session.sets.get(pk=row.pk).attachments.count() == 2


def test_what_people_set_for_themselves(owner, colleague, client_row, client_user):
    mine, coach = tool(client_user), tool(owner)
    told = mine.get(ME).json()
    assert (told["role"], told["client"], told["practice_name"]) == (
        "client",
        str(client_row.pk),
        "Hill Street Strength",
    )
    changed = patch(mine, ME, unit="lb", language="de", name="Maya L.").json()
    assert (changed["unit"], changed["language"], changed["inventory"]["bar"]) == ("lb", "de", 45)
    client_row.refresh_from_db()
    assert (client_row.name, client_row.unit) == ("Maya L.", "lb")
    assert pointers(patch(mine, ME, time_zone="Mars")) == ["#/time_zone"]
    assert pointers(patch(mine, ME, inventory={"bar": -1})) == ["#/inventory"]
    assert patch(coach, ME, time_zone="Europe/Madrid", mail_digest=False).json()["mail_digest"] is False
    assert patch(coach, ME, language="de").json()["language"] == "de"
    problem_of(patch(coach, ME, inventory={"bar": 20}), 400)
    assert [row["id"] for row in rows(coach, "/api/v1/coaches/")] == [str(owner.pk), str(colleague.pk)]
    problem_of(mine.get("/api/v1/coaches/"), 403)


def test_reminders_and_devices(owner, client_row, client_user):
    mine, at = tool(client_user), f"{ME}reminders/"
    assert mine.get(at).json()["session_at"] == "08:00"
    changed = patch(mine, at, session_at="07:30", quiet_until="07:00", reply_mail=False).json()
    assert (changed["session_at"], changed["reply_mail"], changed["session_push"]) == ("07:30", False, True)
    assert pointers(patch(mine, at, session_at="22:00")) == ["#/session_at"]
    problem_of(tool(owner).get(at), 403)
    made = {"practice": client_row.practice, "client": client_row, "user": client_user}
    device = PushSubscription.objects.create(endpoint="https://push.test/x", browser="Firefox", **made)
    [row] = rows(mine, "/api/v1/devices/")
    assert "endpoint" not in row
    assert post(mine, {}, "/api/v1/devices/test/").status_code == 200
    assert mine.delete(f"/api/v1/devices/{device.pk}/").status_code == 204


def test_a_client_takes_everything_along(owner, client_user, other_client, training):
    play(training, due_on=FIRST_DAY)
    answer = tool(client_user).get(f"{ME}export/", headers={"accept": "application/zip"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as file:
        told = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".csv"))
    assert training.client.name in told
    assert other_client.name not in told
    problem_of(tool(owner).get(f"{ME}export/"), 403)


def test_an_account_ends_with_its_address_and_password(owner, practice, client_user):
    user = UserFactory(email="noor@kickstand.test")
    ClientFactory(practice=practice, coach=owner, user=user)
    mine, at = tool(user), f"{ME}deletion/"
    assert pointers(post(mine, {"email": "maya@kickstand.test", "password": PASSWORD}, at)) == ["#/email"]
    assert pointers(post(mine, {"email": user.email, "password": "wrong"}, at)) == ["#/password"]
    problem_of(post(tool(owner), {"email": owner.email, "password": PASSWORD}, at), 403)
    assert post(mine, {"email": "NOOR@kickstand.test", "password": PASSWORD}, at).json() == {"account_deleted": True}
    problem_of(mine.get(ME), 401)
    assert not User.objects.filter(pk=user.pk).exists()
    assert Client.objects.get().user == client_user


def test_lists_ask_the_same_however_long(owner, client_row, training):
    coach, session = tool(owner), play(training, due_on=FIRST_DAY)
    made = {"practice": client_row.practice, "client": client_row, "author": owner, "text": "x"}
    names = ("comments", "clips", "clip-notes", "coaches")
    few = {name: queries_of(lambda name=name: coach.get(f"/api/v1/{name}/")) for name in names}
    Comment.objects.bulk_create(Comment(session=session, **made) for _ in range(5))
    assert {name: queries_of(lambda name=name: coach.get(f"/api/v1/{name}/")) for name in names} == few
