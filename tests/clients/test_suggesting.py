"""Where somebody begins on a progression, suggested from what they have logged, and why."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clients.models import Assignment, Client, Session, Target
from clients.suggesting import Suggestion, suggest
from programs.models import Progression, Rung
from tests.clients.conftest import play
from tests.clients.programs import DAYS, assigned, exercises, saved, trained
from tests.factories import AssignmentFactory, ClientFactory, ProgressionFactory

MONDAY = dt.date(2026, 1, 5)


def suggested(client: Client, progression: Progression, **others: Any) -> Suggestion:
    whole = Progression.objects.with_rungs().get(pk=progression.pk)
    return suggest([client], [whole], **others)[client.pk, progression.pk]


def at(progression: Progression, position: int) -> Rung:
    return progression.rungs.get(position=position)


def on_rung(session: Session, position: int, side: str | None = None) -> None:
    """As if the session had been on another rung of its ladder, for a side or for all."""
    for target in Target.objects.filter(item__session=session):
        if side in (None, target.side):
            target.rung = at(target.rung.progression, position)
            target.variation = target.rung.variation
            target.save()


def test_nothing_logged_begins_on_the_first_rung(client_row: Client) -> None:
    ladder = ProgressionFactory(rungs=3)
    found = suggested(client_row, ladder)
    assert (found.rung.position, found.load, found.is_logged) == (1, None, False)
    assert found.why == "Nothing logged on it yet, so from the first rung."


def test_or_where_a_program_starts_it(client_row: Client) -> None:
    ladder = ProgressionFactory(rungs=3)
    found = suggested(client_row, ladder, otherwise={ladder.pk: at(ladder, 2)})
    assert (found.rung.position, found.why) == (2, "Nothing logged on it yet, so from where the program starts it.")


def test_the_rung_and_load_of_the_last_session(training: Assignment) -> None:
    on_rung(play(training, due_on=MONDAY), 2)
    found = suggested(training.client, training.ladder)
    assert (found.rung.position, found.load) == (2, Decimal("22.5"))
    assert found.why == "Trained there on 5 Jan at 22.5 kg."


def test_the_lower_side_decides(training: Assignment) -> None:
    session = play(training, due_on=MONDAY)
    on_rung(session, 2, "left")
    on_rung(session, 3, "right")
    found = suggested(training.client, training.ladder)
    assert found.rung.position == 2
    assert found.why.startswith("Left is on rung 2, right on 3. Trained there on 5 Jan")


def test_long_away_begins_lighter_by_the_engines_factor(training: Assignment, monday: Any) -> None:
    play(training, due_on=MONDAY)
    monday.move_to(dt.datetime(2026, 2, 10, 9, tzinfo=dt.UTC))  # 36 days: 0.8 of 22.5 kg is lighter than the bar
    found = suggested(training.client, training.ladder)
    assert found.load == Decimal(20)
    assert found.why == "Trained there on 5 Jan at 22.5 kg. 36 days ago, so from 80 % of it."


def test_a_newer_version_knows_the_rung_by_its_lineage(training: Assignment) -> None:
    on_rung(play(training, due_on=MONDAY), 2)
    newer = ProgressionFactory(rungs=3)
    rung = at(newer, 3)
    rung.lineage = at(training.ladder, 2).lineage
    rung.save()
    assert suggested(training.client, newer).rung.position == 3


def test_a_rung_that_has_gone_gives_the_one_below(training: Assignment) -> None:
    on_rung(play(training, due_on=MONDAY), 3)
    newer = ProgressionFactory(rungs=2, family=training.ladder.family, version=2)
    found = suggested(training.client, newer)
    assert (found.rung.position, found.load) == (2, None)
    assert found.why == "Trained a rung of an earlier version on 5 Jan; this one is the nearest below."


def test_the_same_exercise_in_another_progression(training: Assignment) -> None:
    play(training, due_on=MONDAY)
    other = ProgressionFactory(rungs=3)
    same = at(other, 2)
    same.variation = training.first_rung.variation
    same.save()
    found = suggested(training.client, other)
    assert (found.rung.position, found.load) == (2, None)
    name = training.ladder.name
    assert found.why == f"New on this progression. Trained this rung’s exercise in {name} on 5 Jan at 22.5 kg."


def test_and_as_a_fixed_exercise_of_a_program(client_row: Client, coach: User, monday: Any) -> None:
    exercises(client_row.practice)
    trained(assigned(saved(coach, DAYS), client_row, coach), due_on=MONDAY)
    row = Target.objects.get(rung=None, side="left", variation__exercise__name="One-arm row")
    ladder = ProgressionFactory(rungs=2)
    upper = at(ladder, 2)
    upper.variation = row.variation
    upper.implements = ["dumbbell"]
    upper.save()
    found = suggested(client_row, ladder)
    assert found.rung.position == 2
    assert "Trained this rung’s exercise outside of any on 5 Jan at 20 kg." in found.why


def test_without_the_equipment_the_nearest_rung_below(training: Assignment) -> None:
    on_rung(play(training, due_on=MONDAY), 3)
    Rung.objects.filter(pk__in=[at(training.ladder, 3).pk, at(training.ladder, 2).pk]).update(implements=["dumbbell"])
    client = training.client
    client.inventory = client.inventory | {"dumbbells": []}
    found = suggested(client, training.ladder)
    assert (found.rung.position, found.load) == (1, None)
    assert found.why.endswith("Rung 3 needs dumbbell, so the nearest below without it.")


def test_a_day_that_is_not_finished_says_nothing(training: Assignment) -> None:
    play(training, due_on=MONDAY)
    Session.objects.update(status="open", finished_at=None)
    assert not suggested(training.client, training.ladder).is_logged


@pytest.mark.parametrize("people", [1, 8])
def test_two_queries_however_many(
    training: Assignment, coach: User, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clients = [training.client]
    play(training, due_on=MONDAY)
    for _ in range(people - 1):
        other = ClientFactory(practice=coach.memberships.get().practice, coach=coach)
        play(AssignmentFactory(client=other, progression=training.progression), due_on=MONDAY)
        clients.append(other)
    ladders = list(Progression.objects.with_rungs())
    with django_assert_num_queries(2):
        found = suggest(clients, ladders)
    assert all(each.is_logged for each in found.values())


def test_the_page_says_it_and_offers_it(as_coach: Browser, training: Assignment) -> None:
    play(training, due_on=MONDAY)
    page = f"/coach/assign/?client={training.client_id}&progression={training.progression_id}"
    html = as_coach.get(page).content.decode()
    assert "Suggested: <b>rung 1 from 22.5 kg</b>" in html.replace("\xa0", " ")
    assert "start_load=22.5" in html
    assert "Start there" in html
    html = as_coach.get(f"{page}&start_rung={training.start_rung_id}&start_load=22.5").content.decode()
    assert "Suggested: <b>rung 1" in html
    assert "Start there" not in html


def test_the_page_begins_where_it_suggests(as_coach: Browser, training: Assignment) -> None:
    on_rung(play(training, due_on=MONDAY), 2)
    training.status = "ended"
    training.save()
    page = f"/coach/assign/?client={training.client_id}&progression={training.progression_id}"
    assert f'value="{at(training.ladder, 2).pk}" checked' in as_coach.get(page).content.decode()


def test_the_page_of_programs_says_it_at_each_progression(
    as_coach: Browser, coach: User, client_row: Client, monday: Any
) -> None:
    exercises(client_row.practice)
    program = saved(coach, DAYS)
    on_rung(play(AssignmentFactory(client=client_row, progression=Progression.objects.get(name="Thrust ladder")),
                 due_on=MONDAY), 3)  # fmt: skip
    html = as_coach.get(f"/coach/assign/program/?client={client_row.pk}&program={program.pk}").content.decode()
    assert f'value="{Rung.objects.get(progression__name="Thrust ladder", position=3).pk}" selected' in html
    assert "Suggested: rung 3. Trained there on 5 Jan at 22.5 kg." in html
    assert f'value="{Rung.objects.get(progression__name="Bridge ladder", position=2).pk}" selected' in html
    assert "so from where the program starts it." in html
