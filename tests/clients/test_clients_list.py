"""The list of clients: who needs the coach, who trains when, found as one types."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clients.models import Assignment, Client
from clients.narrowing import Narrowing
from clients.roster import found_clients, in_order, read_rows
from clients.tagging import clean_tags, known_tags, tag_clients
from clients.trends import read_trends
from tests.clients.conftest import play
from tests.clients.programs import DAYS, assigned, exercises, saved, trained
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
        ("?q=Knee+club", ["Maya Lindqvist"]),
        ("?tag=Knee+club", ["Maya Lindqvist"]),
        ("?tag=nobody", []),
        ("?sort=-name", ["Pavel Still", "Noor Haddad", "Maya Lindqvist"]),
        ("?sort=-last&page=zero", ["Maya Lindqvist", "Noor Haddad", "Pavel Still"]),
        ("?sort=nonsense&coach=nobody", ["Maya Lindqvist", "Noor Haddad", "Pavel Still"]),
        ("?coach=01900000-0000-7000-8000-000000000000", []),
        ("?status=nonsense", ["Maya Lindqvist", "Noor Haddad", "Pavel Still"]),
        ("?status=attention", ["Maya Lindqvist"]),
        ("?q=%00", None),
    ],
)
def test_found_by_letters_and_status(
    as_coach: Browser, training: Assignment, other_client: Client, query: str, found: list[str] | None
) -> None:
    Client.objects.filter(pk=training.client_id).update(tags=["Knee club"])
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


@pytest.mark.parametrize("query", ["", "?sort=trend", "?sort=-next&q=client"])
def test_the_list_costs_the_same_for_five_and_for_two_hundred(
    as_coach: Browser, client_row: Client, coach: User, query: str
) -> None:
    ladder = ProgressionFactory(rungs=3)

    def add(count: int) -> None:
        made = Client.objects.bulk_create(
            Client(practice=client_row.practice, coach=coach, name=f"Client {n:03}", tags=["online"])
            for n in range(count)
        )
        for client in made[:10]:
            finished(AssignmentFactory(client=client, progression=ladder), due_on=MONDAY)

    def queries() -> int:
        as_coach.get("/coach/clients/")
        with CaptureQueriesContext(connection) as seen:
            as_coach.get(f"/coach/clients/{query}")
        return len(seen.captured_queries)

    add(5)
    few = queries()
    assert few <= 32
    add(195)
    assert queries() == few


def test_a_long_list_has_pages(as_coach: Browser, client_row: Client, coach: User) -> None:
    Client.objects.bulk_create(
        Client(practice=client_row.practice, coach=coach, name=f"Client {n:03}") for n in range(120)
    )
    assert len(names(as_coach)) == 100
    assert len(names(as_coach, "?page=2")) == 21
    assert len(names(as_coach, "?page=999")) == 21


def test_a_program_shows_the_ladder_of_its_first_progression(coach: User, client_row: Client, monday: Any) -> None:
    exercises(client_row.practice)
    assignment = assigned(saved(coach, DAYS), client_row, coach)
    row = read_rows(coach, [client_row])[0]
    assert row.ladder
    assert (row.ladder.left, row.ladder.right, row.ladder.count) == (1, 1, 3)
    trained(assignment, MONDAY)
    again = read_rows(coach, [client_row])[0]
    assert again.ladder
    assert again.trend
    assert again.trend.label == "Left same, Right same"


# --- Sorting ----------------------------------------------------------------------------------------------------


def test_a_column_sorts_both_ways_and_says_so(as_coach: Browser, training: Assignment, other_client: Client) -> None:
    finished(training, due_on=MONDAY)
    html = as_coach.get("/coach/clients/?sort=last&q=a").content.decode()
    assert '<th scope="col" aria-sort="ascending"><a class="sort" href="?q=a&amp;sort=-last">Last session' in html
    assert html.count("aria-sort") == 1
    assert '<input type="hidden" name="sort" value="last">' in html


@pytest.mark.parametrize("sort", ["attention", "next", "last", "ladder", "trend"])
def test_who_has_nothing_in_the_column_comes_last(coach: User, training: Assignment, sort: str) -> None:
    ClientFactory(practice=training.practice, coach=coach, name="Aaron New", status="paused")
    finished(training, due_on=MONDAY, pain=4)
    for down in (False, True):
        wanted = Narrowing(sort=sort, down=down)
        rows = in_order(read_rows(coach, list(found_clients(coach, wanted))), wanted)
        assert [row.client.name for row in rows][0 if sort != "attention" or not down else 1] == "Maya Lindqvist"


# --- Trend ------------------------------------------------------------------------------------------------------


def test_the_trend_of_each_side_in_words(coach: User, training: Assignment) -> None:
    for week, (left, right) in enumerate([(20, 20), (22.5, 20), (25, 17.5)]):
        session = finished(training, due_on=MONDAY + dt.timedelta(days=7 * week))
        session.sets.filter(side="left").update(load=left)
        session.sets.filter(side="right").update(load=right)
    trend = read_trends(coach, [training.client_id])[training.client_id]
    assert trend.label == "Left up, Right down"
    assert [len(side.strokes) for side in trend.sides] == [1, 1]


def test_loads_of_two_rungs_are_never_compared(coach: User, training: Assignment) -> None:
    second = training.ladder.rungs.get(position=2)
    finished(training, due_on=MONDAY)
    session = finished(training, due_on=MONDAY + dt.timedelta(days=7))
    session.items.get().targets.filter(side="left").update(rung=second)
    trend = read_trends(coach, [training.client_id])[training.client_id]
    assert trend.label == "Left new rung, Right same"
    assert len(trend.sides[0].strokes) == 2


def test_only_the_last_six_sessions_count(coach: User, training: Assignment) -> None:
    for week in range(8):
        session = finished(training, due_on=MONDAY + dt.timedelta(days=7 * week))
        session.sets.update(load=50 if week < 2 else 20)
    assert read_trends(coach, [training.client_id])[training.client_id].label == "Left same, Right same"


# --- Tags -------------------------------------------------------------------------------------------------------


def test_tags_are_kept_once_and_short() -> None:
    assert clean_tags(["Online ", "online", " post  op", ""]) == ["Online", "post op"]
    for bad in (["x" * 31], ["two\x07lines"], [str(n) for n in range(13)], ["a, b"]):
        with pytest.raises(ValidationError):
            clean_tags(bad)


def test_tags_of_the_form_are_saved_and_suggested(as_coach: Browser, client_row: Client, other_client: Client) -> None:
    form = as_coach.get(f"/coach/clients/{client_row.pk}/edit/").context["form"]
    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    response = as_coach.post(f"/coach/clients/{client_row.pk}/edit/", posted | {"tags": "Online, knee, online"})
    assert response.status_code == 302
    client_row.refresh_from_db()
    assert client_row.tags == ["Online", "knee"]
    assert "In use: knee, Online." in as_coach.get(f"/coach/clients/{other_client.pk}/edit/").content.decode()
    response = as_coach.post(f"/coach/clients/{client_row.pk}/edit/", posted | {"tags": "x" * 31})
    assert response.status_code == 422
    assert "at most 30 characters" in response.content.decode()


def test_chosen_clients_get_a_tag_and_lose_it(as_coach: Browser, client_row: Client, other_client: Client) -> None:
    Client.objects.filter(pk=other_client.pk).update(tags=["Online"])
    chosen = {"client": [client_row.pk, other_client.pk], "tag": "online", "list": "q=o&sort=-last&evil=1"}
    response = as_coach.post("/coach/clients/tags/", chosen | {"way": "add"})
    assert response["Location"] == "/coach/clients/?q=o&sort=-last"
    client_row.refresh_from_db()
    assert client_row.tags == ["Online"]
    as_coach.post("/coach/clients/tags/", chosen | {"way": "remove"})
    assert set(Client.objects.values_list("tags__len", flat=True)) == {0}


@pytest.mark.parametrize(
    ("posted", "words"),
    [({"tag": "x"}, "Choose clients first"), ({"tag": "  "}, "Write a tag"), ({"tag": "\x07"}, "one line")],
)
def test_a_tag_that_cannot_be_is_said_at_the_field(
    as_coach: Browser, client_row: Client, posted: dict[str, Any], words: str
) -> None:
    if words != "Choose clients first":
        posted = posted | {"client": client_row.pk}
    response = as_coach.post("/coach/clients/tags/", posted)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_a_thirteenth_tag_changes_nobody(coach: User, client_row: Client, other_client: Client) -> None:
    other_client.tags = [f"tag {n}" for n in range(12)]
    other_client.save()
    with pytest.raises(ValidationError, match="Noor Haddad has 12 tags"):
        tag_clients([client_row, other_client], tag="more")
    assert known_tags(coach) == sorted(other_client.tags)


def test_clients_of_another_practice_get_no_tag(as_rival: Browser, client_row: Client) -> None:
    assert as_rival.post("/coach/clients/tags/", {"client": client_row.pk, "tag": "mine"}).status_code == 404
    client_row.refresh_from_db()
    assert client_row.tags == []
