"""Clients from a CSV: read forgivingly, wrong cells named, nothing written before it is confirmed."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clients.importing import Unreadable, read_sheet, text_of
from clients.models import Client

PAGE = "/coach/clients/import/"
TABLE = (
    "Full name;E-mail;Weight (lb);Time Zone;Tags;Side;Shoe size\n"
    "Ana Ruiz;ana@x.test;154,3;europe/madrid;online, knee;L;38\n"
    "\n"
    "Bo Li;not-an-address;12 stones;Mars;;both;44\n"
    "Cy Young;ANA@x.test;;;;;\n"
    "Maya L;maya@kickstand.test;;;;;\n"
)


def problems(text: str, coach: User) -> dict[int, dict[str, str]]:
    rows = read_sheet(text, by=coach).bad
    return {row.number: {column: cell.problem for column, cell in row.cells.items() if cell.problem} for row in rows}


def test_what_is_wrong_is_said_at_the_cell(coach: User, client_row: Client) -> None:
    sheet = read_sheet(TABLE, by=coach)
    assert [row.number for row in sheet.good] == [2]
    assert sheet.unknown == ["Shoe size"]
    assert sheet.good[0].facts == {
        "name": "Ana Ruiz",
        "email": "ana@x.test",
        "body_mass_kg": Decimal("69.99"),
        "unit": "kg",
        "time_zone": "Europe/Madrid",
        "tags": ["online", "knee"],
        "involved_side": "left",
        "goal": "",
    }
    assert problems(TABLE, coach) == {
        4: {
            "email": "This is no e-mail address.",
            "body_mass": "Write a figure, such as 72.5 or 72,5 kg.",
            "time_zone": "Write a zone such as Europe/Madrid.",
            "involved_side": "Write left, right or nothing.",
        },
        5: {"email": "The same as in row 2."},
        6: {"email": "Maya Lindqvist has this e-mail already."},
    }


@pytest.mark.parametrize(
    "data",
    [
        "name,body mass,unit\nZoë,72.5,kg\n".encode(),
        "\ufeffName\tMass\tUnit\r\nZoë\t72,5\tKG\r\n".encode(),
        "name;bodyweight (kg)\rZoë;72,5\r".encode(),
        'name,weight\nZoë,"72,5 kg"\n'.encode("cp1252"),
        "name,weight\nZoë,72.5kg\n".encode("utf-16"),
    ],
)
def test_separators_marks_and_encodings(coach: User, data: bytes) -> None:
    (row,) = read_sheet(text_of(data), by=coach).rows
    assert (row.facts["name"], row.facts["body_mass_kg"]) == ("Zoë", Decimal("72.50"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (",a@x.test,70", "A client needs a name."),
        ("A,a@x.test,900", "Body mass is between 20 and 400 kg."),
        ("A,a@x.test,72,5", "More cells than columns"),
        (f"{'x' * 81},,", "At most 80 characters."),
    ],
)
def test_a_row_that_cannot_be(coach: User, line: str, words: str) -> None:
    found = problems(f"name,email,mass\n{line}\n", coach)
    assert words in " ".join(found[2].values())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is nothing in it."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a CSV file"),
        (bytes(range(256)), "not a CSV file"),
        (b"\xff\xfe\x00", "nothing in it|not a CSV|called Name"),
        (b"email,goal\na@x.test,run", "No column is called Name"),
        (b"name,client\nA,B", "Two columns say Name"),
        (b"name,email", "no clients under them"),
        (b'name,goal\nA,"never closed', "quotation mark"),
        (b"name\n" + b"A\n" * 1001, "1,001 rows are too many"),
        (b"name\n" + b"A" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(as_coach: Browser, data: bytes, words: str) -> None:
    response = as_coach.post(PAGE, {"step": "look", "file": SimpleUploadedFile("clients.csv", data)})
    html = response.content.decode()
    assert response.status_code == 422
    assert any(each in html for each in words.split("|"))
    assert not Client.objects.exists()


def test_nothing_is_written_until_it_is_confirmed(as_coach: Browser, coach: User, client_row: Client) -> None:
    seen = as_coach.post(PAGE, {"step": "look", "file": SimpleUploadedFile("c.csv", TABLE.encode())})
    html = seen.content.decode()
    assert seen.status_code == 200
    assert "<b>1</b> of 4 rows can be imported." in html
    assert "Not read: Shoe size." in html
    assert Client.objects.count() == 1
    done = as_coach.post(PAGE, {"step": "import", "text": seen.context["sheet"].text})
    assert "These rows still need mending." in done.content.decode()
    made = Client.objects.get(email="ana@x.test")
    assert (made.coach, made.practice_id, made.tags) == (coach, client_row.practice_id, ["online", "knee"])
    again = as_coach.post(PAGE, {"step": "import", "text": seen.context["sheet"].text})
    assert again.status_code == 422
    assert Client.objects.count() == 2


def test_all_rows_or_none(as_coach: Browser, client_row: Client) -> None:
    response = as_coach.post(PAGE, {"step": "import", "text": TABLE, "whole": "1"})
    assert response.status_code == 422
    assert "Row 4 is not right yet, so nothing was imported." in response.content.decode()
    assert Client.objects.count() == 1
    good = "name,unit\nAna,lb\nBo,\n"
    assert as_coach.post(PAGE, {"step": "import", "text": good, "whole": "1"})["Location"] == "/coach/clients/"
    assert sorted(Client.objects.values_list("name", "unit")) == [("Ana", "lb"), ("Bo", "kg"), ("Maya Lindqvist", "kg")]


def test_rows_to_mend_come_back_as_a_table_without_formulas(as_coach: Browser, coach: User) -> None:
    bad = 'name,email,weight (lb)\n"=HYPERLINK(""http://x.test"")",nope,150\n@cmd,+1,-2\nAna,a@x.test,150\n'
    response = as_coach.post(PAGE, {"step": "mend", "text": bad})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines[0] == ["name", "email", "weight (lb)", "Problem"]
    assert [line[:3] for line in lines[1:]] == [
        ['\'=HYPERLINK("http://x.test")', "nope", "150"],
        ["'@cmd", "'+1", "'-2"],
    ]
    again = read_sheet(response.content.decode("utf-8-sig"), by=coach)
    assert again.rows[1].cells["name"].text == "@cmd"
    assert again.unknown == []


def test_what_is_typed_is_shown_as_text(as_coach: Browser) -> None:
    html = as_coach.post(PAGE, {"step": "look", "text": "name,email\n<script>alert(1)</script>,x"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_thousand_rows_cost_the_queries_of_one(as_coach: Browser, client_row: Client) -> None:
    def queries(count: int) -> int:
        text = "name,email\n" + "".join(f"Client {n},c{n}@{count}.test\n" for n in range(count))
        as_coach.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            assert as_coach.post(PAGE, {"step": "import", "text": text}).status_code == 302
        return len(seen.captured_queries)

    assert queries(1) == queries(1000)
    assert Client.objects.count() == 1002


def test_another_practice_is_not_told_of_our_clients(as_rival: Browser, client_row: Client) -> None:
    response = as_rival.post(PAGE, {"step": "look", "text": "name,email\nMaya,maya@kickstand.test\n"})
    assert "already" not in response.content.decode()


def test_unreadable_is_one_kind_of_error(coach: User) -> None:
    with pytest.raises(Unreadable):
        read_sheet("\x00", by=coach)


def test_a_table_that_no_page_takes_is_told_in_words(as_coach: Browser) -> None:
    response = as_coach.post("/coach/clients/import/", {"step": "look", "text": "Name\n" + "x" * 1_200_000})
    assert response.status_code == 400
    assert "That was too much at once" in response.content.decode()
    assert "Go back: what you typed is still there." in response.content.decode()
