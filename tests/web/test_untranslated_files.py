"""What is wrong with a file is told in the reader's language, whosever file it was: pages in a language of brackets."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dates import MONTHS_3

from clients.apart import WHY, apart_words
from clients.importing import COLUMNS, read_sheet
from clients.models import Client, DataExport, DataRestore, PhoneAction, SetImport
from clients.reasons import RESTORES, ROWS, Reason
from clients.set_import.preview import confirm, read_sets
from clients.set_import.writing import bad_rows, import_sets
from hooks.models import Attempt, Delivery, Endpoint, Event
from hooks.services import add_endpoint, send_test
from tests.pseudo import bracketed, unmarked
from tests.web.test_untranslated_desk import WRITTEN, left_of, people, read
from tests.web.test_untranslated_desk import without as bare

HEADS = ("Date", "Workout Name", "Exercise Name", "Set Order", "Weight", "Weight Unit", "Reps", "RPE", "Seconds")
GOOD = {"Date": "2024-03-04 18:30:00", "Workout Name": "zzz", "Exercise Name": "Hip thrust", "Set Order": "1"} | {
    "Weight": "60", "Reps": "8",
}  # fmt: skip
WRONG = {
    "exercise_missing": {"Exercise Name": ""},
    "kind_unknown": {"Set Order": "zzz"},
    "date_missing": {"Date": ""},
    "date_unreadable": {"Date": "zzz"},
    "date_ahead": {"Date": "2099-03-04 18:30:00"},
    "year_out_of_range": {"Date": "1999-03-04 18:30:00"},
    "unit_unknown": {"Weight Unit": "zzz"},
    "weight_not_a_figure": {"Weight": "zzz"},
    "weight_negative": {"Weight": "-20"},
    "weight_out_of_range": {"Weight": "1001"},
    "reps_not_a_figure": {"Reps": "zzz"},
    "reps_not_whole": {"Reps": "8.5"},
    "reps_out_of_range": {"Reps": "1001"},
    "time_not_a_figure": {"Seconds": "zzz"},
    "time_too_long": {"Seconds": "7200"},
    "rpe_not_a_figure": {"RPE": "zzz"},
    "rpe_out_of_range": {"RPE": "11"},
    "nothing_counted": {"Reps": ""},
    "no_rep": {"Reps": "0"},
    "too_many_cells": {"Seconds": "1,1"},
    "workout_too_long": {"Workout Name": "zzzz"},
}
MONTHS = {str(month) for month in MONTHS_3.values()}
WORDS = WRITTEN | {"zzz", "Hip thrust", "stone", "JSON", "ZIP"}


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with bracketed(monkeypatch):
        yield


def file() -> bytes:
    """A line that is good, one of every kind that is not, the last of them in a workout that is full."""
    rows = [GOOD, *(GOOD | wrong for wrong in WRONG.values())]
    rows[-1:-1] = [rows[-1]] * 1000
    lines = [",".join(row.get(head, "") for head in HEADS) for row in rows]
    return "\n".join([",".join(HEADS), *lines]).encode()


@pytest.fixture
def sets(client_row: Client, library: None) -> SetImport:
    """Read by a person who speaks English."""
    return read_sets(client_row, file(), by=client_row.coach, unit="kg")


def done(row: SetImport) -> SetImport:
    """As the worker leaves it."""
    confirm(row, mapping={"Hip thrust": (row.names[0]["to"], "both")}, by=row.client.coach)
    import_sets(row.practice_id, row.pk)
    row.refresh_from_db()
    return row


def test_every_reason_of_a_row_is_said_before_and_after(sets: SetImport, as_coach: Browser, german: None) -> None:
    page, known = reverse("coach:set-import", args=[sets.pk]), WORDS | people(sets.practice)
    before = read(as_coach, "get", page)
    assert left_of(before, known) == []
    after = read(as_coach, "get", reverse("coach:set-import", args=[done(sets).pk]))
    assert left_of(after, known) == []
    assert {each["code"] for each in bad_rows(sets, 50)} == set(ROWS)
    for response in (before, after):
        assert response.text.count("<td>⟦") == len(ROWS)
    found = as_coach.get(reverse("coach:set-import-bad", args=[sets.pk]), headers={"accept-language": "de"})
    heads, *rows = csv.reader(io.StringIO(found.content.decode("utf-8-sig")))
    assert {cells[1][0] for cells in (heads, *rows)} == {"⟦"}


def test_a_guess_is_called_as_its_reader_calls_it(sets: SetImport, as_coach: Browser) -> None:
    page = read(as_coach, "get", reverse("coach:set-import", args=[sets.pk])).text
    assert 'value="Hip Thrust, Langhantel"' in page
    assert "Das Gewicht ist keine Zahl: zzz" in page


def test_every_reason_against_a_restore_is_said(client_row: Client, as_coach: Browser, german: None) -> None:
    facts = dict.fromkeys(("name", "number", "what", "rule", "version", "ours", "names"), "zzz")
    for codes in (list(RESTORES)[:8], list(RESTORES)[8:]):
        DataRestore.objects.all().delete()
        for code in codes:
            kept = Reason(code, facts).kept
            DataRestore.objects.create(practice=client_row.practice, state="failed", report={"problem": kept})
        response = read(as_coach, "get", reverse("coach:data"))
        assert left_of(response, WORDS | people(client_row.practice)) == []
        assert len(re.findall(r'class="error">.*?<span>(?:⟦|zzz⟦)', response.text)) == len(codes)


def test_what_the_worker_left_is_told_in_every_state(client_row: Client, as_coach: Browser, german: None) -> None:
    here: dict[str, Any] = {"practice": client_row.practice}
    now, known = timezone.now(), WORDS | people(client_row.practice) | {"Our tool", "UTC"}
    pages = [reverse("coach:data"), reverse("coach:client-exports", args=[client_row.pk])]
    for client in (None, client_row):
        for state in DataExport.State.values:
            DataExport.objects.create(**here, client=client, state=state)
        DataExport.objects.create(
            **here, client=client, state="done", with_clips=False, file="x", expires_at=now + dt.timedelta(days=3)
        )
    for state in DataRestore.State.values:
        DataRestore.objects.create(**here, state=state, made_at=now)
    for state in SetImport.State.values:
        row = SetImport.objects.create(**here, client=client_row, source="hevy", content=b"", state=state, rows=9)
        pages.append(reverse("coach:set-import", args=[row.pk]))
    pages.append(reverse("coach:sets-import", args=[client_row.pk]))
    endpoint = add_endpoint(
        client_row.practice_id, name="Our tool", url="https://tool.example.org/", events=Event.values
    )
    for state in Delivery.State.values:
        send_test(endpoint)
        Delivery.objects.filter(tries=0).update(state=state, tries=1)
    for problem in Attempt.Problem.values:
        Attempt.objects.create(**here, delivery=Delivery.objects.first(), at=now, problem=problem, took_ms=9)
    wrong = {page: left_of(read(as_coach, "get", page), known) for page in pages}
    for off in Endpoint.Off.values:
        Endpoint.objects.update(is_on=False, off_because=off, off_at=now, failing_since=now)
        for page in (reverse("coach:webhooks"), reverse("coach:webhook", args=[endpoint.pk])):
            wrong[f"{page} {off}"] = left_of(read(as_coach, "get", page), known)
    assert {page: words for page, words in wrong.items() if words} == {}


def test_what_a_phone_could_not_place_is_told_to_the_coach(client_row: Client, german: None) -> None:
    sent = {"side": "left", "set_number": "2", "reps": "8", "load": "40", "unit": "kg", "skip_reason": "pain"} | {
        "effort": "7", "red_flag": "1", "pain": "4", "text": "zzz", "note": "zzz",
    }  # fmt: skip
    with translation.override("de"):
        told = [
            apart_words(PhoneAction(kind=kind, data=sent, reason=reason, said_at=timezone.now()), client_row)
            for kind in PhoneAction.Kind.values
            for reason in (*WHY, "unheard of")
        ]
    assert {text for text in told if unmarked(text, {"zzz", "kg", *MONTHS})} == set()


TABLE = (
    "name;email;body mass;unit;time zone;tags;involved side;goal\n"
    f"{'z' * 81};zzz;x;stone;Zzz;{'zzz,' * 20};up;{'z' * 200}\n"
    f";{'z' * 260}@zz.zz;9;;;{'z' * 40};;\n"
    "Maya Lindqvist;;;;;;;\nZzz;;70;;;;;\nZzz;;70;;;;;\nZzz;maya@kickstand.test;;;;;;\nZz;;;;;;;;zzz\n"
)
LONG = "z" * 700


def test_tables_and_lines_that_are_wrong_are_told(client_row: Client, library: None, as_coach: Browser) -> None:
    Client.objects.filter(pk=client_row.pk).update(email="maya@kickstand.test")
    clients, new = reverse("coach:clients-import"), reverse("coach:exercise-new")
    rows = f"|zzz\n{LONG}|zzz\n" + "zzz\n" * 25
    sections = {"setup_steps": rows, "execution_phases": f"zzz\n{rows}", "mistakes": f"zzz\n|zzz\nzzz|zzz|{LONG}"}
    muscles = f"zzz\nGluteus maximus|zzz\nGluteus maximus\nGluteus maximus|mover|{LONG}"
    others = {"cues": f"{LONG}\n" * 9, "sets": "x", "reps": "9-3", "muscles": muscles, "aliases": "z," * 20}
    imported = reverse("coach:sets-import", args=[client_row.pk])
    known = WORDS | people(client_row.practice) | {"up", "maya@kickstand.test", LONG[:40]}
    asked: list[tuple[str, str, Any]] = [
        ("post", clients, {"text": TABLE}),
        ("post", clients, {"text": TABLE, "step": "import"}),
        *(("post", clients, {"text": text}) for text in ("", "name;name\nx;y", "name", 'name\n"x', "name\nx\x00")),
        ("get", clients, None),
        ("post", new, sections | others | {"name": "zzz", "media_url": "zzz", "level": "zzz", "equipment": ["zzz"]}),
        ("post", imported, {"unit": "stone"}),
    ]
    wrong = {}
    with pytest.MonkeyPatch.context() as patch, bracketed(patch):
        for method, address, data in asked:
            response = read(as_coach, method, address, data)
            assert response.status_code in (200, 422), address
            wrong |= {
                text: address for text in left_of(response, known) if re.search(r"[^\W\dz_]{2}", bare(text, known))
            }
    assert wrong == {}


def test_a_table_is_read_in_german_too(owner: Any) -> None:
    cells = {"name": "Zoë", "email": "zoe@x.test", "body_mass": "72,5", "unit": "kg"} | {
        "time_zone": "Europe/Berlin", "tags": "online", "involved_side": "links", "goal": "Treppen",
    }  # fmt: skip
    with translation.override("de"):
        heads = [translation.gettext(words) for words in COLUMNS.values()]
    table = f"{';'.join(heads)}\n{';'.join(cells[column] for column in COLUMNS)}\nOwen;;;;;;Rechts;"
    sheet = read_sheet(table, by=owner)
    assert (sheet.columns, sheet.unknown, sheet.bad) == (list(COLUMNS), [], [])
    assert [row.facts["involved_side"] for row in sheet.good] == ["left", "right"]
    assert read_sheet("Klientin;Körpergewicht (lb)\nZoë;160", by=owner).good[0].facts["body_mass_kg"] > 72
