"""Another exercise for one session: what is asked, what it counts for, what is read of it, and taking it back."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.freezing import Blocked
from clients.history import read_history
from clients.models import Assignment, Client, Proposal, Session, SessionItem, Swap
from clients.moving_days import move_day
from clients.overview import overview_of
from clients.proposals import mark_reviewed
from clients.services import answer_morning, finish_session, open_session
from clients.swapping import Figures, swap_exercise, undo_swap
from exercises.models import Variation
from tests.clients.conftest import opened, play
from tests.clients.programs import DAYS, assigned, exercises, log_item, saved
from tests.factories import ExerciseFactory, VariationFactory

MONDAY, TUESDAY, THURSDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 6), dt.date(2026, 1, 8)
TWENTY = Figures(load=Decimal(20), sets=2, reps=[8])


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


@pytest.fixture
def split_squat(db: None) -> Variation:
    exercise = ExerciseFactory(name="Split squat", slug="split-squat-here", laterality="single_leg")
    made: Variation = VariationFactory(exercise=exercise, name="Rear foot up", implement="dumbbell")
    return made


def swapped(track: Assignment, variation: Variation, by: User, due_on: dt.date = MONDAY, **others: Any) -> Swap:
    said = {"sides": {"left": TWENTY, "right": TWENTY}, "note": "the bench is gone"} | others
    return swap_exercise(track, due_on=due_on, variation=variation, by=by, **said)


def trained(track: Assignment, due_on: dt.date = MONDAY) -> Session:
    session = open_session(track, due_on=due_on)
    for item in session.items.all():
        log_item(item)
    finish_session(session, effort=6)
    session.refresh_from_db()
    return session


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# --- What is asked, and what it counts for ---------------------------------------------------------------------


def test_the_session_asks_the_other_exercise_with_the_coachs_figures(
    training: Assignment, split_squat: Variation, owner: User, as_client: Browser
) -> None:
    weaker = Figures(load=Decimal(15), sets=2, reps=[6, 5])
    swap = swapped(training, split_squat, owner, sides={"left": TWENTY, "right": weaker})
    html = text(as_client.get(reverse("me:today")))
    item = SessionItem.objects.get()
    assert (item.assignment, item.swap) == (None, swap)
    assert {(each.side, each.load, each.sets, tuple(each.reps), each.rung) for each in item.targets.all()} == {
        ("left", Decimal(20), 2, (8, 8), None),
        ("right", Decimal(15), 2, (6, 5), None),
    }
    assert f"{swap.words}" in html
    assert swap.words == f"Instead of {training.first_rung.variation.full_name}: the bench is gone"


def test_the_rests_are_those_of_the_rung_that_it_stands_for(
    training: Assignment, split_squat: Variation, owner: User
) -> None:
    training.ladder.rungs.update(rest_s=150, side_rest_s=20)
    swapped(training, split_squat, owner)
    item = open_session(training, due_on=MONDAY).items.get()
    assert {(each.rest_s, each.side_rest_s) for each in item.targets.all()} == {(150, 20)}


def test_it_is_no_exposure_and_nothing_follows_from_it(
    training: Assignment, split_squat: Variation, owner: User, monday: Any
) -> None:
    play(training, due_on=MONDAY, reps=9)
    before = Proposal.objects.get()
    monday.move_to(at(THURSDAY))
    swapped(training, split_squat, owner, THURSDAY)
    trained(training, THURSDAY)
    assert len(read_history(training).exposures) == 1
    assert Proposal.objects.get() == before
    monday.move_to(at(dt.date(2026, 1, 12)))
    assert opened(training, dt.date(2026, 1, 12)).targets.all()[0].reps == before.proposed["left"]["reps"]


def test_client_review_and_history_read_what_was_done_instead(
    training: Assignment, split_squat: Variation, owner: User, as_coach: Browser, as_client: Browser, client_row: Client
) -> None:
    swap = swapped(training, split_squat, owner)
    session = trained(training)
    for browser, page in (
        (as_client, reverse("me:done", args=[session.pk])),
        (as_client, reverse("me:history")),
        (as_coach, reverse("coach:review-item", args=[session.pk])),
        (as_coach, reverse("coach:client-sessions", args=[client_row.pk])),
    ):
        html = text(browser.get(page))
        assert swap.words in html, page
        assert "Split squat" in html, page
    assert "goes on where it was: this session was another exercise." in text(
        as_client.get(reverse("me:done", args=[session.pk]))
    )
    adherence = overview_of(client_row, owner).adherence
    assert adherence
    assert (adherence.attendance.done, adherence.attendance.due) == (1, 1)
    assert as_coach.get(reverse("coach:clients")).status_code == 200


def test_strong_pain_after_it_stops_the_progression_until_the_coach_has_looked(
    training: Assignment, split_squat: Variation, owner: User, monday: Any
) -> None:
    swapped(training, split_squat, owner)
    session = trained(training)
    monday.move_to(at(TUESDAY))
    answer_morning(session, pain=7)
    monday.move_to(at(THURSDAY))
    with pytest.raises(Blocked):
        open_session(training, due_on=THURSDAY)
    session.refresh_from_db()
    mark_reviewed(session, by=owner)
    assert opened(training, THURSDAY).assignment == training


def test_a_stop_is_not_lifted_by_another_exercise(
    training: Assignment, split_squat: Variation, owner: User, monday: Any
) -> None:
    play(training, due_on=MONDAY, pain=7)
    monday.move_to(at(THURSDAY))
    swapped(training, split_squat, owner, THURSDAY)
    with pytest.raises(Blocked):
        open_session(training, due_on=THURSDAY)


def test_of_a_programs_day_only_that_exercise_is_another(
    client_row: Client, split_squat: Variation, owner: User, monday: Any
) -> None:
    exercises(client_row.practice)
    followed = assigned(saved(owner, DAYS), client_row, owner)
    thrust = followed.tracks.get(progression__name="Thrust ladder")
    swapped(thrust, split_squat, owner)
    items = list(open_session(followed, due_on=MONDAY).items.order_by("position"))
    assert [(item.label, item.assignment, item.swap is not None) for item in items] == [
        ("A1", None, True),
        ("A2", None, False),
        ("", None, False),
    ]
    with pytest.raises(ValidationError, match="Bridge ladder is not due on Mon 5 Jan"):
        swapped(followed.tracks.get(progression__name="Bridge ladder"), split_squat, owner)


def test_it_goes_along_with_a_day_that_is_moved(
    training: Assignment, split_squat: Variation, owner: User, client_row: Client
) -> None:
    swapped(training, split_squat, owner, THURSDAY)
    move_day(client_row, day=THURSDAY, to=TUESDAY, by=owner)
    assert Swap.objects.get().due_on == TUESDAY


# --- What stands in the way, and taking it back ----------------------------------------------------------------


def test_what_has_begun_is_not_swapped(training: Assignment, split_squat: Variation, owner: User) -> None:
    play(training, due_on=MONDAY)
    with pytest.raises(ValidationError, match="The session of Mon 5 Jan has begun"):
        swapped(training, split_squat, owner)
    with pytest.raises(ValidationError, match="is not due on Tue 6 Jan"):
        swapped(training, split_squat, owner, TUESDAY)
    swapped(training, split_squat, owner, THURSDAY)
    with pytest.raises(ValidationError, match="is swapped on Thu 8 Jan already"):
        swapped(training, split_squat, owner, THURSDAY)
    with pytest.raises(ValidationError, match="is logged for: left, right"):
        swapped(training, split_squat, owner, dt.date(2026, 1, 12), sides={"both": TWENTY})


def test_opened_and_not_begun_it_is_opened_anew_and_undone_as_well(
    training: Assignment, split_squat: Variation, owner: User
) -> None:
    before = opened(training, MONDAY)
    undo_swap(swapped(training, split_squat, owner))
    assert opened(training, MONDAY).assignment == training
    swapped(training, split_squat, owner)
    item = opened(training, MONDAY)
    assert (item.swap is not None, SessionItem.objects.filter(pk=before.pk).exists()) == (True, False)


def test_opened_with_it_it_stays(training: Assignment, split_squat: Variation, owner: User, as_coach: Browser) -> None:
    swap = swapped(training, split_squat, owner)
    open_session(training, due_on=MONDAY)
    answer = as_coach.post(reverse("coach:client-swap-undo", args=[swap.pk]), follow=True)
    assert "Maya has opened the session of Mon 5 Jan. It stays swapped." in text(answer)
    assert Swap.objects.exists()


# --- The page --------------------------------------------------------------------------------------------------


def swap_page(browser: Browser, client: Client, method: str = "get", **said: Any) -> Any:
    return getattr(browser, method)(reverse("coach:client-swaps", args=[client.pk]), said)


def test_the_coach_chooses_then_says_the_figures_and_takes_it_back(
    training: Assignment, split_squat: Variation, client_row: Client, as_coach: Browser
) -> None:
    chosen = {"place": f"2026-01-08/{training.pk}", "variation": str(split_squat.pk)}
    assert "Left load, kg" in text(swap_page(as_coach, client_row, **chosen))
    figures = {f"{side}-{name}": said for side in ("left", "right") for name, said in
               (("load", "20"), ("sets", "2"), ("reps", "8"))}  # fmt: skip
    assert swap_page(as_coach, client_row, "post", **chosen, **figures, note="the bench is gone").status_code == 302
    swap = Swap.objects.get()
    html = text(as_coach.get(reverse("coach:client", args=[client_row.pk])))
    assert f"{swap.words}, by you" in html
    answer = as_coach.post(reverse("coach:client-swap-undo", args=[swap.pk]), follow=True)
    assert f"Maya does {swap.instead_of} on Thu 8 Jan after all." in text(answer)
    assert not Swap.objects.exists()


def test_what_was_typed_stays(
    training: Assignment, split_squat: Variation, client_row: Client, as_coach: Browser
) -> None:
    chosen = {"place": f"2026-01-08/{training.pk}", "variation": str(split_squat.pk)}
    figures = {"left-load": "twenty", "left-sets": "3", "left-reps": "8, 7", "right-load": "2000", "note": "x" * 161}
    answer = swap_page(as_coach, client_row, "post", **chosen, **figures)
    assert answer.status_code == 422
    for words in ('value="twenty"', "Load: a number such as 40", "Load: between 0 and 1,000.", "How many reps?",
                  "At most 160 characters."):  # fmt: skip
        assert words in text(answer)
    figures = {f"{side}-{name}": said for side in ("left", "right") for name, said in
               (("load", "20"), ("sets", "3"), ("reps", "8, 7"))}  # fmt: skip
    answer = swap_page(as_coach, client_row, "post", **chosen, **figures)
    assert (answer.status_code, "3 sets want one figure, or 3." in text(answer)) == (422, True)
    for wrong in ({"place": "x", "variation": "y"}, {}):
        assert swap_page(as_coach, client_row, "post", **wrong).status_code == 422
    assert "The library has no such exercise." in text(swap_page(as_coach, client_row, variation="\x00"))


def test_a_bilateral_exercise_is_asked_once_and_a_client_without_anything_has_nothing_to_swap(
    training: Assignment, client_row: Client, other_client: Client, as_coach: Browser
) -> None:
    squat = VariationFactory(exercise=ExerciseFactory(name="Box squat", slug="box-squat-here", laterality="bilateral"))
    html = text(swap_page(as_coach, client_row, place=f"2026-01-08/{training.pk}", variation=str(squat.pk)))
    assert ("both-load" in html, "left-load" in html) == (True, False)
    assert "Nothing to swap" in text(swap_page(as_coach, other_client))


def test_nobody_else_swaps(
    training: Assignment, split_squat: Variation, client_row: Client, owner: User, as_rival: Browser, as_client: Browser
) -> None:
    swap = swapped(training, split_squat, owner)
    for browser in (as_rival, as_client):
        assert swap_page(browser, client_row).status_code == 404
        assert browser.post(reverse("coach:client-swap-undo", args=[swap.pk])).status_code == 404
    assert Swap.objects.exists()
