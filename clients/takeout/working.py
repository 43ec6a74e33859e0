"""What the worker does of exports and restores."""

import tempfile
from typing import Any
from uuid import UUID

from django.core.files import File
from django.utils import timezone

from accounts.tenancy import practice_scope
from clients.models import DataExport, DataRestore
from clients.takeout.archive import Archive, Refused
from clients.takeout.restoring import restore
from clients.takeout.writing import write_export

IN_MEMORY = 4 * 1024 * 1024
MOST_TRIES = 3


def make_export(practice_id: UUID, export_id: UUID) -> None:
    """Write the file and keep it. Done again (a worker that was killed) it is made anew."""
    with practice_scope(practice_id):
        rows = DataExport.objects.select_related("practice", "client")
        row = rows.filter(pk=export_id, state=DataExport.State.WAITING).first()
        if row is None:
            return
        with tempfile.TemporaryFile() as target:
            row.rows = write_export(row, target)
            row.size = target.tell()
            target.seek(0)
            row.file.save("export.zip", File(target), save=False)
        row.state, row.finished_at = DataExport.State.DONE, timezone.now()
        row.expires_at = row.finished_at + DataExport.LASTS
        row.save()


def fail_export(practice_id: UUID, export_id: UUID) -> None:
    with practice_scope(practice_id):
        waiting = DataExport.objects.filter(pk=export_id, state=DataExport.State.WAITING)
        waiting.update(state=DataExport.State.FAILED, finished_at=timezone.now())


def do_restore(practice_id: UUID, restore_id: UUID) -> None:
    """All of the file or nothing; what is wrong with it stands in the report."""
    with practice_scope(practice_id):
        row: Any = _begun(restore_id)
    if row is None:
        return
    try:
        with practice_scope(practice_id), row.file.open("rb") as source:
            report: dict[str, Any] = {"tables": restore(Archive(source), practice_id=practice_id, by=row.made_by_id)}
            _end(row, DataRestore.State.DONE, report)
    except Refused as refusal:
        with practice_scope(practice_id):
            _end(row, DataRestore.State.FAILED, {"problem": refusal.reason.kept})
    except Exception:
        with practice_scope(practice_id):
            _end(row, DataRestore.State.FAILED, {})
        raise


def _begun(restore_id: UUID) -> DataRestore | None:
    """None where there is nothing to do. A file that has brought the worker down each time is not tried for ever."""
    row = DataRestore.objects.filter(pk=restore_id, state=DataRestore.State.WAITING).first()
    if row is None:
        return None
    tries = row.report.get("tries", 0)
    if tries >= MOST_TRIES:
        _end(row, DataRestore.State.FAILED, {})
        return None
    row.report = {"tries": tries + 1}
    row.save(update_fields=["report"])
    return row


def _end(row: DataRestore, state: str, report: dict[str, Any]) -> None:
    row.state, row.report, row.finished_at = state, report, timezone.now()
    row.save(update_fields=["state", "report", "finished_at"])


def forget_files(practice_id: UUID) -> None:
    """Exports that have expired go, and files that were restored, or could not be."""
    with practice_scope(practice_id):
        for export in DataExport.objects.filter(expires_at__lt=timezone.now()).exclude(file=""):
            _forget(export)
        for done in DataRestore.objects.exclude(state=DataRestore.State.WAITING).exclude(file=""):
            _forget(done)


def _forget(row: Any) -> None:
    row.file.storage.delete(str(row.file.name))
    row.file = ""
    row.save(update_fields=["file"])
