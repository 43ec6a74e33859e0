"""Exports and restores as people ask for them. The worker does them; a file waits a week to be fetched."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.access import membership_of
from clients.jobs import queue_export, queue_restore
from clients.models import Client, DataExport, DataRestore
from clients.takeout.archive import Archive, Refused

CHECKED_AT_ONCE = 30_000_000  # bytes of tables that are checked while somebody waits
MOST_WAITING = 5


@transaction.atomic
def order_export(*, by: Any, client: Client | None = None, with_clips: bool = True) -> DataExport:
    """Everything of one client, or of the practice. Raises ValidationError where enough are waiting already."""
    membership = membership_of(by)
    assert membership is not None  # the gate of whoever calls
    waiting = DataExport.objects.for_coach(by).filter(state=DataExport.State.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(_("Exports are being made already. Wait for those first."))
    row = DataExport.objects.create(
        practice_id=membership.practice_id, client=client, made_by=by, with_clips=with_clips
    )
    transaction.on_commit(partial(queue_export, row.practice_id, row.pk))
    return row


@transaction.atomic
def order_restore(file: Any, *, by: Any) -> DataRestore:
    """Keep an export of ours that the worker is to put back. Raises ValidationError with what is wrong."""
    membership = membership_of(by)
    assert membership is not None  # the gate of whoever calls
    if DataRestore.objects.for_coach(by).filter(state=DataRestore.State.WAITING).exists():
        raise _another_waits()
    try:
        archive = Archive(file)
        if sum(held.bytes for held in archive.tables.values()) <= CHECKED_AT_ONCE:
            archive.check()
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    file.seek(0)
    row = DataRestore(practice_id=membership.practice_id, made_by=by, made_at=archive.made_at, size=file.size)
    row.file.save("export.zip", file, save=False)
    try:
        with transaction.atomic():
            row.save()
    except Exception as error:
        row.file.storage.delete(str(row.file.name))
        if isinstance(error, IntegrityError):  # one came in while this one was being kept
            raise _another_waits() from error
        raise
    transaction.on_commit(partial(queue_restore, row.practice_id, row.pk))
    return row


def _another_waits() -> ValidationError:
    return ValidationError(_("Another file is being restored. Wait for that first."))


def may_fetch(row: DataExport, user: Any) -> bool:
    """A client's export is any coach's; the practice's is its owner's."""
    membership = membership_of(user)
    return membership is not None and (row.client_id is not None or membership.role == "owner")
