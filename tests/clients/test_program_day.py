"""A day of a program on the client's and the coach's pages."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from clients.models import Proposal, SetLog
from clients.pushing import push
from clients.services import finish_session, open_session
from tests.api import queries_of
from tests.clients.conftest import fields
from tests.clients.programs import DAYS, MONDAY, NEXT_MONDAY, assigned, exercises, log_item, saved, trained
from tests.clients.test_services import at

TODAY = "/me/today/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def program(coach, practice):
    exercises(practice)
    return saved(coach, DAYS)


@pytest.fixture
def followed(program, client_row, coach, monday):
    return assigned(program, client_row, coach)


def text_of(response):
    return response.content.decode()


def test_the_day_has_a_named_card_for_each_exercise_and_one_open_set(as_client, followed):
    text = text_of(as_client.get(TODAY))
    for name in ("A1 Hip thrust", "A2 One-arm row", "Side plank"):
        assert f'<section aria-label="{name}' in text
    page = re.sub(r"<template.*?</template>", "", text, flags=re.DOTALL)  # what scripts put in its place later
    assert page.count('class="set-open"') == 1
    assert "In turn with A2" in text
    assert "Warm up with 2 lighter sets first. Fixed by your coach." in text
    assert "left first" in text
    assert "2 × 30 s" in text
    assert "Target 8–12 reps" in text


def test_the_exercises_of_one_letter_alternate_set_by_set(as_client, followed):
    thrust, row, _ = open_session(followed, due_on=MONDAY).items.order_by("position")
    for number in (1,):
        for side in ("left", "right"):
            as_client.post("/me/sets/", fields(thrust, side=side, number=number), **HTMX)
    card = text_of(as_client.post("/me/sets/", fields(row, side="left", load="16"), **HTMX))
    assert 'id="e2-right-1-title">Right, set 1<' in card
    card = text_of(as_client.post("/me/sets/", fields(row, side="right", load="16"), **HTMX))
    assert 'class="set-open"' not in card.split("<template", 1)[0]  # A1's second set is next, on its own card
    assert 'id="left-2-title"' in text_of(as_client.get(TODAY))


def test_a_set_held_for_time_is_typed_in_seconds(as_client, followed):
    plank = open_session(followed, due_on=MONDAY).items.get(position=3)
    posted = fields(plank, load="0") | {"seconds": "28", "rir": ""}
    del posted["reps"]
    assert as_client.post("/me/sets/", posted, **HTMX).status_code == 200
    assert SetLog.objects.get().seconds == 28
    refused = as_client.post("/me/sets/", posted | {"set_number": 2, "uuid": plank.pk, "seconds": ""}, **HTMX)
    assert refused.status_code == 422
    assert "How many seconds?" in text_of(refused)


def test_a_hold_is_corrected_in_seconds_and_what_was_there_is_kept(as_client, followed):
    plank = open_session(followed, due_on=MONDAY).items.get(position=3)
    log_item(plank)
    row = plank.sets.get(side="left", set_number=1)
    where = reverse("me:set", args=[row.pk])
    assert 'name="seconds" role="spinbutton" inputmode="numeric" value="30"' in text_of(as_client.get(where))
    posted = fields(plank, load="0") | {"seconds": "20", "rir": "", "uuid": row.uuid}
    del posted["reps"]
    assert as_client.post(where, posted).status_code == 302
    row.refresh_from_db()
    assert (row.seconds, row.revisions.get().before["seconds"]) == (20, 30)


def test_what_is_left_to_the_client_starts_at_what_was_last_done(as_client, followed, monday):
    session = open_session(followed, due_on=MONDAY)
    log_item(session.items.get(position=2), load=Decimal(18), reps=10)
    finish_session(session)
    monday.move_to(at(NEXT_MONDAY))
    Proposal.objects.all().delete()
    again = open_session(followed, due_on=NEXT_MONDAY)
    again.items.get(position=2).targets.update(load=None)
    text = text_of(as_client.get(TODAY))
    card = text[text.index('aria-label="One-arm row"') :]
    assert 'name="load" role="spinbutton" inputmode="decimal" value="18"' in card


def test_pain_ends_one_exercise_and_the_day_goes_on(as_client, followed):
    session = open_session(followed, due_on=MONDAY)
    row = session.items.get(position=2)
    as_client.post("/me/sets/", fields(row, load="16", pain="7"), **HTMX)
    assert "Stop the other sets of this exercise" in text_of(as_client.get(TODAY))
    response = as_client.post(reverse("me:stop", args=[session.pk]), {"item": row.pk})
    assert response["Location"] == TODAY
    assert row.sets.filter(kind="stopped").count() == 5
    assert not session.sets.exclude(item=row).exists()


def test_after_the_day_each_progression_says_what_comes_next(as_client, followed, monday):
    session = trained(followed, MONDAY)
    text = text_of(as_client.get(reverse("me:done", args=[session.pk])))
    assert "Off-season. Monday 5 January" in text
    assert "Next time, Thrust ladder" in text
    assert "Monday 12 January" in text  # Thursday is the other ladder's
    assert "30 s" in text
    history = text_of(as_client.get("/me/history/"))
    assert "A2 One-arm row" in history
    assert "bodyweight × 30 s" in history
    assert "Thrust ladder: " in history


def test_the_ladder_page_has_every_ladder_of_the_program(as_client, followed):
    text = text_of(as_client.get("/me/ladder/"))
    assert "Your ladders" in text
    assert "<h2>Thrust ladder</h2>" in text
    assert "<h2>Bridge ladder</h2>" in text


def test_after_the_last_day_today_says_that_the_program_is_over(as_client, followed, monday):
    monday.move_to(at(NEXT_MONDAY.replace(day=28)))
    assert "Every day of it is behind you." in text_of(as_client.get(TODAY))


def test_what_is_left_out_is_said_above_the_cards(as_client, followed, monday):
    session = open_session(followed, due_on=MONDAY)
    log_item(session.items.get(position=1), pain=7)
    finish_session(session)
    monday.move_to(at(NEXT_MONDAY))
    text = text_of(as_client.get(TODAY))
    assert "Thrust ladder is left out today: Ruth looks first" in text
    assert "One-arm row" in text


def test_today_asks_no_more_after_many_sessions(as_client, followed, program, coach, monday):
    longer = saved(coach, {f"{week}.1": DAYS["1.1"] for week in range(1, 7)}, before=program, weeks=6)
    push([followed], longer, by=coach)
    counts = []
    for week in range(5):
        day = MONDAY + dt.timedelta(weeks=week)
        monday.move_to(at(day))
        as_client.get(TODAY)
        counts.append(queries_of(lambda: as_client.get(TODAY)))
        followed.refresh_from_db()
        trained(followed, day, pain=0)
    assert counts[4] == counts[1]


# --- The coach ---------------------------------------------------------------------------------------------------


def test_the_coach_reviews_every_progression_of_a_day(as_coach, practice, client_row, coach, monday):
    exercises(practice)
    both = {"1.1": ("follow thrust ladder", "follow bridge ladder", "one-arm row 3x8")}
    followed = assigned(saved(coach, both), client_row, coach, policy="all")
    session = trained(followed, MONDAY, reps=10)
    where = reverse("coach:review-item", args=[session.pk])
    first, second = Proposal.objects.order_by("created_at")
    text = text_of(as_coach.get(where))
    assert "The whole day" in text
    assert "One-arm row" in text
    assert "waits for you, too" in text
    posted = {"verdict": "approve", "proposal": second.pk}
    response = as_coach.post(reverse("coach:decide", args=[session.pk]), posted)
    assert response["Location"] == where  # the other one waits here
    response = as_coach.post(reverse("coach:decide", args=[session.pk]), posted | {"proposal": first.pk})
    assert response["Location"] == reverse("coach:review")
    assert set(Proposal.objects.values_list("status", flat=True)) == {"approved"}


def test_a_day_of_fixed_exercises_and_a_skipped_one_are_reviewed_without_a_ladder(
    as_coach, practice, client_row, coach, monday
):
    exercises(practice)
    followed = assigned(saved(coach, {"1.1": ("one-arm row 3x8",), "1.2": ("one-arm row 3x8",)}), client_row, coach)
    session = trained(followed, MONDAY)
    assert "Nothing to decide" in text_of(as_coach.get(reverse("coach:review-item", args=[session.pk])))
    assert "Fixed exercises only" in text_of(as_coach.get(reverse("coach:client", args=[client_row.pk])))
    assert as_coach.get("/coach/clients/").status_code == 200


def test_the_client_page_draws_one_progression_at_a_time(as_coach, followed, client_row):
    trained(followed, MONDAY)
    where = reverse("coach:client", args=[client_row.pk])
    text = text_of(as_coach.get(where))
    assert 'aria-label="Progressions of Off-season"' in text
    assert "Off-season, week 1 of 2" in text
    bridge = followed.tracks.get(progression__name="Bridge ladder")
    assert '<h2 id="cl">Bridge ladder</h2>' in text_of(as_coach.get(where, {"track": bridge.pk}))
    assert as_coach.get(where, {"track": "none"}).status_code == 200


def test_pain_in_a_fixed_exercise_is_at_the_top_and_names_it(as_coach, followed):
    session = open_session(followed, due_on=MONDAY)
    log_item(session.items.get(position=2), pain=7)
    finish_session(session)
    text = text_of(as_coach.get("/coach/review/"))
    assert "One-arm row. Left, set 1: pain 7." in text
    assert "Stop and look" in text


def test_a_skipped_day_of_a_program_is_reviewed(as_coach, as_client, followed, monday):
    session = open_session(followed, due_on=MONDAY)
    as_client.post(reverse("me:skip", args=[session.pk]), {"skip_reason": "time"})
    assert as_coach.get(reverse("coach:review-item", args=[session.pk])).status_code == 200
    assert as_client.get(reverse("me:done", args=[session.pk])).status_code == 200
