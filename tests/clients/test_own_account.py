"""A client takes everything along, and leaves for good: no row of any table knows them any more."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session as BrowserSession
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser

from accounts.models import Change, Membership, Role, User
from accounts.tokens import make_token
from clients.export_columns import HEADS
from clients.models import Client
from clients.own_export import FOR_COACHES, OWN_TABLES
from clients.talking import comment_on
from tests.clients.clips import MP4
from tests.clients.filled import MONDAY, fill, paths_to_client, rows_of
from tests.clients.rows import finished
from tests.clients.test_leaving import files
from tests.factories import PASSWORD, AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory

FILE, DELETE = "/me/settings/export/file/", "/me/settings/delete/"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def full(client_row: Client, coach: User, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    session = fill(client_row, coach=coach)
    comment_on(session, author=coach, text="=1+1")
    make_token(client_row.user, name="watch", scopes=["read"], days=3)
    return client_row


# --- Taking it along ------------------------------------------------------------------------------------------


def opened(browser: Browser) -> zipfile.ZipFile:
    response = browser.get(FILE, headers={"Accept-Encoding": "gzip"})
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/zip", "private, no-store")
    assert "Content-Encoding" not in response
    assert re.fullmatch(r'attachment; filename="maya-lindqvist-\d{4}-\d\d-\d\d\.zip"', response["Content-Disposition"])
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert archive.testzip() is None
    return archive


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))


def test_everything_about_the_client_is_in_the_file(as_client: Browser, full: Client) -> None:
    archive = opened(as_client)
    whole = json.loads(archive.read("export.json"))
    assert [name for name in OWN_TABLES if not rows(archive, name)] == []
    for name in OWN_TABLES:
        assert [list(row) for row in whole[name]] == [HEADS[name]] * len(rows(archive, name))
    (account,) = rows(archive, "account")
    assert (account["email"], account["coach"]) == ("maya@kickstand.test", "Ruth Adeyemi")
    assert rows(archive, "tokens")[0]["may"] == "read"
    (clip,) = rows(archive, "clips")
    assert archive.read(f"clips/{clip['clip']}.mp4").startswith(MP4)
    assert {row["text"] for row in rows(archive, "comments")} == {"Went well.", "'=1+1"}


def test_what_coaches_write_for_each_other_is_not_in_it_and_the_file_says_so(as_client: Browser, full: Client) -> None:
    archive = opened(as_client)
    assert not {f"{name}.csv" for name in FOR_COACHES} & set(archive.namelist())
    assert b"Bench is 43 cm." not in archive.read("export.json")
    assert "you may ask your coach for them" in archive.read("about-this-file.txt").decode()
    assert "you may ask your coach for them" in as_client.get("/me/settings/export/").content.decode()


def test_nothing_of_another_client_is_in_it(as_other_client: Browser, as_coach: Browser, full: Client) -> None:
    archive = zipfile.ZipFile(io.BytesIO(as_other_client.get(FILE).getvalue()))
    assert rows(archive, "sets") == []
    assert "Maya" not in archive.read("export.json").decode()
    assert as_coach.get(FILE).status_code == 404


def test_a_clip_that_is_gone_from_the_disk_is_left_out(as_client: Browser, full: Client, tmp_path: Path) -> None:
    for path in files(tmp_path):
        path.unlink()
    assert not [name for name in opened(as_client).namelist() if name.startswith("clips/")]


def test_it_costs_the_same_for_one_session_and_for_many(
    as_client: Browser, full: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_max_num_queries(len(OWN_TABLES) + 10) as few:
        opened(as_client)
    assignment = full.assignments.get()
    for n in range(1, 8):
        finished(assignment, due_on=MONDAY + dt.timedelta(days=n))
    with django_assert_num_queries(len(few.captured_queries)):
        opened(as_client)


def test_the_documentation_names_every_table_and_column() -> None:
    text = (ROOT / "docs" / "export.md").read_text()
    for name in ("account", "memberships", "addresses", "tokens", "reminders", "devices", "reminders_sent"):
        line = next(line for line in text.splitlines() if line.startswith(f"| `{name}`"))
        assert [column for column in HEADS[name] if column not in line] == []


# --- Leaving --------------------------------------------------------------------------------------------------


def log(staff: User, row: Any, pk: Any, words: str) -> LogEntry:
    kind = ContentType.objects.get_for_model(row)
    facts = {"user": staff, "content_type": kind, "object_id": str(pk), "object_repr": words, "change_message": words}
    return LogEntry.objects.create(**facts, action_flag=CHANGE)


def known(*signs: Any) -> dict[str, int]:
    """How many rows of each table of the database, of whatever app, have one of the signs in any column."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS row WHERE row::text ILIKE ANY(%s)',
                [[f"%{sign}%" for sign in signs]],
            )
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def sessions_of(user_pk: Any) -> list[Any]:
    return [row for row in BrowserSession.objects.all() if row.get_decoded().get("_auth_user_id") == str(user_pk)]


def test_abuse_62_no_row_of_any_table_knows_who_has_left(
    as_client: Browser,
    full: Client,
    other_client: Client,
    browser_of: Any,
    mailoutbox: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    user = full.user
    staff = UserFactory(is_staff=True)
    log(staff, user, user.pk, "maya@kickstand.test")
    log(staff, full, full.pk, "Maya Lindqvist")
    log(staff, EmailAddress(), user.emailaddress_set.get().pk, "maya@kickstand.test")
    kept = log(staff, other_client, other_client.pk, "Noor Haddad")
    browser_of(user)  # signed in on another phone
    signs = (user.pk, full.pk, user.memberships.get().pk, "maya@kickstand.test", "Maya Lindqvist")
    assert {"accounts_user", "clients_client", "django_admin_log", "account_emailaddress"} <= set(known(*signs))
    assert all(rows_of(full.pk).values())
    assert len(sessions_of(user.pk)) == 2

    with django_capture_on_commit_callbacks(execute=True):
        response = as_client.post(DELETE, {"password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert known(*signs) == {"accounts_change": 1}  # to other tools it is told that the client is gone, by the id alone
    gone = Change.objects.get(row=full.pk)
    assert (gone.kind, gone.deleted, gone.client) == ("clients", True, None)
    assert sessions_of(user.pk) == []
    assert files(tmp_path) == []
    assert "Your account is deleted." in as_client.get("/").content.decode()
    assert as_client.get("/me/today/")["Location"].startswith("/accounts/login/")

    assert LogEntry.objects.count() == 4  # that somebody did something is kept
    kept.refresh_from_db()
    assert (kept.object_repr, kept.object_id) == ("Noor Haddad", str(other_client.pk))
    assert Client.objects.get() == other_client
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["owner@kickstand.test"], "Maya Lindqvist has left Kickstand")


@pytest.mark.parametrize(("typed", "said"), [("", "Type your password."), ("wrong", "This is not your password.")])
def test_without_the_password_nothing_goes(as_client: Browser, full: Client, typed: str, said: str) -> None:
    response = as_client.post(DELETE, {"password": typed})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert all(rows_of(full.pk).values())


def test_passwords_cannot_be_tried_for_long(as_client: Browser, client_row: Client) -> None:
    cache.clear()
    told = [as_client.post(DELETE, {"password": "wrong"}).content.decode() for _ in range(11)]
    assert "This is not your password." in told[0]
    assert "Too many tries. Wait a minute." in told[-1]
    assert as_client.post(DELETE, {"password": PASSWORD}).status_code == 422
    assert Client.objects.filter(pk=client_row.pk).exists()


class TestWithCodes:
    """Whoever signs in with codes has no password to be asked for."""

    @pytest.fixture(autouse=True)
    def _no_password(self, client_user: User) -> None:
        cache.clear()
        client_user.set_unusable_password()
        client_user.save()

    @pytest.fixture
    def browser(self, browser_of: Any, client_user: User, _no_password: None) -> Browser:
        made: Browser = browser_of(client_user)
        return made

    def asked(self, browser: Browser, mailoutbox: Any) -> str:
        assert browser.post(f"{DELETE}code/")["Location"] == DELETE
        found = re.search(r"Your code: (\S+)", mailoutbox[-1].body)
        assert found
        return found[1]

    def test_the_code_in_the_mailbox_confirms(self, browser: Browser, client_row: Client, mailoutbox: Any) -> None:
        assert 'name="code"' not in browser.get(DELETE).content.decode()
        code = self.asked(browser, mailoutbox)
        assert mailoutbox[-1].to == ["maya@kickstand.test"]
        assert 'name="code"' in browser.get(DELETE).content.decode()
        assert browser.post(DELETE, {"code": code.lower().replace("-", " ")})["Location"] == "/"
        assert not Client.objects.filter(pk=client_row.pk).exists()

    def test_three_wrong_codes_end_it(self, browser: Browser, client_row: Client, mailoutbox: Any) -> None:
        code = self.asked(browser, mailoutbox)
        told = [browser.post(DELETE, {"code": "NOPE"}).content.decode() for _ in range(3)]
        assert "This is not the code we sent." in told[0]
        assert "Have a new code mailed to you." in told[-1]
        assert browser.post(DELETE, {"code": code}).status_code == 422
        assert Client.objects.filter(pk=client_row.pk).exists()

    def test_a_password_is_not_asked_for_nor_taken(self, browser: Browser, client_row: Client) -> None:
        assert browser.post(DELETE, {"password": PASSWORD}).status_code == 422
        assert Client.objects.filter(pk=client_row.pk).exists()


def test_who_coaches_elsewhere_keeps_the_account(browser_of: Any, full: Client, client_user: User) -> None:
    Membership.objects.filter(user=client_user).update(created_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    elsewhere = MembershipFactory(practice=PracticeFactory(), user=client_user, role=Role.COACH)
    browser = browser_of(client_user)
    assert "you coach with it" in browser.get(DELETE).content.decode()
    browser.post(DELETE, {"password": PASSWORD})
    assert set(rows_of(full.pk).values()) == {0}
    assert client_user.memberships.get() == elsewhere
    assert client_user.emailaddress_set.exists()


def test_who_trains_with_two_practices_leaves_both(
    browser_of: Any, client_user: User, client_row: Client, rival: User
) -> None:
    there = ClientFactory(practice=rival.memberships.get().practice, coach=rival, user=client_user, name="Maya too")
    session = finished(AssignmentFactory(client=there), due_on=MONDAY)
    browser_of(client_user).post(DELETE, {"password": PASSWORD})
    assert known(client_user.pk) == {}
    assert known(there.pk, client_row.pk, session.pk) == {"accounts_change": 3}  # that they are gone
    assert Change.objects.filter(row__in=[there.pk, client_row.pk, session.pk], deleted=True).count() == 3


def test_the_page_says_what_goes_and_offers_the_copy_first(as_client: Browser, full: Client) -> None:
    html = as_client.get(DELETE).content.decode()
    assert re.search(r"1 session,\s+6 sets,\s+1 clip or photo", html)
    assert html.index("/me/settings/export/") < html.index('name="password"')
    assert DELETE in as_client.get("/me/settings/").content.decode()


def test_every_table_about_a_client_is_exported_or_said_not_to_be() -> None:
    """A new table that leads to a client is taken along, or there is a reason here."""
    not_rows_of_their_own = {
        "Invitation": "a link that was mailed to them; it says no more than their address",
        "SessionItem": "its number is in targets and sets",
        "SetImport": "a file that was taken over: its sets are in sets, the file itself is not kept",
        "DataExport": "a file with all that is here, kept for a week",
        "ReviewCard": "the coach's queue, computed from the sessions",
        "ReviewDecision": "in the coach's export; docs/privacy.md",
        "ClientNote": "in the coach's export; docs/privacy.md",
    }
    source = "".join((ROOT / "clients" / name).read_text() for name in ("exporting.py", "own_export.py"))
    about = {model.__name__ for model in apps.get_app_config("clients").get_models() if paths_to_client(model)}
    missing = {name for name in about - set(not_rows_of_their_own) if f"{name}.objects.for_user" not in source}
    assert missing == set()
