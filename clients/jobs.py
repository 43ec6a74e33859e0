"""What is done in the background about clients."""

import datetime as dt
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from accounts.jobs import PATIENT, practice_job
from accounts.models import Practice
from accounts.tenancy import practice_scope
from clients import digest, reminding
from clients.cards import refresh_overtaken
from clients.delivering import deliver
from clients.missed import notice_missed
from clients.models import DataExport, DataRestore, Reminder, SetImport
from clients.set_import.writing import import_sets
from clients.takeout import working

KEEP_UNWANTED = dt.timedelta(days=7)
KEEP_REMINDERS = dt.timedelta(days=30)
LOST = dt.timedelta(minutes=10)


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="mail_digests")
def mail_digests(timestamp: int) -> None:
    """Every hour: a job for each person who has something new to read."""
    for practice_id in list(Practice.objects.values_list("pk", flat=True)):
        with practice_scope(practice_id):
            found = digest.readers(practice_id)
        for user_id in sorted(found):
            queue_digest(practice_id, user_id)


@app.periodic(cron="25 * * * *")
@app.task(queueing_lock="notice_missed_days")
def notice_missed_days(timestamp: int) -> None:
    """Every hour, for days end at another hour in each time zone: who missed sessions comes before their coach."""
    for practice_id in list(Practice.objects.values_list("pk", flat=True)):
        with practice_scope(practice_id):
            notice_missed(practice_id)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tell_overtaken")
def tell_overtaken(timestamp: int) -> None:
    """A hundred assignments that end in one go are more than a request has time for to look at their cards."""
    for practice_id in list(Practice.objects.values_list("pk", flat=True)):
        with practice_scope(practice_id):
            refresh_overtaken(practice_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="remind")
def remind(timestamp: int) -> None:
    """Every minute: a job for each practice that has anybody to remind."""
    for practice_id in sorted(reminding.practices()):
        name = f"reminders of {practice_id}"
        with suppress(AlreadyEnqueued):
            remind_practice.configure(lock=name, queueing_lock=name).defer(practice_id=str(practice_id))


@app.task
def remind_practice(practice_id: str) -> None:
    """Notes what has come due, and queues a job for each reminder: no device waits for another one's push service."""
    with practice_scope(UUID(practice_id)):
        found = reminding.look(UUID(practice_id))
    for pk in found:
        name = f"reminder {pk}"
        job = send_reminder.configure(lock=name, queueing_lock=name)
        with suppress(AlreadyEnqueued):
            job.defer(practice_id=practice_id, reminder_id=str(pk))


@practice_job()
def send_reminder(*, practice_id: UUID, reminder_id: str) -> None:
    """A push service or mail server that does not answer is asked again: the reminder itself says when."""
    deliver(practice_id, UUID(reminder_id))


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="forget_reminders")
def forget_reminders(timestamp: int) -> None:
    """What was sent or dropped is known for a month: longer than anything looks back for it."""
    Reminder.objects.filter(made_at__lt=timezone.now() - KEEP_REMINDERS).delete()


def queue_digest(practice_id: UUID, user_id: UUID) -> None:
    """One at a time for a person, and no second one while the first waits for the mail server."""
    name = f"digest {practice_id} {user_id}"
    job = mail_digest.configure(lock=name, queueing_lock=name)
    try:
        job.defer(practice_id=str(practice_id), user_id=str(user_id))
    except AlreadyEnqueued:
        return


@practice_job(retry=PATIENT)
def mail_digest(*, practice_id: UUID, user_id: str) -> None:
    """A mail server that does not answer is tried again; nothing counts as mailed before it has taken the mail."""
    digest.mail_digest(practice_id, UUID(user_id))


def queue_set_import(practice_id: UUID, client_id: UUID, import_id: UUID) -> None:
    """One at a time for a client: two exports of one app share most of their sets."""
    job = import_set_file.configure(lock=f"sets of {client_id}", queueing_lock=f"set import {import_id}")
    with suppress(AlreadyEnqueued):
        job.defer(practice_id=str(practice_id), import_id=str(import_id))


@app.task
def import_set_file(practice_id: str, import_id: str) -> None:
    """Its batches are transactions of their own, so that a page can see how far it is."""
    import_sets(UUID(practice_id), UUID(import_id))


@app.periodic(cron="57 3 * * *")
@app.task(queueing_lock="forget_set_files")
def forget_set_files(timestamp: int) -> None:
    """A file that was looked at and never imported is nobody's wish any more after a week."""
    old = SetImport.objects.filter(created_at__lt=timezone.now() - KEEP_UNWANTED)
    old.filter(state=SetImport.State.READ).delete()


def queue_export(practice_id: UUID, export_id: UUID) -> None:
    job = export_data.configure(lock=f"data of {practice_id}", queueing_lock=f"export {export_id}")
    with suppress(AlreadyEnqueued):
        job.defer(practice_id=str(practice_id), export_id=str(export_id))


@app.task
def export_data(practice_id: str, export_id: str) -> None:
    try:
        working.make_export(UUID(practice_id), UUID(export_id))
    except Exception:
        working.fail_export(UUID(practice_id), UUID(export_id))
        raise


def queue_restore(practice_id: UUID, restore_id: UUID) -> None:
    """Not while an export of the practice is being made: a file has all of a restore or nothing."""
    job = restore_data.configure(lock=f"data of {practice_id}", queueing_lock=f"restore {restore_id}")
    with suppress(AlreadyEnqueued):
        job.defer(practice_id=str(practice_id), restore_id=str(restore_id))


@app.task
def restore_data(practice_id: str, restore_id: str) -> None:
    working.do_restore(UUID(practice_id), UUID(restore_id))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="take_up_lost")
def take_up_lost(timestamp: int) -> None:
    """What waits for long, or was begun and not ended, while no job knows of it: the database went away in between.

    Queued again, it waits for the lock; where it was done after all, there is nothing left to do.
    """
    old: dict[str, Any] = {"created_at__lt": timezone.now() - LOST}
    under_way = SetImport.objects.filter(**old, state__in=[SetImport.State.WAITING, SetImport.State.RUNNING])
    for ids in under_way.values_list("practice_id", "client_id", "pk"):
        queue_set_import(*ids)
    for ids in DataExport.objects.filter(**old, state=DataExport.State.WAITING).values_list("practice_id", "pk"):
        queue_export(*ids)
    for ids in DataRestore.objects.filter(**old, state=DataRestore.State.WAITING).values_list("practice_id", "pk"):
        queue_restore(*ids)


@app.periodic(cron="7 4 * * *")
@app.task(queueing_lock="forget_exports")
def forget_exports(timestamp: int) -> None:
    """A file that was not fetched in a week goes."""
    for practice_id in list(Practice.objects.values_list("pk", flat=True)):
        working.forget_files(practice_id)
