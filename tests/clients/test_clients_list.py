"""The list of clients: who needs the coach, who trains when, found as one types."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import User
from clients.models import Assignment, Client
from clients.roster import found_clients, read_rows
from tests.clients.conftest import play
from tests.clients.rows import finished
from tests.factories import AssignmentFactory, ClientFactory, ProgressionFactory

MONDAY = dt.date(2026, 1, 5)


def names(browser: Browser, query: str = "", **headers: str) -> list[str]:
    response = browser.get(f"/coach/clients/{query}", headers=headers)
    assert response.status_code == 200
    return re.findall(r'<a href="/coach/clients/[0-9a-f-]{36}/">([^<]+)</a></span></td>', response.content.decode())


def test_a_practice_without_clients_says_what_to_do(as_coach: Browser) -> None:
    assert "No clients yet" in as_coach.get("/coach/clients/").content.decode()


def test_the_practice_and_nobody_else(
    as_coach: Browser, client_row: Client, other_client: Client, rival_client: Client
) -> None:
    assert names(as_coach) == ["Maya Lindqvist", "Noor Haddad"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=maya", ["Maya Lindqvist"]),
        ("?q=lind+MAY", ["Maya Lindqvist"]),
        ("?q=noor@kick", ["Noor Haddad"]),
        ("?q=hip", ["Noor Haddad"]),
        ("?q=nobody", []),
        ("?status=archived", ["Olga Past"]),
        ("?status=paused", ["Pavel Still"]),
        ("?status=active", ["Maya Lindqvist", "Noor Haddad"]),
        ("?status=nonsense", ["Maya Lindqvist", "Noor Haddad", "Pavel Still"]),
        ("?status=attention", ["Maya Lindqvist"]),
        ("?q=%00", None),
    ],
)
def test_found_by_letters_and_status(
    as_coach: Browser, training: Assignment, other_client: Client, query: str, found: list[str] | None
) -> None:
    Client.objects.filter(pk=other_client.pk).update(side_note="Right hip is slower")
    ClientFactory(practice=other_client.practice, coach=other_client.coach, name="Olga Past", status="archived")
    ClientFactory(practice=other_client.practice, coach=other_client.coach, name="Pavel Still", status="paused")
    finished(training, due_on=MONDAY, pain=4)
    assert names(as_coach, query) == (found if found is not None else names(as_coach, query))


def test_as_one_types_only_the_rows_come(as_coach: Browser, client_row: Client) -> None:
    response = as_coach.get("/coach/clients/?q=maya", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.strip().startswith('<section id="rows"')
    assert "<html" not in html
    assert "HX-Request" in response["Vary"]


def test_a_row_says_what_matters(as_coach: Browser, coach: User, training: Assignment, monday: Any) -> None:
    row = read_rows(coach, list(found_clients(coach)))[0]
    assert (row.is_today, row.next_on, row.last_on, row.badge) == (True, MONDAY, None, None)
    play(training, due_on=MONDAY, pain=7)
    row = read_rows(coach, list(found_clients(coach)))[0]
    assert (row.next_on, row.last_on) == (dt.date(2026, 1, 8), MONDAY)
    assert row.badge
    assert row.badge.text == "Stop and look"
    assert row.ladder
    assert (row.ladder.left, row.ladder.right, row.ladder.count) == (1, 1, 3)


@pytest.mark.parametrize(
    ("facts", "assigned", "text"),
    [
        ({}, True, "Not invited"),
        ({}, False, "Nothing assigned"),
        ({"status": "paused"}, True, "Paused"),
    ],
)
def test_a_badge_for_what_is_missing(
    coach: User, client_row: Client, facts: dict[str, Any], assigned: bool, text: str
) -> None:
    client = ClientFactory(practice=client_row.practice, coach=coach, name="A First", **facts)
    if assigned:
        AssignmentFactory(client=client)
    row = read_rows(coach, [client])[0]
    assert row.badge
    assert row.badge.text == text


def test_the_list_costs_the_same_for_three_and_for_thirty(
    as_coach: Browser,
    client_row: Client,
    coach: User,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    ladder = ProgressionFactory(rungs=3)

    def add(count: int) -> None:
        for _ in range(count):
            client = ClientFactory(practice=client_row.practice, coach=coach)
            finished(AssignmentFactory(client=client, progression=ladder), due_on=MONDAY)

    add(2)
    with django_assert_max_num_queries(25) as few:
        assert len(names(as_coach)) == 3
    add(27)
    with django_assert_num_queries(len(few.captured_queries)):
        assert len(names(as_coach)) == 30


def test_a_long_list_has_pages(as_coach: Browser, client_row: Client, coach: User) -> None:
    Client.objects.bulk_create(
        Client(practice=client_row.practice, coach=coach, name=f"Client {n:03}") for n in range(120)
    )
    assert len(names(as_coach)) == 100
    assert len(names(as_coach, "?page=2")) == 21
    assert len(names(as_coach, "?page=999")) == 21
