"""The page on which a coach assigns to many at once, and the one that says what was done."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clients.models import Assignment, AssignmentBatch, Client
from programs.models import Progression, Rung
from tests.clients.conftest import play
from tests.clients.programs import DAYS, exercises, saved
from tests.factories import AssignmentFactory, ClientFactory, ProgressionFactory

PAGE, MONDAY = "/coach/assign/many/", dt.date(2026, 1, 5)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ladder(monday: Any) -> Progression:
    return ProgressionFactory(name="New ladder", rungs=4)


@pytest.fixture
def people(coach: User, ladder: Progression) -> list[Client]:
    practice = coach.memberships.get().practice
    tagged = {"practice": practice, "coach": coach, "tags": ["online"]}
    return [ClientFactory(name=name, **tagged) for name in ("Ada Byron", "Bea Cole", "Cleo Dane")]


def at(ladder: Progression, position: int) -> Rung:
    return ladder.rungs.get(position=position)


def posted(people: list[Client], ladder: Progression, *positions: int, **others: Any) -> dict[str, Any]:
    """What the page sends with its button Assign: each from a rung of their own, the first where none is named."""
    places = [*positions, *[1] * len(people)]
    rungs = {f"rung_{each.pk}_{ladder.pk}": str(at(ladder, places[n]).pk) for n, each in enumerate(people)}
    return {
        "way": "assign",
        "client": [str(each.pk) for each in people],
        "what": f"progression:{ladder.pk}",
        "start_date": "2026-01-05",
        "weekdays": ["1", "4"],
        "coupling": "shared",
        "policy": "all",
        "deload_every_weeks": "6",
        **rungs,
        **others,
    }


def text(response: Any) -> str:
    found: str = response.content.decode().replace("\xa0", " ")
    return found


# --- Who -------------------------------------------------------------------------------------------------------


def test_nobody_is_chosen_yet(as_coach: Browser, people: list[Client]) -> None:
    html = text(as_coach.get(PAGE))
    assert "Nobody is chosen yet." in html
    assert "error" not in html
    assert "Ada Byron" not in html


def test_found_by_name_or_tag_and_ticked(as_coach: Browser, people: list[Client]) -> None:
    html = text(as_coach.post(PAGE, {"find": "bea"}))
    assert f'name="client" value="{people[1].pk}"' in html
    assert "Ada Byron" not in html
    html = text(as_coach.post(PAGE, {"find": "online", "client": [str(people[1].pk)]}))
    assert f'value="{people[1].pk}" checked' in html
    assert html.count('name="client"') == 3
    assert "Nobody else has these letters." in text(as_coach.post(PAGE, {"find": "zzz"}))


def test_a_group_by_tag_progression_or_program(as_coach: Browser, people: list[Client], coach: User) -> None:
    running = AssignmentFactory(client=people[0], progression=ProgressionFactory(rungs=2, name="Old ladder"))
    exercises(people[0].practice)
    program = saved(coach, DAYS)
    AssignmentFactory(client=people[2], program=program, progression=None, start_rung=None)
    html = text(as_coach.get(PAGE))
    for group, found in (
        ("tag:online", people),
        (f"progression:{running.ladder.family}", people[:1]),
        (f"program:{program.family}", people[2:]),
    ):
        assert f'<option value="{group}">' in html
        added = text(as_coach.post(PAGE, {"group": group, "way": "add"}))
        assert [each for each in people if f'value="{each.pk}" checked' in added] == found
    Client.objects.filter(pk=people[0].pk).update(status="archived")
    assert "Ada Byron" not in text(as_coach.post(PAGE, {"group": "tag:online", "way": "add"}))


@pytest.mark.parametrize(
    "group", ["tag:", "program:maya", "progression:", "nonsense", "program:01a21acb-a1d2-7220-8131-e15b22eebe92"]
)
def test_a_group_that_is_none_adds_nobody(as_coach: Browser, people: list[Client], group: str) -> None:
    response = as_coach.post(PAGE, {"group": group, "way": "add"})
    assert response.status_code == 200
    assert "Nobody is chosen yet." in text(response)


def test_from_the_ticks_of_the_list_and_the_pages_for_one(as_coach: Browser, people: list[Client]) -> None:
    assert f'formaction="{PAGE}"' in text(as_coach.get("/coach/clients/"))
    sent = {"client": [str(people[0].pk), str(people[2].pk)], "list": "", "page": "1", "tag": ""}
    html = text(as_coach.post(PAGE, sent))
    assert "Assign to 2 clients" in html
    assert f'{PAGE}?client={people[0].pk}"' in text(as_coach.get(f"/coach/assign/?client={people[0].pk}"))
    assert f'href="{PAGE}"' in text(as_coach.get("/coach/assign/program/"))


@pytest.mark.parametrize("named", ["rival", "nobody"])
def test_somebody_who_is_not_yours_is_not_found(
    as_coach: Browser, people: list[Client], ladder: Progression, rival_client: Client, named: str
) -> None:
    other = str(rival_client.pk) if named == "rival" else str(uuid4())
    assert as_coach.get(PAGE, {"client": other}).status_code == 404
    sent = posted(people, ladder)
    assert as_coach.post(PAGE, sent | {"client": [*sent["client"], other]}).status_code == 404
    assert not Assignment.objects.exists()


def test_a_rivals_groups_are_none(as_rival: Browser, people: list[Client]) -> None:
    assert "Ada" not in text(as_rival.post(PAGE, {"group": "tag:online", "way": "add"}))


# --- What it shows before --------------------------------------------------------------------------------------


def test_each_start_is_suggested_with_its_reason(as_coach: Browser, people: list[Client], ladder: Progression) -> None:
    play(AssignmentFactory(client=people[0], progression=ladder, start_rung=at(ladder, 3)), due_on=MONDAY)
    html = text(as_coach.get(PAGE, {"client": [each.pk for each in people], "what": f"progression:{ladder.pk}"}))
    assert f'<option value="{at(ladder, 3).pk}" selected>' in html
    assert "Trained there on 5 Jan at 22.5 kg." in html
    assert f'name="load_{people[0].pk}_{at(ladder, 3).pk}" value="22.5"' in html
    assert html.count("Nothing logged on it yet, so from the first rung.") == 2
    assert "On New ladder since 5 Jan; it ends." in html


def test_what_was_chosen_instead_is_kept_with_the_suggestion_beside_it(
    as_coach: Browser, people: list[Client], ladder: Progression
) -> None:
    html = text(as_coach.post(PAGE, posted(people, ladder, 2, way="")))
    assert f'<option value="{at(ladder, 2).pk}" selected>' in html
    assert "Suggested: rung 1. Nothing logged" in html


def test_the_weeks_of_the_one_who_is_shown_have_their_own_loads(
    as_coach: Browser, people: list[Client], ladder: Progression
) -> None:
    people[1].body_mass_kg = Decimal(120)
    people[1].save()
    sent = posted(people, ladder, way="")
    html = text(as_coach.post(PAGE, sent, headers=HTMX))
    assert "<html" not in html
    assert html.count('class="calendar-session"') == 12
    assert "<b>22.5 kg</b>" in html
    assert "<b>40 kg</b>" in text(as_coach.post(PAGE, sent | {"show": str(people[1].pk)}))
    assert not Assignment.objects.exists()


def test_conflicts_are_told_at_each_client_before(as_coach: Browser, people: list[Client], ladder: Progression) -> None:
    ada, bea, cleo = people
    Client.objects.filter(pk=ada.pk).update(status="archived")
    Client.objects.filter(pk=bea.pk).update(inventory=bea.inventory | {"bar": None})
    Client.objects.filter(pk=cleo.pk).update(body_mass_kg=None)
    html = text(as_coach.get(PAGE, {"client": [each.pk for each in people], "what": f"progression:{ladder.pk}"}))
    assert "Something stands in the way of 3." in html
    assert "Ada is archived. Restore them first." in html
    assert "Bea has none of: barbell." in html
    assert "Cleo’s body mass is unknown, so say where to start." in html
    sent = posted(people, ladder, way="without", **{f"load_{cleo.pk}_{at(ladder, 1).pk}": "30"})
    html = text(as_coach.post(PAGE, sent))
    assert "Assign to 1 client" in html
    assert "Ada" not in html


# --- Assign ----------------------------------------------------------------------------------------------------


def test_all_of_them_are_assigned_and_it_is_undone(
    as_coach: Browser, people: list[Client], ladder: Progression, coach: User
) -> None:
    before = AssignmentFactory(client=people[0])
    load = {f"load_{people[1].pk}_{at(ladder, 3).pk}": "37,5"}
    response = as_coach.post(PAGE, posted(people, ladder, 2, 3, **load))
    batch = AssignmentBatch.objects.get()
    assert response["Location"] == f"/coach/assign/batches/{batch.pk}/"
    made = [Assignment.objects.active().get(client=each) for each in people]
    assert [(each.start_rung.position, each.start_load) for each in made] == [
        (2, None),
        (3, Decimal("37.5")),
        (1, None),
    ]
    assert {(each.policy, each.deload_every_weeks, tuple(each.weekdays), each.created_by) for each in made} == {
        ("all", 6, (1, 4), coach)
    }
    html = text(as_coach.get(response["Location"]))
    assert "Assigned to 3 clients." in html
    assert "rung 3 at 37.5 kg" in html
    assert f"{before.progression} ended" in html
    assert "Look, or undo it" in text(as_coach.get(PAGE))
    undone = as_coach.post(f"{response['Location']}undo/")
    assert undone["Location"] == response["Location"]
    html = text(as_coach.get(undone["Location"]))
    assert "Undone. What they followed before goes on." in html
    assert "undo/" not in html
    assert Assignment.objects.active().get() == before
    assert "Look, or undo it" not in text(as_coach.get(PAGE))


def test_a_program_with_the_rungs_that_were_chosen(
    as_coach: Browser, people: list[Client], ladder: Progression, coach: User
) -> None:
    exercises(people[0].practice)
    program = saved(coach, DAYS)
    html = text(as_coach.get(PAGE, {"client": [each.pk for each in people], "what": f"program:{program.pk}"}))
    assert "so from where the program starts it." in html
    assert "The first 2 weeks" in html
    thrust, bridge = (Progression.objects.get(name=name) for name in ("Thrust ladder", "Bridge ladder"))
    sent = posted(people, thrust, 3, what=f"program:{program.pk}", asked=f"program:{program.pk}", weekdays=["0", "3"])
    sent |= {f"rung_{each.pk}_{bridge.pk}": str(at(bridge, 2).pk) for each in people}
    assert as_coach.post(PAGE, sent).status_code == 302
    tracks = Assignment.objects.filter(client=people[0], parent__isnull=False).order_by("progression__name")
    assert [each.start_rung.position for each in tracks] == [2, 3]
    refused = as_coach.post(PAGE, sent | {"weekdays": ["0"]})
    assert "This program trains 2 days a week. Choose 2 days." in text(refused)


def test_one_in_the_way_and_nobody_is_assigned(as_coach: Browser, people: list[Client], ladder: Progression) -> None:
    Client.objects.filter(pk=people[1].pk).update(body_mass_kg=None)
    response = as_coach.post(PAGE, posted(people, ladder, 2))
    html = text(response)
    assert response.status_code == 422
    assert "Nobody was assigned anything: something stands in the way of 1." in html
    assert "Bea’s body mass is unknown" in html
    assert f'<option value="{at(ladder, 2).pk}" selected>' in html
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"client": []}, "Choose clients first."),
        ({"weekdays": []}, "Choose at least one day."),
        ({"start_date": "soon"}, "Write the date as"),
        ({"what": "progression:none"}, "Choose one of these."),
        ({"what": ""}, "Choose what to assign."),
        ({"policy": "whim"}, "Choose one from the list."),
    ],
)
def test_bad_input_is_told_at_its_field(
    as_coach: Browser, people: list[Client], ladder: Progression, wrong: dict[str, Any], message: str
) -> None:
    response = as_coach.post(PAGE, posted(people, ladder) | wrong)
    assert response.status_code == 422
    assert message in text(response)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("5", "The lightest Ada can load here is 20 kg."),
        ("much", "Start load: a number"),
        ("NaN", "Start load: a number"),
    ],
)
def test_a_load_that_is_none_is_told_at_its_client_and_kept(
    as_coach: Browser, people: list[Client], ladder: Progression, typed: str, message: str
) -> None:
    name = f"load_{people[0].pk}_{at(ladder, 1).pk}"
    html = text(as_coach.post(PAGE, posted(people, ladder, **{name: typed})))
    assert message in html
    assert f'name="{name}" value="{typed}"' in html


def test_a_rung_of_another_progression_is_refused(as_coach: Browser, people: list[Client], ladder: Progression) -> None:
    other = ProgressionFactory(rungs=1).rungs.get()
    response = as_coach.post(PAGE, posted(people, ladder) | {f"rung_{people[0].pk}_{ladder.pk}": str(other.pk)})
    assert response.status_code == 422
    assert "Choose a rung of this progression." in text(response)


def test_what_the_page_had_not_shown_is_looked_at_first(
    as_coach: Browser, people: list[Client], ladder: Progression
) -> None:
    sent = posted(people[:2], ladder) | {"client": [str(each.pk) for each in people]}
    response = as_coach.post(PAGE, sent)
    assert response.status_code == 422
    assert "Something was new here: look at where each one starts, then assign." in text(response)
    assert not Assignment.objects.exists()


def test_the_same_queries_for_two_and_for_twenty(as_coach: Browser, coach: User, ladder: Progression) -> None:
    practice, counts = coach.memberships.get().practice, []
    for count in (2, 20):
        some = [ClientFactory(practice=practice, coach=coach) for _ in range(count)]
        for each in some:
            play(AssignmentFactory(client=each, progression=ladder), due_on=MONDAY)
        sent = posted(some, ladder)
        with CaptureQueriesContext(connection) as shown:
            as_coach.post(PAGE, sent | {"way": ""})
        with CaptureQueriesContext(connection) as done:
            made = as_coach.post(PAGE, sent)
        with CaptureQueriesContext(connection) as seen:
            as_coach.get(made["Location"])
        with CaptureQueriesContext(connection) as undone:
            as_coach.post(f"{made['Location']}undo/")
        counts.append([len(each) for each in (shown, done, seen, undone)])
        AssignmentBatch.objects.all().delete()
    assert counts[0] == counts[1]


# --- Undo ------------------------------------------------------------------------------------------------------


def test_refused_in_words(as_coach: Browser, people: list[Client], ladder: Progression, monday: Any) -> None:
    made = as_coach.post(PAGE, posted(people, ladder, weekdays=["0"]))["Location"]
    play(Assignment.objects.get(client=people[0]), due_on=MONDAY)
    response = as_coach.post(f"{made}undo/")
    assert response.status_code == 422
    assert "Ada has trained since. What was logged stays, so it cannot be undone." in text(response)
    monday.move_to(dt.datetime(2026, 1, 5, 8, 41, tzinfo=dt.UTC))
    assert "The ten minutes are over." in text(as_coach.post(f"{made}undo/"))
    html = text(as_coach.get(made))
    assert "are over" in html
    assert "undo/" not in html
    assert Assignment.objects.active().count() == 3


def test_a_batch_of_another_practice_is_not_found(
    as_coach: Browser, as_rival: Browser, as_colleague: Browser, people: list[Client], ladder: Progression
) -> None:
    made = as_coach.post(PAGE, posted(people, ladder))["Location"]
    assert as_rival.get(made).status_code == 404
    assert as_rival.post(f"{made}undo/").status_code == 404
    assert as_colleague.get(made).status_code == 200
