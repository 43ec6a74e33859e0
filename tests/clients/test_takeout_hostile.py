"""Exports that somebody has broken or made up: always a reason, never a fault of ours, never memory without end."""

import io
import json
import random
import struct
import zipfile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from accounts.models import User
from clients.models import Client, DataRestore
from clients.takeout.archive import Archive, Refused
from clients.takeout.restoring import restore
from clients.takeout.working import do_restore
from tests.clients.test_takeout import written


@pytest.fixture
def data(client_row: Client) -> bytes:
    return written(client_row.practice)


def refused(data: bytes, by: User) -> str:
    try:
        restore(Archive(io.BytesIO(data)), practice_id=by.memberships.get().practice_id, by=by.pk)
    except Refused as refusal:
        return str(refusal)
    return ""


def test_no_byte_that_is_flipped_breaks_the_reader(data: bytes, owner: User) -> None:
    """In the packed tables, the manifest, the list of entries: all of it."""
    chance = random.Random(7)
    for _ in range(150):
        spoilt = bytearray(data)
        for _ in range(chance.choice([1, 1, 8])):
            spoilt[chance.randrange(len(data))] ^= chance.randrange(1, 256)
        try:
            Archive(io.BytesIO(bytes(spoilt))).check()
        except Refused:
            continue


def test_a_list_of_entries_is_not_read_before_it_is_measured(data: bytes, owner: User) -> None:
    """A ZIP of nothing but names: each would be an object in memory before anyone had counted them."""
    entry = struct.pack("<4s4B4HL2L5H2L", zipfile.stringCentralDir, *([0] * 17), 0)[:46]
    names = entry * 200_000
    end = struct.pack("<4s4H2LH", zipfile.stringEndArchive, 0, 0, 65535, 65535, len(names), 0, 0)
    assert "no ZIP file" in refused(names + end, owner)


def test_clips_unpack_to_no_more_than_they_were(data: bytes, owner: User) -> None:
    """Films are packed already: what grows to many times its size is none."""
    out, clip = io.BytesIO(), {"name": "clips/x.mp4", "clip": str(owner.pk), "bytes": 90_000_000, "sha256": "0" * 64}
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "manifest.json":
                body = json.dumps(json.loads(body) | {"files": [clip]}).encode()
            new.writestr(name, body)
        with new.open("clips/x.mp4", "w") as target:
            for place in range(900):
                target.write(random.Random(place).randbytes(1000) + b"\0" * 99_000)  # a hundredth: below the bound
    assert "packed as nothing of ours" in refused(out.getvalue(), owner)


def test_names_of_a_zip_lead_nowhere(data: bytes, owner: User, tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "inner" / "clips"
    out = io.BytesIO(data)
    with ZipFile(out, "a") as archive:
        for name in ("../../up.txt", "/root.txt", "..\\up.txt", "json/../../../up.txt"):
            archive.writestr(name, b"up")
    restore(Archive(out), practice_id=owner.memberships.get().practice_id, by=owner.pk)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_that_brings_the_worker_down_is_not_tried_for_ever(owner: User) -> None:
    row = DataRestore.objects.create(practice=owner.memberships.get().practice, report={"tries": 3})
    do_restore(row.practice_id, row.pk)
    row.refresh_from_db()
    assert row.state == DataRestore.State.FAILED
