"""Find anything by a few letters: names of the practice, fuzzily, and what can be done with them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clients.models import Assignment, Client
from clients.palette import find, recent
from programs.models import Program
from tests.clients.conftest import MONDAY
from tests.clients.rows import finished
from tests.factories import ClientFactory, ExerciseFactory, ProgressionFactory


@pytest.fixture
def shelf(client_row: Client, other_client: Client, coach: User) -> None:
    practice = client_row.practice
    ClientFactory(practice=practice, coach=coach, name="Lucía Ferrer")
    ClientFactory(practice=practice, coach=coach, name="Olga Past", status="archived")
    Program.objects.create(practice=practice, name="Hip block", folder="Rehab")
    ProgressionFactory(name="Staggered hip thrust", slug="staggered-hip-thrust", rungs=1)
    ProgressionFactory(name="Staggered, our way", slug="staggered-hip-thrust", practice=practice, rungs=1)
    ExerciseFactory(name="Romanian deadlift", slug="romanian-deadlift")


def labels(user: User, q: str) -> list[str]:
    return [each.label for each in find(user, q)]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("maya", "Maya Lindqvist"),
        ("lind", "Maya Lindqvist"),
        ("m l", "Maya Lindqvist"),
        ("LUCIA", "Lucía Ferrer"),
        ("lcuia ferer", "Lucía Ferrer"),
        ("hip bl", "Hip block"),
        ("romanain", "Romanian deadlift"),
        ("our way", "Staggered, our way"),
        ("new cl", "New client"),
        ("assign maya", "Assign to Maya Lindqvist"),
        ("dark", "Settings, light and dark"),
        ("olga", "Olga Past"),
    ],
)
def test_the_nearest_comes_first(coach: User, shelf: None, q: str, first: str) -> None:
    assert labels(coach, q)[0] == first


def test_nothing_far_fetched(coach: User, shelf: None) -> None:
    assert labels(coach, "zzzz") == []
    assert labels(coach, "…") == labels(coach, "")
    assert "Assign to Olga Past" not in labels(coach, "olga")
    assert "Staggered hip thrust" not in labels(coach, "staggered")


def test_without_letters_what_was_worked_on_last(coach: User, shelf: None, training: Assignment) -> None:
    finished(training, due_on=MONDAY.date())
    entries = recent(coach)
    assert [(each.kind, each.label) for each in entries[:2]] == [("Client", "Maya Lindqvist"), ("Program", "Hip block")]
    assert entries[-1].kind == "Action"
    assert len(entries) <= 12


def test_another_practice_is_never_found(rival: User, shelf: None) -> None:
    for q in ("maya", "hip block", "our way", ""):
        assert not {"Maya Lindqvist", "Assign to Maya Lindqvist", "Hip block", "Staggered, our way"} & set(
            labels(rival, q)
        )


def test_the_same_address_is_page_and_options(as_coach: Browser, shelf: None) -> None:
    page = as_coach.get("/coach/palette/?q=maya").content.decode()
    assert "<h1>Find</h1>" in page
    assert 'role="option"' not in page
    assert "<kbd>Ctrl K</kbd>" in page
    part = as_coach.get("/coach/palette/?q=maya", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'data-q="maya"' in part
    assert part.count('role="option"') >= 2
    assert as_coach.get("/coach/palette/?q=%00%FF<b>").status_code == 200
    assert "Nothing is called that" in as_coach.get("/coach/palette/?q=zzzz").content.decode()


def test_it_costs_the_same_for_many(as_coach: Browser, shelf: None, coach: User, client_row: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            as_coach.get("/coach/palette/?q=client", headers={"HX-Request": "true"})
        return len(seen.captured_queries)

    few: Any = queries()
    Client.objects.bulk_create(
        Client(practice=client_row.practice, coach=coach, name=f"Client {n}") for n in range(300)
    )
    assert queries() == few
