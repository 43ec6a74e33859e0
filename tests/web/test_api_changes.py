"""What has changed since: for whom, whoever wrote, deletions too, and nothing lost when transactions cross."""

import datetime as dt
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from accounts.changes import Place, here
from accounts.jobs import tidy_api
from accounts.models import Change
from accounts.tokens import make_token
from clients.models import Attachment, AttachmentNote, Client, ClientNote, Comment, Invitation, SetLog
from config.api.changes import KINDS, text_of
from tests.api import a_set, opened, post, queries_of, tool, trained
from tests.factories import ClientFactory, ExerciseFactory, VariationFactory
from tests.web.test_api_rules import problem_of

ADDRESS = "/api/v1/changes/"


def told(browser, address):
    """(kind, id, deleted) of all changes from there on, and the place that is reached."""
    found, more = [], True
    while more:
        page = browser.get(address).json()
        found += [(row["kind"], UUID(row["id"]), row["deleted"]) for row in page["results"]]
        address, more = page["next"], page["more"]
    return found, address


def begun(browser):
    page = browser.get(ADDRESS).json()
    assert (page["results"], page["more"]) == ([], False)
    return page["next"]


@pytest.mark.django_db(transaction=True)
def test_what_changes_is_told_to_those_who_may_read_it(owner, client_row, client_user, other_client, rival):
    browsers = {"coach": tool(owner), "client": tool(client_user), "rival": tool(rival)}
    places = {who: begun(browser) for who, browser in browsers.items()}

    session = trained(client_row)
    Client.objects.filter(pk=other_client.pk).update(goal="Told by the database, not by a service.")
    note = ClientNote.objects.create(practice=client_row.practice, client=client_row, author=owner, text="Quiet.")
    about = {"practice": client_row.practice, "client": client_row}
    invitation = Invitation.objects.create(
        **about, email="maya@kickstand.test", token_hash="t", invited_by=owner, expires_at=timezone.now()
    )
    media = {"kind": "image", "content_type": "image/png", "file": "aa/a", "size": 1}
    clip = Attachment.objects.create(**about, session=session, set=SetLog.objects.first(), **media)
    remark = AttachmentNote.objects.create(practice=clip.practice, attachment=clip, author=owner, text="Sound.")
    own = ExerciseFactory(practice=client_row.practice)
    built_in = VariationFactory(exercise=ExerciseFactory())

    seen = {who: set(told(browser, places[who])[0]) for who, browser in browsers.items()}
    of_client = {
        ("assignments", session.assignment_id, False),
        ("sessions", session.pk, False),
        ("proposals", session.proposals.get().pk, False),
        ("exercises", own.pk, False),
        ("clips", clip.pk, False),
        ("clip-notes", remark.pk, False),
        *(("sets", uuid, False) for uuid in SetLog.objects.values_list("uuid", flat=True)),
    }
    everybodys = {("exercises", built_in.exercise_id, False), ("variations", built_in.pk, False)}
    coachs = {("notes", note.pk, False), ("invitations", invitation.pk, False), ("clients", other_client.pk, False)}
    assert of_client | everybodys <= seen["client"]
    assert of_client | everybodys | coachs <= seen["coach"]
    assert not coachs & seen["client"]
    assert everybodys <= seen["rival"]
    assert not (of_client | coachs) & seen["rival"]
    for who, browser in browsers.items():  # each is an address
        for kind, pk, _ in seen[who]:
            if kind not in ("notes", "body-masses", "swaps", "comments"):
                assert browser.get(f"/api/v1/{kind}/{pk}/").status_code == 200, (who, kind)


@pytest.mark.django_db(transaction=True)
def test_deletions_are_told_and_a_client_who_left_by_the_id_alone(owner, client_row, client_user):
    coach, client = tool(owner), tool(client_user)
    item = opened(client_row)
    post(client, a_set(item))
    comment = Comment.objects.create(practice=client_row.practice, client=client_row, author=owner, text="Well done.")
    place = begun(coach)
    comment_pk, session_pk, set_id, client_pk = comment.pk, item.session_id, SetLog.objects.get().uuid, client_row.pk

    comment.delete()
    assert told(client, begun(client))[0] == []
    assert told(coach, place)[0] == [("comments", comment_pk, True)]

    client_row.delete()
    gone = {("comments", comment_pk), ("sessions", session_pk), ("sets", set_id), ("clients", client_pk)}
    changes, _ = told(coach, place)
    assert gone <= {(kind, pk) for kind, pk, deleted in changes if deleted}
    assert not gone & {(kind, pk) for kind, pk, deleted in changes if not deleted}
    assert not Change.objects.exclude(client=None).exists()
    assert not Change.objects.filter(row=client_pk, deleted=False).exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_transactions_cross(owner, practice):
    """The first to write commits last: what it wrote is told after all, and what came in between is told once."""
    first, second, third = ClientFactory.create_batch(3, practice=practice, coach=owner)
    browser = tool(owner)
    place = begun(browser)

    slow = connection.copy()
    slow.set_autocommit(False)
    with slow.cursor() as cursor:
        cursor.execute("UPDATE clients_client SET goal = 'slow' WHERE id = %s", [first.pk])
    Client.objects.filter(pk=second.pk).update(goal="quick")
    while_open, place = told(browser, place)
    Client.objects.filter(pk=third.pk).update(goal="quick")
    again, place = told(browser, place)
    slow.commit()
    slow.close()
    after, place = told(browser, place)

    assert while_open == again == []  # told only when nothing can come in before
    assert after == [("clients", one.pk, False) for one in (first, second, third)]
    assert told(browser, place)[0] == []


@pytest.mark.django_db(transaction=True)
def test_what_is_at_work_in_another_database_holds_nothing_back(owner, practice):
    browser = tool(owner)
    place = begun(browser)
    elsewhere = connection.copy()
    elsewhere.settings_dict["NAME"] = "postgres"  # of the same server: transactions are numbered together
    elsewhere.set_autocommit(False)
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
    client = ClientFactory(practice=practice, coach=owner)
    seen: list = []
    for _ in range(100):  # as tools do: what else is at work for a moment, a clean-up of the database say, may delay it
        if seen := told(browser, place)[0]:
            break
    elsewhere.rollback()
    elsewhere.close()
    assert seen == [("clients", client.pk, False)]


@pytest.mark.django_db(transaction=True)
def test_pages_of_changes_and_only_some_kinds(owner, practice):
    browser = tool(owner)
    place = begun(browser)
    clients = ClientFactory.create_batch(5, practice=practice, coach=owner)
    exercises = [ExerciseFactory(practice=practice) for _ in range(2)]

    one_by_one, _ = told(browser, f"{place}&limit=1")
    assert [pk for kind, pk, _ in one_by_one if kind == "clients"] == [one.pk for one in clients]
    only, _ = told(browser, f"{place}&kind=exercises,variations")
    assert only == [("exercises", one.pk, False) for one in exercises]

    Client.objects.update(goal="Twice, and told once.")
    Client.objects.update(goal="As it was last.")
    whole, _ = told(browser, place)
    assert len(whole) == len(set(whole))


def test_parameters_that_cannot_be(owner, client_user):
    for browser in (tool(owner), tool(client_user)):
        for query in (
            "since=",
            "since=x",
            "since=%00",
            f"since={'x' * 9000}",
            "kind=",
            "kind=users",
            "limit=0",
            "cursor=x",
        ):
            problem = problem_of(browser.get(f"{ADDRESS}?{query}"), 400)
            assert problem["errors"][0]["parameter"] == query.split("=")[0]
    problem_of(tool(owner, "log").get(ADDRESS), 403)
    problem_of(post(tool(owner), {}, ADDRESS), 405)


def test_a_place_is_good_for_thirty_days_and_on_this_server(owner, client_row):
    value, now = make_token(owner, name="a copy", scopes=["read"], days=60), timezone.now()
    browser = Browser(headers={"authorization": f"Bearer {value}"})
    place = begun(browser)
    with time_machine.travel(now + dt.timedelta(days=29, hours=23)):
        assert browser.get(place).status_code == 200
    with time_machine.travel(now + dt.timedelta(days=30, minutes=1)):
        problem_of(browser.get(place), 410)
    elsewhere = Place(server="1", transaction=here().transaction, change=0, made_at=now)
    problem_of(browser.get(f"{ADDRESS}?since={text_of(elsewhere)}"), 410)


def test_old_changes_are_swept_later_than_their_places(client_row):
    assert Change.objects.filter(kind="clients").exists()
    with time_machine.travel(timezone.now() + dt.timedelta(days=30, hours=23)):
        tidy_api(0)
        assert Change.objects.filter(kind="clients").exists()
    with time_machine.travel(timezone.now() + dt.timedelta(days=31, minutes=1)):
        tidy_api(0)
        assert not Change.objects.exists()


def test_every_kind_is_told_by_triggers_of_its_tables(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname LIKE 'kickstand_tell_%'")
        bodies = " ".join(row[0] for row in cursor.fetchall())
    assert [kind for kind in KINDS if f"'{kind}'" not in bodies] == []


def test_the_feed_takes_as_many_queries_for_many(owner, client_row):
    browser = tool(owner)
    since = Place(server=here().server, transaction=0, change=0, made_at=timezone.now())
    address = f"{ADDRESS}?since={text_of(since)}"
    browser.get(address)
    few = queries_of(lambda: browser.get(address))
    assert few <= 15
    ClientFactory.create_batch(20, practice=client_row.practice, coach=owner)
    assert queries_of(lambda: browser.get(address)) == few
