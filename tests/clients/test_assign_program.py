"""The page on which a coach gives a client a program."""

import pytest
from django.urls import reverse

from clients.assigning_programs import start_field
from clients.models import Assignment
from tests.clients.programs import DAYS, MONDAY, assigned, exercises, saved
from tests.factories import AssignmentFactory

PAGE = "/coach/assign/program/"


@pytest.fixture
def program(coach, practice, monday):
    exercises(practice)
    return saved(coach, DAYS)


def text_of(response):
    return response.content.decode()


def posted(program, client, **others):
    return {
        "client": str(client.pk),
        "program": str(program.pk),
        "start_date": MONDAY.isoformat(),
        "weekdays": ["0", "3"],
        "coupling": "shared",
        "policy": "rung_changes",
    } | others


def test_the_page_asks_for_a_client_and_a_program_and_complains_of_nothing(as_coach, program, client_row):
    text = text_of(as_coach.get(PAGE))
    assert "Choose a client: the weeks are drawn" in text
    assert "error" not in text
    assert 'href="/coach/assign/"' in text
    assert 'href="/coach/assign/program/"' in text_of(as_coach.get("/coach/assign/"))


def test_the_preview_has_the_days_with_real_loads_and_fixed_exercises_as_written(as_coach, program, client_row):
    text = text_of(as_coach.get(PAGE, {"client": client_row.pk, "program": program.pk}))
    assert "The first 2 weeks" in text
    assert "Mon 5 Jan" in text
    assert "Thu 15 Jan" in text
    assert "3 × 8 · 22.5 kg" in text
    assert "3 × 9 · 22.5 kg" in text  # a week later, with every target met
    assert "3 × 8–12 per side · RIR 2" in text
    assert "5, 5, 3 · 70 % of 1RM" in text
    assert "2 × 30 s per side" in text


def test_posting_assigns_from_the_rungs_that_were_chosen(as_coach, program, client_row):
    ladder = client_row.practice.progressions.get(name="Thrust ladder")
    second = ladder.rungs.get(position=2)
    response = as_coach.post(PAGE, posted(program, client_row, **{start_field(ladder): str(second.pk)}))
    assert response["Location"] == reverse("coach:client", args=[client_row.pk])
    whole = Assignment.objects.whole().get()
    assert (whole.program, whole.weekdays) == (program, [0, 3])
    assert whole.tracks.get(progression=ladder).start_rung == second


def test_what_stands_in_the_way_is_told_at_its_field_with_everything_kept(as_coach, program, client_row):
    client_row.body_mass_kg = None
    client_row.save()
    response = as_coach.post(PAGE, posted(program, client_row, weekdays=["0"], policy="all"))
    text = text_of(response)
    assert response.status_code == 422
    assert "This program trains 2 days a week. Choose 2 days." in text
    assert "Maya’s body mass is unknown" in text
    assert '<option value="all" selected>' in text
    assert not Assignment.objects.exists()


def test_nothing_chosen_is_told_in_words(as_coach, program):
    response = as_coach.post(PAGE, {})
    assert response.status_code == 422
    assert "Choose a client." in text_of(response)
    assert "Choose a program." in text_of(response)


def test_another_program_brings_its_own_days(as_coach, coach, program, client_row):
    other = saved(coach, {"1.1": ("one-arm row 3x8",)}, name="Short", days_a_week=1)
    shown = as_coach.get(
        PAGE,
        {"client": client_row.pk, "program": other.pk, "asked": program.pk, "weekdays": ["0", "3"]},
        HTTP_HX_REQUEST="true",
    )
    assert "The first 2 weeks" in text_of(shown)


def test_what_ends_is_said_before(as_coach, program, client_row, coach):
    AssignmentFactory(client=client_row)
    assert "Assigning ends it; its history stays." in text_of(as_coach.get(PAGE, {"client": client_row.pk}))
    assigned(program, client_row, coach)
    assert "Maya is on Off-season since" in text_of(as_coach.get("/coach/assign/", {"client": client_row.pk}))


def test_a_program_that_names_a_progression_twice_a_day_is_not_given(as_coach, coach, program, client_row):
    twice = saved(coach, {"1.1": ("follow thrust ladder", "follow thrust ladder")}, name="Twice")
    response = as_coach.post(PAGE, posted(twice, client_row))
    assert "Week 1, day 1 follows Thrust ladder twice." in text_of(response)


def test_a_program_of_another_practice_is_none_that_can_be_chosen(as_rival, program, rival_client):
    response = as_rival.post(PAGE, posted(program, rival_client))
    assert response.status_code == 422
    assert "Choose one of these." in text_of(response)
