"""The export: all of one client and nothing of another, read back by a spreadsheet and by our own import."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from clients import verdicts
from clients.body_mass import weigh
from clients.cards import card_of
from clients.clips import note_on
from clients.export_columns import HEADS
from clients.export_files import export_zip
from clients.exporting import TABLES, tables_of
from clients.importing import import_clients, read_sheet
from clients.models import Assignment, Client, Session
from clients.moving_days import move_day
from clients.notes import write_note
from clients.services import SetFacts, correct_set
from clients.swapping import Figures, swap_exercise
from clients.talking import comment_on
from clients.technique import mark_technique
from tests.clients.clips import attached
from tests.clients.conftest import MONDAY, play
from tests.clients.filled import sent_apart
from tests.clients.rows import finished
from tests.factories import AssignmentFactory

THURSDAY = dt.date(2026, 1, 8)
ROOT = Path(__file__).resolve().parents[2]


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))


@pytest.fixture
def full(training: Assignment, coach: User) -> Session:
    """A session with all that can be about it; a note, a body mass, a day moved and an exercise swapped."""
    session = play(training, due_on=MONDAY.date(), reps=9)
    row = session.sets.filter(side="left").first()
    assert row
    facts = SetFacts(
        uuid=row.uuid, set_number=row.set_number, side="left", reps=7, load=row.load, performed_at=timezone.now()
    )
    correct_set(row, facts, by=coach)
    mark_technique(session.items.get(), side="left", sound=False, note="Hips turn", by=coach)
    verdicts.hold(card_of(session.pk), session.proposals.exclude(status="superseded").get(), by=coach)
    write_note(session.client, author=coach, text="-5 kg is her own wish")
    weigh(session.client, kg=Decimal("70.25"))
    move_day(session.client, day=THURSDAY, to=THURSDAY + dt.timedelta(days=1), by=coach)
    figures = dict.fromkeys(("left", "right"), Figures(load=Decimal(20), sets=2, reps=[8]))
    other = session.items.get().targets.all()[0].variation
    later = THURSDAY + dt.timedelta(days=4)
    swap_exercise(training, due_on=later, variation=other, sides=figures, note="=1", by=coach)
    comment_on(session, author=coach, text='=HYPERLINK("http://x.test")')
    note_on(attached(session, coach), at_ms=3400, text="Hips turn", by=coach)
    sent_apart(session)
    return session


def opened(browser: Browser, client: Client) -> zipfile.ZipFile:
    response = browser.get(f"/coach/clients/{client.pk}/export/")
    assert response["Content-Type"] == "application/zip"
    assert re.fullmatch(r'attachment; filename="maya-lindqvist-\d{4}-\d\d-\d\d\.zip"', response["Content-Disposition"])
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def test_every_table_is_there_with_what_was_logged(as_coach: Browser, client_row: Client, full: Session) -> None:
    archive = opened(as_coach, client_row)
    found = {name: rows(archive, name) for name in TABLES}
    assert [name for name, lines in found.items() if not lines] == []
    assert {row["side"] for row in found["sets"]} == {"left", "right"}
    assert len(found["sets"]) == full.sets.count()
    corrected = next(row for row in found["sets"] if row["corrected"] == "1")
    assert (corrected["reps"], found["corrections"][0]["reps"]) == ("7", "9")
    assert found["corrections"][0]["set"] == corrected["set"]
    assert found["technique"][0]["sound"] == "no"
    assert [row["decision"] for row in found["decisions"]] == ["held"]
    assert {row["holds_action"] for row in found["proposals"] if row["status"] == "held"} == {"hold"}


def test_the_json_says_the_same(as_coach: Browser, client_row: Client, full: Session) -> None:
    archive = opened(as_coach, client_row)
    whole = json.loads(archive.read("export.json"))
    assert whole["format"] == 1
    assert whole["inventory"] == client_row.inventory
    for name in TABLES:
        assert len(whole[name]) == len(rows(archive, name))
        assert [list(row) for row in whole[name]] == [HEADS[name]] * len(whole[name])
    assert whole["comments"][0]["text"] == '=HYPERLINK("http://x.test")'
    assert whole["technique"][0]["sound"] is False


def test_no_cell_runs_as_a_formula(as_coach: Browser, client_row: Client, full: Session) -> None:
    (line,) = rows(opened(as_coach, client_row), "comments")
    assert line["text"] == '\'=HYPERLINK("http://x.test")'


def test_the_import_reads_the_client_back(as_coach: Browser, client_row: Client, coach: User, full: Session) -> None:
    Client.objects.filter(pk=client_row.pk).update(goal="=1+1", tags=["knee", "club"], involved_side="left")
    text = opened(as_coach, client_row).read("client.csv").decode("utf-8-sig")
    Client.objects.filter(pk=client_row.pk).update(email="old@x.test", name="Old")
    (made,) = import_clients(read_sheet(text, by=coach), by=coach)
    same = ("goal", "tags", "involved_side", "unit", "time_zone", "body_mass_kg")
    client_row.refresh_from_db()
    assert [getattr(made, name) for name in same] == [getattr(client_row, name) for name in same]
    assert (made.name, made.email) == ("Maya Lindqvist", "maya@kickstand.test")


def test_nothing_of_another_client_is_in_it(
    coach: User, rival: User, client_row: Client, other_client: Client, full: Session
) -> None:
    finished(AssignmentFactory(client=other_client), due_on=MONDAY.date())
    mine = {str(row["session"]) for row in tables_of(client_row, by=coach)["sets"]}
    assert mine == {str(full.pk)}
    assert all(not lines or name == "client" for name, lines in tables_of(client_row, by=rival).items())
    assert all(not lines or name == "client" for name, lines in tables_of(Client(pk=uuid4()), by=coach).items())


@pytest.mark.parametrize("who", ["as_rival", "as_client", "as_other_client"])
def test_nobody_else_gets_it(request: pytest.FixtureRequest, client_row: Client, who: str) -> None:
    browser: Browser = request.getfixturevalue(who)
    assert browser.get(f"/coach/clients/{client_row.pk}/export/").status_code == 404


def whole(client: Client, by: User) -> bytes:
    return b"".join(export_zip(client, by=by))


def test_it_costs_the_same_for_one_session_and_for_many(
    coach: User,
    training: Assignment,
    client_row: Client,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    finished(training, due_on=MONDAY.date())
    whole(client_row, coach)  # which practice the coach belongs to is asked once
    with django_assert_max_num_queries(len(TABLES)) as few:
        whole(client_row, coach)
    for n in range(1, 12):
        finished(training, due_on=MONDAY.date().replace(day=5 + n))
    with django_assert_num_queries(len(few.captured_queries)):
        whole(client_row, coach)


def test_the_documentation_names_every_table_and_column() -> None:
    text = (ROOT / "docs" / "export.md").read_text()
    lines = {name: next(line for line in text.splitlines() if line.startswith(f"| `{name}`")) for name in TABLES}
    for name in set(TABLES) - {"client", "proposals", "corrections"}:
        assert [column for column in HEADS[name] if column not in lines[name]] == []
