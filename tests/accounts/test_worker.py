"""Jobs in the background: whose rows they see, and that none is lost when a transaction or a worker ends badly."""

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction
from procrastinate.contrib.django import app

from accounts.jobs import PATIENT, practice_job, take_up_stalled
from accounts.models import Practice
from accounts.tenancy import ROLE, practice_scope
from clients.models import Client
from tests.working import empty_queue, queued, work_off

pytestmark = pytest.mark.django_db(transaction=True)
seen: list[tuple[str, list[str]]] = []


@practice_job(name="tests.look_around")
def look_around(**facts: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        role = cursor.fetchone()[0]
    seen.append((role, sorted(Client.objects.values_list("name", flat=True))))


@practice_job(name="tests.half_done", retry=PATIENT)
def half_done(**facts: object) -> None:
    Client.objects.update(goal="half done")
    raise OSError("no mail server")


@pytest.fixture(autouse=True)
def quiet(db: None) -> Iterator[None]:
    empty_queue()
    seen.clear()
    yield
    empty_queue()


def test_a_job_works_as_the_web_role_in_its_practice(practice: Practice, client_row: Client, rival_client: Client):
    look_around.defer(practice_id=str(practice.pk))
    assert seen == []  # a request does not wait for it
    work_off()
    assert seen == [(ROLE, [client_row.name])]
    assert queued() == []
    assert Client.objects.count() == 2  # the scope has ended with the job


def test_a_job_is_queued_with_what_it_is_about_or_not_at_all(practice: Practice):
    with transaction.atomic():
        look_around.defer(practice_id=str(practice.pk))
        transaction.set_rollback(True)
    work_off()
    assert seen == []


def test_a_job_that_fails_leaves_nothing_and_is_tried_later(practice: Practice, client_row: Client):
    half_done.defer(practice_id=str(practice.pk))
    work_off()
    client_row.refresh_from_db()
    assert client_row.goal == ""
    (job,) = queued()
    assert (job["status"], job["attempts"], job["later"]) == ("todo", 1, True)


def test_a_killed_workers_job_is_done_by_the_next(practice: Practice, client_row: Client):
    look_around.defer(practice_id=str(practice.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
            " RETURNING id) UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead"
        )
    work_off()
    assert seen == []  # nobody knows yet that it was left
    take_up_stalled.defer(timestamp=0)
    work_off()
    assert len(seen) == 1


def test_a_request_can_neither_read_nor_queue_jobs(practice: Practice):
    for statement in ("SELECT * FROM procrastinate_jobs", "INSERT INTO procrastinate_jobs DEFAULT VALUES"):
        with pytest.raises(ProgrammingError, match="permission denied"), practice_scope(practice.pk):
            connection.cursor().execute(statement)


def test_what_the_clock_starts_is_known_to_the_worker():
    names = {name.rpartition(".")[2] for name, _ in app.periodic_registry.periodic_tasks}
    assert {"take_up_stalled", "tidy", "forget_failed", "mail_digests"} <= names
