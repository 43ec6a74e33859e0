"""A client is deleted for good: nothing of them stays, and nobody else loses anything."""

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client as Browser

from accounts.models import Membership, Role, User
from clients.models import Client
from clients.people import invite
from tests.clients.filled import MONDAY, fill, rows_of
from tests.clients.rows import finished
from tests.factories import AssignmentFactory, ClientFactory, MembershipFactory, PracticeFactory, UserFactory


@pytest.fixture
def full(client_row: Client, coach: User, settings: Any, tmp_path: Path) -> Client:
    """A client with a row in every table that can be about one, and a file, archived."""
    settings.MEDIA_ROOT = tmp_path
    fill(client_row, coach=coach)
    Client.objects.filter(pk=client_row.pk).update(status="archived")
    client_row.refresh_from_db()
    return client_row


def delete(browser: Browser, client: Client, name: str) -> Any:
    return browser.post(f"/coach/clients/{client.pk}/delete/", {"name": name})


def files(folder: Path) -> list[Path]:
    """Clips and photos. The marks of deletions are no files of anybody."""
    return [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "deleted"]


def test_nothing_of_the_client_stays(
    as_coach: Browser, full: Client, other_client: Client, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    other = finished(AssignmentFactory(client=other_client), due_on=MONDAY)
    filled = rows_of(full.pk)
    assert all(filled.values()), {path for path, count in filled.items() if not count}
    assert len(files(tmp_path)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert delete(as_coach, full, " maya  LINDQVIST ")["Location"] == "/coach/clients/"
    assert files(tmp_path) == []
    assert set(rows_of(full.pk).values()) == {0}
    assert not User.objects.filter(email="maya@kickstand.test").exists()
    assert other.sets.count() == 6
    assert Membership.objects.filter(user=other_client.user).exists()


def test_an_account_that_belongs_elsewhere_stays(as_coach: Browser, full: Client, client_user: User) -> None:
    """The asker cannot see the other practice's row; the database can."""
    Membership.objects.filter(user=client_user).update(created_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    MembershipFactory(practice=PracticeFactory(), user=client_user, role=Role.COACH)
    delete(as_coach, full, full.name)
    assert [each.role for each in client_user.memberships.all()] == [Role.COACH]
    assert User.objects.filter(pk=client_user.pk).exists()
    assert client_user.emailaddress_set.exists()
    assert not Client.objects.filter(pk=full.pk).exists()


def test_a_client_without_an_account_is_deleted_as_well(as_coach: Browser, coach: User) -> None:
    row = ClientFactory(practice=coach.memberships.get().practice, coach=coach, name="Ana", status="archived")
    assert delete(as_coach, row, "ana").status_code == 302
    assert not Client.objects.exists()


@pytest.mark.parametrize("name", ["", "Maya", "Noor Haddad", "Maya\x00Lind"])
def test_another_name_deletes_nothing(as_coach: Browser, full: Client, name: str) -> None:
    response = delete(as_coach, full, name)
    assert response.status_code == 422
    assert "Type the name as it stands here: Maya Lindqvist." in response.content.decode()
    assert all(rows_of(full.pk).values())


def test_only_archived_clients_are_deleted(as_coach: Browser, client_row: Client) -> None:
    page = f"/coach/clients/{client_row.pk}/delete/"
    assert "Archive first" in as_coach.get(page).content.decode()
    assert delete(as_coach, client_row, client_row.name).status_code == 422
    assert Client.objects.filter(pk=client_row.pk).exists()


def test_the_page_says_what_goes_and_the_form_leads_there(as_coach: Browser, full: Client) -> None:
    html = as_coach.get(f"/coach/clients/{full.pk}/delete/").content.decode()
    assert "1 session and 6 sets go" in html
    assert f"/coach/clients/{full.pk}/delete/" in as_coach.get(f"/coach/clients/{full.pk}/edit/").content.decode()


def test_a_rival_deletes_nobody(as_rival: Browser, full: Client) -> None:
    assert delete(as_rival, full, full.name).status_code == 404
    assert all(rows_of(full.pk).values())


def test_who_is_deleted_can_be_invited_anew(
    as_coach: Browser, full: Client, coach: User, django_capture_on_commit_callbacks: Any
) -> None:
    delete(as_coach, full, full.name)
    again = ClientFactory(
        practice=coach.memberships.get().practice, coach=coach, name="Maya", email="maya@kickstand.test"
    )
    with django_capture_on_commit_callbacks(execute=True):
        invite(again, by=coach, link_base="https://kickstand.example")
    assert UserFactory(email="maya@kickstand.test").pk


# --- After a backup was restored ------------------------------------------------------------------------------


def repeated(*options: str) -> str:
    said = StringIO()
    call_command("repeat_deletions", *options, stdout=said)
    return said.getvalue()


def test_abuse_62_a_deletion_is_done_again_after_a_restore(
    as_coach: Browser, full: Client, other_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        account, practice, coach = full.user, full.practice, full.coach
        delete(as_coach, full, full.name)
    assert repeated() == "0 back; --delete deletes them again.\n"
    user = UserFactory(pk=account.pk, email="maya@kickstand.test")
    ClientFactory(pk=full.pk, practice=practice, coach=coach, user=user, name="Maya Lindqvist")
    assert "1 back" in repeated()
    assert Client.objects.filter(pk=full.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert repeated("--delete").endswith("1 deleted again.\n")
    assert set(rows_of(full.pk).values()) == {0}
    assert not User.objects.filter(email="maya@kickstand.test").exists()
    assert Client.objects.get() == other_client


def test_who_keeps_the_account_keeps_it_after_a_restore(
    as_coach: Browser, full: Client, client_user: User, django_capture_on_commit_callbacks: Any
) -> None:
    MembershipFactory(practice=PracticeFactory(), user=client_user, role=Role.COACH)
    with django_capture_on_commit_callbacks(execute=True):
        practice, coach = full.practice, full.coach
        delete(as_coach, full, full.name)
    ClientFactory(pk=full.pk, practice=practice, coach=coach, user=None, name="Maya Lindqvist")
    repeated("--delete")
    assert not Client.objects.filter(pk=full.pk).exists()
    assert User.objects.get(pk=client_user.pk).is_active


def test_a_file_that_is_no_mark_stops_nothing(full: Client, tmp_path: Path, caplog: Any) -> None:
    (tmp_path / "deleted").mkdir()
    (tmp_path / "deleted" / "notes.txt").write_text("hello")
    assert repeated("--delete") == "0 deleted again.\n"
    assert "is no mark" in caplog.text
