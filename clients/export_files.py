"""A client's tables as a file to keep: a ZIP with a CSV of each, the same as JSON, and for clients their clips."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from clients.export_columns import HEADS
from clients.exporting import TABLES, Row, Table
from clients.importing import COLUMNS, inert
from clients.models import Client
from clients.zipping import Entry, zipped

FORMAT = 1  # of docs/export.md; counted up when a column changes its meaning or goes
IN_MEMORY = 1024 * 1024  # bytes of a table; what is longer waits on the disk


def export_zip(
    client: Client, *, by: User, tables: Mapping[str, Table] = TABLES, more: Iterable[Entry] = ()
) -> Iterator[bytes]:
    """`client.csv` (as the import reads it), a table of each kind of row, `export.json` with all of them, and `more`.

    What `by` may not see is not in it. A query a table, however long the client has trained; all of them are asked
    before this returns, so that nothing is read after the request's scope has closed.
    """
    entries = _written(client, by, tables)
    return zipped([*entries, *more])


def file_name(client: Client, today: dt.date) -> str:
    """`maya-lindqvist-2026-11-27.zip`: letters that every disk can write."""
    return f"{slugify(client.name) or 'client'}-{today.isoformat()}.zip"


def _written(client: Client, by: User, tables: Mapping[str, Table]) -> list[Entry]:
    """Each table is read once, and written row by row to its CSV and to the JSON."""
    whole = _text_file()
    head = {"format": FORMAT, "exported_at": timezone.now(), "inventory": client.inventory}
    whole.write(json.dumps(head, default=_plain, ensure_ascii=False)[:-1])
    entries = []
    for name, read in tables.items():
        heads = [COLUMNS[column] for column in COLUMNS] if name == "client" else HEADS[name]
        sheet = _text_file()
        whole.write(f',\n"{name}": [')
        _write(read(client, by), HEADS[name], heads, sheet, whole)
        whole.write("]")
        entries.append(_entry(f"{name}.csv", sheet))
    whole.write("\n}\n")
    return [*entries, _entry("export.json", whole)]


def _write(rows: Iterable[Row], columns: list[str], heads: list[str], sheet: Any, whole: Any) -> None:
    """With a mark that tells spreadsheets it is UTF-8; a cell that would run as a formula is inert."""
    sheet.write("\ufeff")
    writer = csv.writer(sheet)
    writer.writerow(heads)
    for number, row in enumerate(rows):
        writer.writerow([inert(_cell(row.get(column))) for column in columns])
        whole.write(",\n" if number else "\n")
        whole.write(json.dumps(row, default=_plain, ensure_ascii=False))


def _text_file() -> io.TextIOWrapper:
    held: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the archive closes it, when its turn is over)
    return io.TextIOWrapper(held, encoding="utf-8", newline="")


def _entry(name: str, file: io.TextIOWrapper) -> Entry:
    file.flush()
    held: BinaryIO = file.detach()  # type: ignore[assignment]
    held.seek(0)
    return Entry(name=name, open=lambda: held)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(_cell(each) for each in value)
    return str(_plain(value))


def _plain(value: Any) -> Any:
    """A value as JSON has it: dates and times as ISO 8601, loads as plain figures without trailing zeros."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, (int, float, str)) else str(value)
