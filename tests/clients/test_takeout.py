"""Everything of a practice goes out as one file and comes back as it was."""

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Membership, Practice, Role, User
from clients.deletions import Mark
from clients.models import AssignmentBatch, Attachment, Client, DataExport, Session, SetLog
from clients.takeout.archive import Archive, Refused
from clients.takeout.report import CALLED
from clients.takeout.restoring import restore
from clients.takeout.tables import LEFT_OUT, TABLES
from clients.takeout.writing import write_export
from exercises.models import Exercise, Variation
from programs.models import Draft, Program, Progression
from tests.clients.filled import fill
from tests.clients.set_files import FIRST, Set, Workout, export
from tests.clients.test_set_import import taken
from tests.factories import (
    AssignmentFactory,
    ExerciseFactory,
    MembershipFactory,
    PracticeFactory,
    ProgressionFactory,
    VariationFactory,
)

CLIENTS, SETS = "json/clients.client.jsonl", "json/clients.setlog.jsonl"
Dump = dict[str, list[dict[str, Any]]]


@pytest.fixture
def filled(client_row: Client, owner: User, media: Any) -> Client:
    """A client with a row in every table, trained here and elsewhere; a library and a program of the practice's own."""
    practice = client_row.practice
    fill(client_row, coach=owner)
    own = VariationFactory(exercise=ExerciseFactory(practice=practice, name="=Hip thrust"))
    ProgressionFactory(practice=practice, rungs=2, rungs__variation=own)
    own.exercise.muscles.create(practice=practice, muscle="gluteus_maximus", role="mover")
    Draft.objects.create(practice=practice, author=owner, kind="program", content={"name": "Next"})
    batch = AssignmentBatch.objects.create(practice=practice, content="x", overtaken=[uuid4()], made_by=owner)
    client_row.assignments.update(batch=batch)
    program = Program.objects.create(practice=practice, name="@Block", saved_by=owner)
    day = program.days.create(practice=practice, week=1, day=1)
    day.items.create(practice=practice, position=1, line="3 x 8", variation=own, sets=3)
    taken(client_row, export("hevy_kg", [Workout(sets=[Set("Thrust", note="-1 today")])]), {"Thrust": (own, "each")})
    return client_row


@pytest.fixture
def media(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path / "clips"
    return settings.MEDIA_ROOT


def written(practice: Practice, client: Client | None = None, *, with_clips: bool = True) -> bytes:
    target = io.BytesIO()
    write_export(DataExport(practice=practice, client=client, with_clips=with_clips), target)
    return target.getvalue()


def put_back(data: bytes, practice: Practice, by: User) -> dict[str, dict[str, int]]:
    return restore(Archive(io.BytesIO(data)), practice_id=practice.pk, by=by.pk)


def dump(practice: Practice) -> Dump:
    """Every row of the practice with all its fields, but those that the database computes."""
    return {
        table.name: list(
            table.model._default_manager.filter(practice_id=practice.pk).order_by("pk").values(
                *(field.attname for field in table.model._meta.concrete_fields)
            )
        )
        for table in TABLES
    }  # fmt: skip


def wipe(practice: Practice) -> None:
    for clip in Attachment.objects.filter(practice=practice):
        clip.file.storage.delete(str(clip.file.name))
    for table in reversed(TABLES):
        table.model._default_manager.filter(practice_id=practice.pk).delete()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes], *, honest: bool = True) -> bytes:
    """The file with another entry in it; `honest`: the manifest says so."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        contents = {each: old.read(each) for each in old.namelist()}
        contents[name] = change(contents[name])
        if honest and name != "manifest.json":
            manifest = json.loads(contents["manifest.json"])
            for each in manifest["tables"]:
                if name == f"json/{each['name']}.jsonl":
                    body = contents[name]
                    each |= {"bytes": len(body), "rows": body.count(b"\n"), "sha256": hashlib.sha256(body).hexdigest()}
            contents["manifest.json"] = json.dumps(manifest).encode()
        for each, body in contents.items():
            new.writestr(each, body)
    return out.getvalue()


def rows_of(data: bytes, name: str) -> list[dict[str, Any]]:
    with ZipFile(io.BytesIO(data)) as archive:
        return [json.loads(line) for line in archive.read(f"json/{name}.jsonl").splitlines()]


def as_lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_every_table_goes_along_or_is_said_not_to(db: None) -> None:
    labels = {table.name for table in TABLES} | set(LEFT_OUT)
    of_practices = {
        model._meta.label_lower
        for app in ("accounts", "exercises", "programs", "clients", "hooks")
        for model in apps.get_app_config(app).get_models()
        if any(field.name == "practice" for field in model._meta.fields) or model is Practice
    }
    assert of_practices == labels
    assert set(CALLED) == {table.name for table in TABLES}


def test_out_wiped_and_back_is_equal(filled: Client, owner: User) -> None:
    practice = filled.practice
    before, data = dump(practice), written(practice)
    assert all(before.values())
    clip = Attachment.objects.get()
    content = clip.file.read()
    clip.file.close()
    wipe(practice)
    assert not any(dump(practice).values())
    report = put_back(data, practice, owner)
    assert dump(practice) == before
    assert {name: each["added"] for name, each in report.items()} == {name: len(rows) for name, rows in before.items()}
    with Attachment.objects.get().file.open() as file:
        assert file.read() == content


def test_a_second_time_changes_nothing(filled: Client, owner: User) -> None:
    practice = filled.practice
    data = written(practice)
    Client.objects.update(goal="Changed since")
    SetLog.objects.filter(side="left").delete()
    report = put_back(data, practice, owner)
    assert report["clients.setlog"]["added"] == report["clients.setlog"]["rows"] - report["clients.setlog"]["held"] > 0
    assert Client.objects.get().goal == "Changed since"
    now = dump(practice)
    again = put_back(data, practice, owner)
    assert dump(practice) == now
    assert not any(count["added"] or count["left"] for count in again.values())


def test_into_another_practice_beside_the_first(filled: Client, owner: User, rival: User) -> None:
    """Ids are new there, the same each time; what was there is untouched; people who are no members have no part."""
    practice, elsewhere = filled.practice, rival.memberships.get().practice
    before, data = dump(practice), written(practice)
    put_back(data, elsewhere, rival)
    assert dump(practice) == before
    there = dump(elsewhere)
    counts = {name: len(rows) for name, rows in before.items()} | {"programs.draft": 0}  # unsaved work is its author's
    assert {name: len(rows) for name, rows in there.items()} == counts
    copy = Client.objects.get(practice=elsewhere)
    assert (copy.user, copy.coach, copy.name) == (None, rival, filled.name)
    ours, theirs = ({row["uuid"] for row in rows["clients.setlog"]} for rows in (before, there))
    assert ours == theirs
    ids = {str(row["id"]) for rows in before.values() for row in rows}
    told = json.dumps({name: rows for name, rows in there.items() if name != "clients.phoneaction"}, default=str)
    assert [pk for pk in ids if pk in told and not Exercise.objects.filter(practice=None, pk=pk).exists()] == []
    put_back(data, elsewhere, rival)
    assert dump(elsewhere) == there


def test_sets_of_other_tools_are_known_wherever_they_were_taken(filled: Client, rival: User) -> None:
    """The same file after a restore elsewhere, and from there elsewhere again: only what is new, in its place."""
    sets = [Set("Thrust", reps=8, note="-1 today"), Set("Thrust", reps=7), Set("Thrust", reps=6)]
    data = written(filled.practice)
    for count, place in ((2, rival.memberships.get().practice), (3, PracticeFactory())):
        put_back(data, place, MembershipFactory(practice=place, role=Role.OWNER).user)
        copy = Client.objects.get(practice=place)
        session = Session.objects.get(client=copy, source="hevy")
        row = taken(copy, export("hevy_kg", [Workout(sets=sets[:count])]), {"Thrust": (thrust_of(copy), "left")})
        assert (row.added, row.held, row.added_sessions) == (1, count - 1, 0)
        assert Session.objects.get(client=copy, source="hevy") == session
        assert session.items.get().sets.filter(side="left").count() == count
        data = written(place)
    fresh = export("hevy_kg", [Workout(sets=sets, start=FIRST + dt.timedelta(days=1))])
    for client in (filled, copy):  # a session of its own in each
        row = taken(client, fresh, {"Thrust": (thrust_of(client), "both")})
        assert (row.added, row.held, row.added_sessions) == (3, 0, 1)


def thrust_of(client: Client) -> Variation:
    found: Variation = Variation.objects.get(practice=client.practice, exercise__name="=Hip thrust")
    return found


def test_a_file_of_an_older_version_comes_back(filled: Client, owner: User) -> None:
    practice = filled.practice
    before, data = dump(practice), written(practice)
    older = rows_of(data, "clients.client")
    del older[0]["imported_as"]
    data = changed(data, CLIENTS, lambda body: as_lines(older))
    data = changed(data, "manifest.json", lambda body: json.dumps(json.loads(body) | {"version": 1}).encode())
    wipe(practice)
    put_back(data, practice, owner)
    assert dump(practice) == before


def test_one_client_comes_alone(filled: Client, other_client: Client, owner: User) -> None:
    AssignmentFactory(client=other_client)
    data = written(filled.practice, filled)
    assert [row["id"] for row in rows_of(data, "clients.client")] == [str(filled.pk)]
    before = dump(filled.practice)
    filled.delete()  # their clips' files are still there, and theirs again
    put_back(data, filled.practice, owner)
    assert dump(filled.practice) == before


def test_cells_run_nothing_and_json_is_exact(filled: Client) -> None:
    data = written(filled.practice)
    with ZipFile(io.BytesIO(data)) as archive:
        sheets = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".csv")}
        manifest = json.loads(archive.read("manifest.json"))
    cells = [cell for text in sheets.values() for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert "'=Hip thrust" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert rows_of(data, "programs.program")[0]["name"] == "@Block"
    assert {row["note"] for row in rows_of(data, "clients.sessionitem")} >= {"-1 today"}
    assert (manifest["version"], manifest["practice"]["name"]) == (2, "Hill Street Strength")
    assert {each["name"]: each["rows"] for each in manifest["tables"]}["clients.client"] == 1


def test_a_file_that_is_not_as_it_was_is_refused(filled: Client, owner: User) -> None:
    practice, data = filled.practice, written(filled.practice)
    before = dump(practice)
    wipe(practice)

    def said(**changes: Any) -> Callable[[bytes], bytes]:
        return lambda body: json.dumps(json.loads(body) | changes).encode()

    for broken, words in (
        (b"no zip", "no ZIP file"),
        (data[: len(data) // 2], "no ZIP file"),
        (changed(data, "manifest.json", said(version=3)), "version 3 of the format"),
        (changed(data, "manifest.json", said(kind="other")), "not one that Kickstand has made"),
        (changed(data, "manifest.json", said(tables=[])), "do not belong together"),
        (changed(data, "manifest.json", lambda body: b"{"), "manifest of this file cannot be read"),
        (changed(data, "manifest.json", said(practice=None)), "manifest of this file cannot be read"),
        (changed(data, CLIENTS, lambda body: body.replace(b"Maya", b"Mara"), honest=False), "was changed"),
        (changed(data, CLIENTS, lambda body: body + b"\n", honest=False), "not as the manifest says"),
        (changed(data, SETS, lambda body: b"{" * 100_000 + b"\n"), "Row 1 of clients.setlog"),
        (changed(data, SETS, lambda body: b'{"id":1}\n'), "Row 1 of clients.setlog cannot be read"),
        (changed(data, SETS, lambda body: body.replace(b'"reps":8', b'"reps":"x"')), "reps"),
        (changed(data, SETS, lambda body: body.replace(b'"reps":8', b'"reps":9999')), "set_reps_bounds"),
        (changed(data, CLIENTS, lambda body: body.replace(b"Maya", b"Ma\\u0000")), "breaks a rule"),
        (changed(data, CLIENTS, lambda body: body.replace(b'"plates":', b'"p":')), "inventory"),
        (changed(data, CLIENTS, lambda body: b"0" * 30_000_000 + b"\n"), "packed as nothing of ours"),
    ):
        with pytest.raises(Refused, match=words):
            put_back(broken, practice, owner)
        assert not any(dump(practice).values()), words
    put_back(data, practice, owner)
    assert dump(practice) == before


def test_no_id_of_a_file_reaches_another_practice(filled: Client, owner: User, rival_client: Client) -> None:
    """Forged: rows that call themselves by another practice's ids, or refer to its rows."""
    practice, rival = filled.practice, rival_client.coach
    foreign = AssignmentFactory(client=rival_client)
    session = Session.objects.create(
        practice=rival_client.practice, client=rival_client, assignment=foreign, due_on="2026-01-05", zone="UTC"
    )
    before = dump(rival_client.practice)
    data = written(practice)
    wipe(practice)
    people = rows_of(data, "clients.client")
    stolen = as_lines([people[0] | {"id": str(rival_client.pk)}])
    report = put_back(changed(data, CLIENTS, lambda body: stolen), practice, owner)
    assert report["clients.client"]["left"] == 1
    added = {name for name, count in report.items() if count["added"]}
    assert {name for name in added if name.startswith("clients.")} == {"clients.assignmentbatch"}
    sets = rows_of(data, "clients.setlog")
    aimed = as_lines([row | {"session_id": str(session.pk)} for row in sets])
    counted = put_back(changed(data, SETS, lambda body: aimed), practice, owner)["clients.setlog"]
    assert counted == {"rows": len(sets), "added": 0, "held": 0, "left": len(sets)}
    wipe(practice)
    others = changed(data, "json/people.jsonl", lambda body: body.replace(owner.email.encode(), rival.email.encode()))
    put_back(others, practice, owner)
    assert Client.objects.get(practice=practice).coach == owner
    assert dump(rival_client.practice) == before
    assert not Membership.objects.filter(practice=practice, user=rival).exists()


def test_a_forged_clip_stays_out(filled: Client, owner: User) -> None:
    """A page that calls itself a clip; a name of somebody else's file."""
    practice = filled.practice
    clip = Attachment.objects.get()
    other = default_storage.save("ab/" + uuid4().hex, ContentFile(b"theirs"))
    data = written(practice)
    wipe(practice)
    row = rows_of(data, "clients.attachment")[0]
    named = changed(data, "json/clients.attachment.jsonl", lambda b: as_lines([row | {"file": other}]))
    html = changed(data, "json/clients.attachment.jsonl", lambda b: as_lines([row | {"content_type": "text/html"}]))
    assert put_back(html, practice, owner)["clients.attachment"]["left"] == 1
    put_back(named, practice, owner)
    assert Attachment.objects.get(pk=clip.pk).file.name not in (other, clip.file.name)
    with default_storage.open(other) as file:
        assert file.read() == b"theirs"


def test_who_was_deleted_for_good_stays_away(filled: Client, owner: User) -> None:
    data = written(filled.practice)
    mark = Mark(practice=filled.practice_id, client=filled.pk)
    filled.delete()
    default_storage.save(mark.name, ContentFile(b""))
    report = put_back(data, filled.practice, owner)
    assert report["clients.client"] == {"rows": 1, "added": 0, "held": 0, "left": 1}
    assert not Session.objects.exists()


def test_the_library_is_found_by_its_names(library: None, practice: Practice, owner: User, client_row: Client) -> None:
    """On another machine the built-in rows have other ids."""
    ladder = Progression.objects.get(practice=None, slug="staggered-hip-thrust")
    AssignmentFactory(client=client_row, progression=ladder)
    data = written(practice)
    fresh = {str(row["id"]): str(uuid4()) for row in rows_of(data, "library")}
    for name in ("json/library.jsonl", "json/clients.assignment.jsonl"):
        data = changed(data, name, lambda body: _renamed(body, fresh))
    client_row.delete()
    put_back(data, practice, owner)
    assignment = Client.objects.get().assignments.get()
    assert (assignment.progression, assignment.start_rung.progression) == (ladder, ladder)


def _renamed(body: bytes, ids: dict[str, str]) -> bytes:
    for old, new in ids.items():
        body = body.replace(old.encode(), new.encode())
    return body


WORDS = ("kind", "version", "tables", "files", "practice", "client", "made_at", "name", "bytes", "id")
LEAVES = st.none() | st.integers() | st.text(max_size=5)
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner), max_leaves=12
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200) | TREES.map(lambda tree: json.dumps(tree).encode()))
def test_no_manifest_breaks_the_reader(manifest: bytes) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", manifest)
    with pytest.raises(Refused):
        Archive(io.BytesIO(out.getvalue()))
