"""An export: each table as JSON lines (exact) and as CSV (to look at), the clips, and a manifest that ends it."""

import csv
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from clients.importing import inert
from clients.models import Attachment, DataExport
from clients.own_export import ENDINGS
from clients.takeout.tables import AT_ONCE, TABLES, Table, library_rows, line_of, people_rows, plain

KIND, VERSION = "kickstand-export", 2
BLOCK = 256 * 1024
IN_MEMORY = 1024 * 1024


@dataclass(slots=True)
class Written:
    """What the manifest says of what was written so far."""

    archive: ZipFile
    tables: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)


def write_export(export: DataExport, target: BinaryIO) -> int:
    """Write the ZIP into `target`. Returns how many rows are in it. A query a table, rows through a cursor."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        written = Written(archive)
        practice_id, client_id = export.practice_id, export.client_id
        _lines(written, "people", people_rows(practice_id))
        _lines(written, "library", library_rows())
        for table in TABLES:
            _lines(written, table.name, _each(table, practice_id, client_id), columns=[f.attname for f in table.fields])
        if export.with_clips:
            _clips(written, practice_id, client_id)
        head = {
            "kind": KIND,
            "version": VERSION,
            "made_at": timezone.now().isoformat(),
            "practice": {"id": str(practice_id), "name": export.practice.name},
            "client": {"id": str(client_id), "name": export.client.name} if export.client else None,
            "tables": written.tables,
            "files": written.files,
        }
        archive.writestr("manifest.json", json.dumps(head, ensure_ascii=False, indent=1))
    return sum(each["rows"] for each in written.tables)


def _each(table: Table, practice_id: UUID, client_id: UUID | None) -> Iterator[dict[str, Any]]:
    """Row by row through a cursor of the server: ten years of sets are never all in memory."""
    rows = table.rows(practice_id, client_id).values(*(each.attname for each in table.fields))
    yield from rows._iterator(use_chunked_fetch=True, chunk_size=AT_ONCE)


def _lines(written: Written, name: str, rows: Iterable[dict[str, Any]], columns: list[str] | None = None) -> None:
    """`json/<name>.jsonl` while the rows come, the CSV beside it on the disk until they have."""
    digest, count, size = hashlib.sha256(), 0, 0
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="") as sheet:
        writer = csv.writer(sheet)
        with written.archive.open(f"json/{name}.jsonl", "w", force_zip64=True) as target:
            for row in rows:
                if count == 0:
                    writer.writerow(columns or list(row))
                line = (line_of(row) + "\n").encode()
                target.write(line)
                digest.update(line)
                count, size = count + 1, size + len(line)
                writer.writerow([inert(_cell(value)) for value in row.values()])
        if count == 0 and columns:
            writer.writerow(columns)
        sheet.seek(0)
        with written.archive.open(f"csv/{name}.csv", "w", force_zip64=True) as target:
            target.write("\ufeff".encode())
            while block := sheet.read(BLOCK):
                target.write(block.encode())
    written.tables.append({"name": name, "rows": count, "bytes": size, "sha256": digest.hexdigest()})


def _cell(value: Any) -> str:
    """As docs/export.md has it; what is no single figure or text as JSON."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _clips(written: Written, practice_id: UUID, client_id: UUID | None) -> None:
    """`clips/<id>.mp4`, packed already. One whose file has gone is left out, and with it its row when it comes back."""
    rows = Attachment.objects.filter(practice_id=practice_id)
    for row in rows.filter(client=client_id) if client_id else rows:
        name = f"clips/{row.pk}.{ENDINGS.get(row.content_type, 'bin')}"
        info = ZipInfo(name, date_time=row.created_at.timetuple()[:6])
        info.compress_type = ZIP_STORED
        try:
            source = row.file.storage.open(str(row.file.name))
        except FileNotFoundError:
            continue
        digest, size = hashlib.sha256(), 0
        with source, written.archive.open(info, "w", force_zip64=True) as target:
            while block := source.read(BLOCK):
                target.write(block)
                digest.update(block)
                size += len(block)
        written.files.append({"name": name, "clip": str(row.pk), "bytes": size, "sha256": digest.hexdigest()})
