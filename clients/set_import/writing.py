"""The import itself, in the background: workouts become sessions, a thousand rows a transaction.

Done again, from the start or after the worker was killed, it adds only what is not there; nothing is ever changed.
"""

import csv
import io
import json
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from accounts.tenancy import practice_scope
from clients.importing import inert
from clients.models import Client, SetImport
from clients.reasons import Reason
from clients.set_import.batch import Batch
from clients.set_import.formats import Line, lines_of
from clients.set_import.workouts import Workout, workouts_of
from exercises.models import Variation

AT_ONCE = 1000
COUNTED = ("done_rows", "added", "added_sessions", "held", "skipped", "warm_ups", "bad_rows")


def import_sets(practice_id: UUID, import_id: UUID) -> None:
    """Do what a coach has confirmed. Each batch is kept before the next begins, and says how far it is."""
    with practice_scope(practice_id):
        row = _begun(import_id)
    if row is None:
        return
    try:
        bad = _imported(row)
    except Exception:
        with practice_scope(practice_id):
            _end(row, SetImport.State.FAILED, b"")
        raise
    with practice_scope(practice_id):
        _end(row, SetImport.State.DONE, bad)


def _begun(import_id: UUID) -> SetImport | None:
    """None where there is nothing to do: it was done, or the client has gone."""
    rows = SetImport.objects.select_related("client", "made_by").filter(pk=import_id)
    row: SetImport | None = rows.filter(state__in=[SetImport.State.WAITING, SetImport.State.RUNNING]).first()
    if row is not None:
        row.state = SetImport.State.RUNNING
        for name in set(COUNTED) - {"added", "added_sessions"}:  # what a killed worker had added stays added by this
            setattr(row, name, 0)
        row.save(update_fields=["state", *COUNTED])
    return row


def _imported(row: SetImport) -> bytes:
    """Every batch. Returns the lines that could not be taken, packed."""
    earlier = row.added
    with practice_scope(row.practice_id):
        variations = _variations(row)
    layout, lines = lines_of(zlib.decompress(row.content))
    sheet = _Sheet(layout.heads)
    waiting: list[Workout] = []
    rows = 0
    parts = workouts_of(lines, source=row.source, client=row.client, now=timezone.now())
    for part in parts:
        rows += 1 if isinstance(part, Line) else len(part.rows)
        if isinstance(part, Line):
            sheet.add([part])
        else:
            sheet.add(each.line for each in part.rows)
            waiting.append(part)
        if rows >= AT_ONCE:
            _keep(row, waiting, variations, rows, sheet.count)
            waiting, rows = [], 0
    _keep(row, waiting, variations, rows, sheet.count)
    row.held = max(row.held - earlier, 0)
    return sheet.packed()


def _variations(row: SetImport) -> dict[str, Variation]:
    """By the name in the file. One that has gone from the library since is skipped."""
    found = {str(each.pk): each for each in Variation.objects.filter(pk__in=[to for to, _ in row.mapping.values()])}
    return {name: found[to] for name, (to, _) in row.mapping.items() if to in found}


def _keep(row: SetImport, workouts: list[Workout], variations: dict[str, Variation], rows: int, bad: int) -> None:
    with practice_scope(row.practice_id):
        # Whoever else imports for the client waits here, and then reads what is there by now.
        Client.objects.select_for_update(no_key=True).only("pk").get(pk=row.client_id)
        batch = Batch(row, variations)
        batch.write(workouts)
        row.done_rows += rows
        row.bad_rows = bad
        row.added += batch.added
        row.added_sessions += batch.added_sessions
        row.held += batch.held
        row.skipped += batch.skipped
        row.warm_ups += batch.warm_ups
        row.save(update_fields=COUNTED)


def _end(row: SetImport, state: str, bad: bytes) -> None:
    """The file itself is not kept: what was taken is in the sessions, what was not stands in `bad`."""
    kept = {"state": state, "bad": bad, "content": b"", "finished_at": timezone.now(), "held": row.held}
    SetImport.objects.filter(pk=row.pk).update(**kept)  # of none, where the client has gone meanwhile


class _Sheet:
    """What cannot be taken: the heads, then [number, code, facts, cells] of a line, as JSON; packed while it grows."""

    def __init__(self, heads: list[str]) -> None:
        self.count = 0
        self._packer, self._parts = zlib.compressobj(), [b""]
        self._write(heads)

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if line.bad:
                self.count += 1
                self._write([line.number, line.bad.code, line.bad.facts, line.cells])

    def _write(self, said: list[Any]) -> None:
        self._parts.append(self._packer.compress(f"{json.dumps(said)}\n".encode()))

    def packed(self) -> bytes:
        return b"".join([*self._parts, self._packer.flush()])


BadRow = tuple[int, Reason, list[str]]


def bad_rows_csv(row: SetImport) -> bytes:
    """The lines that could not be taken, to mend and import again, with their number and the reason."""
    if not row.bad:
        return b""
    heads, rows = _kept(row)
    out = io.StringIO("\ufeff")
    out.seek(1)
    writer = csv.writer(out)
    writer.writerow([inert(cell) for cell in (gettext("Line"), gettext("Problem"), *heads)])
    writer.writerows([inert(cell) for cell in (str(number), str(why), *cells)] for number, why, cells in rows)
    return out.getvalue().encode(errors="replace")


def bad_rows(row: SetImport, most: int) -> list[dict[str, Any]]:
    """The first of them, as they stand in the file: [{line, reason, code, facts, cells, text}]."""
    _heads, rows = _kept(row)
    found = [
        {"line": number, "reason": str(why), "code": why.code, "facts": why.facts, "cells": cells}
        | {"text": " · ".join(cell for cell in cells if cell)[:160]}
        for number, why, cells in islice(rows, most)
    ]
    return sorted(found, key=itemgetter("line"))


def _kept(row: SetImport) -> tuple[list[str], Iterator[BadRow]]:
    """The heads of the file, and its bad lines."""
    data = zlib.decompress(row.bad) if row.bad else b"[]"
    if data.startswith(BOM_UTF8):
        return _kept_in_words(data)
    lines = map(json.loads, io.BytesIO(data))
    return next(lines), ((number, Reason(code, facts), cells) for number, code, facts, cells in lines)


def _kept_in_words(data: bytes) -> tuple[list[str], Iterator[BadRow]]:
    """Imports of before the reasons had codes: a CSV of number, words and cells."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return next(rows)[2:], ((int(number), Reason.of(words), cells) for number, words, *cells in rows)
