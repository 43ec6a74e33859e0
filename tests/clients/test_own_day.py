"""What clients change of their own day: another exercise or date, the rest skipped, a warning sign, a side matched."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.history import read_history
from clients.models import Assignment, Client, Comment, ReviewCard, ScheduleChange, Session, SessionItem, SetLog, Swap
from programs.models import Coupling, Gate
from tests.clients.conftest import fields, opened, play
from tests.clients.programs import DAYS, assigned, exercises, log_item, saved

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (dt.date(2026, 1, day) for day in (5, 6, 7, 8))
TODAY, SETS, SIGNS, MOVED = "/me/today/", "/me/sets/", "/me/signs/", "/me/moved-days/"
RACK = {
    "bar": 20,
    "plates": [[1.25, 2], [2.5, 2], [5, 2], [10, 2]],
    "dumbbells": [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24],
}


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


# --- Another exercise, because the equipment is taken ----------------------------------------------------------


@pytest.fixture
def racked(training: Assignment, client_row: Client) -> Assignment:
    """A bar with plates, and dumbbells to 24 kg; training from 25 kg on the second rung of three."""
    Client.objects.filter(pk=client_row.pk).update(inventory=RACK)
    rung = training.ladder.rungs.get(position=2)
    Assignment.objects.filter(pk=training.pk).update(start_rung=rung, start_load=Decimal(30))
    return Assignment.objects.get(pk=training.pk)


def allow(assignment: Assignment, position: int, *implements: str) -> None:
    assignment.ladder.rungs.filter(position=position).update(implements=list(implements))


def choose(browser: Browser, item: SessionItem) -> Any:
    page = browser.get(reverse("me:item-swap", args=[item.pk]))
    key = page.context["offered"][0].key
    return browser.post(reverse("me:item-swap", args=[item.pk]), {"key": key})


def test_the_coachs_other_implement_is_offered_at_a_load_that_is_not_over_todays(
    as_client: Browser, as_coach: Browser, racked: Assignment, client_row: Client
) -> None:
    allow(racked, 2, "barbell", "dumbbell")
    item = opened(racked)
    html = text(as_client.get(reverse("me:item-swap", args=[item.pk])))
    assert "What your coach allows instead" in html
    assert "3 × 8 · 24 kg" in html  # the heaviest dumbbell, for 30 kg on the bar
    assert choose(as_client, item)["Location"] == TODAY
    page = text(as_client.get(TODAY))
    swap, done = Swap.objects.get(), SessionItem.objects.get()
    assert (swap.is_own, swap.reason, swap.made_by) == (True, "equipment", client_row.user)
    assert (done.swap, done.assignment) == (swap, None)
    assert {(each.side, each.load, each.implement, each.rest_s, each.rung) for each in done.targets.all()} == {
        (side, Decimal(24), "dumbbell", 90, None) for side in ("left", "right")
    }
    assert f"{swap.instead_of}, which was taken." in page
    log_item(done)
    as_client.post(reverse("me:finish", args=[done.session_id]), {"effort": "6"})
    assert read_history(racked).exposures == []
    assert swap.words in text(as_coach.get(reverse("coach:review-item", args=[done.session_id])))


def test_without_a_list_the_rung_below_that_needs_something_else(as_client: Browser, racked: Assignment) -> None:
    allow(racked, 1, "dumbbell")
    html = text(as_client.get(reverse("me:item-swap", args=[opened(racked).pk])))
    assert "One rung lighter, with something else" in html
    assert "3 × 8 · 24 kg" in html  # where that rung starts: 35 % of 70 kg


def test_nothing_fits_and_the_page_says_what_to_do(as_client: Browser, racked: Assignment) -> None:
    item = opened(racked)
    assert "There is nothing to do instead." in text(as_client.get(reverse("me:item-swap", args=[item.pk])))
    answer = as_client.post(reverse("me:item-swap", args=[item.pk]), {"key": "other"})
    assert answer.status_code == 422
    assert not Swap.objects.exists()


def test_it_is_taken_back_until_a_set_is_logged(as_client: Browser, racked: Assignment) -> None:
    allow(racked, 2, "barbell", "dumbbell")
    choose(as_client, opened(racked))
    swapped = SessionItem.objects.get()
    as_client.post(reverse("me:item-swap-undo", args=[swapped.pk]))
    assert "Take another exercise" in text(as_client.get(TODAY))
    again = SessionItem.objects.get()
    assert (again.assignment, again.swap, again.targets.count()) == (racked, None, 2)
    assert not Swap.objects.exists()
    as_client.post(SETS, fields(again))
    assert choose_refused(as_client, again)
    assert "Take another exercise" not in text(as_client.get(TODAY))


def choose_refused(browser: Browser, item: SessionItem) -> bool:
    answer = browser.post(reverse("me:item-swap", args=[item.pk]), {"key": "any"})
    return answer.status_code == 422 and "A set of it is logged" in text(answer)


def test_in_a_program_only_that_exercise_is_swapped_also_when_the_day_has_begun(
    as_client: Browser, client_row: Client, owner: User, monday: Any
) -> None:
    Client.objects.filter(pk=client_row.pk).update(inventory=RACK)
    exercises(client_row.practice)
    program = assigned(saved(owner, DAYS), client_row, owner)
    as_client.get(TODAY)
    track = program.tracks.get(progression__name="Thrust ladder")
    allow(track, 1, "barbell", "dumbbell")
    row, followed = SessionItem.objects.get(position=2), SessionItem.objects.get(position=1)
    log_item(row)
    choose(as_client, followed)
    assert "which was taken" in text(as_client.get(TODAY))
    swapped = SessionItem.objects.get(position=1)
    assert (swapped.label, SessionItem.objects.count()) == ("A1", 3)
    as_client.post(reverse("me:item-swap-undo", args=[swapped.pk]))
    assert "left first" in text(as_client.get(TODAY))  # the program's own words are back
    assert SessionItem.objects.get(position=1).assignment == track


# --- The rest of an exercise skipped ---------------------------------------------------------------------------


def test_the_sets_that_are_left_are_skipped_with_one_reason(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post(SETS, fields(item))
    url = reverse("me:item-skip", args=[item.pk])
    as_client.post(url, {"skip_reason": "bored"})
    assert SetLog.objects.count() == 1
    for _ in range(2):
        as_client.post(url, {"skip_reason": "time"})
    assert SetLog.objects.filter(kind="skipped", skip_reason="time").count() == 5
    assert SetLog.objects.filter(kind="done").count() == 1


# --- Another day -----------------------------------------------------------------------------------------------


def test_on_a_free_day_the_next_session_is_done_today(
    as_client: Browser, as_coach: Browser, training: Assignment, client_row: Client, monday: Any
) -> None:
    play(training, due_on=MONDAY)
    monday.move_to(at(TUESDAY))
    page = text(as_client.get(TODAY))
    assert "Thursday 8 January" in page
    assert "Do it today" in page
    assert as_client.post(MOVED, {"to": "2026-01-06"})["Location"] == TODAY
    assert "Left, set 1" in text(as_client.get(TODAY))
    change = ScheduleChange.objects.get()
    assert (change.day, change.to, change.made_by) == (THURSDAY, TUESDAY, client_row.user)
    assert "by Maya Lindqvist" in text(as_coach.get(reverse("coach:client", args=[client_row.pk])))


def test_a_session_due_today_moves_no_farther_than_the_next_one(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    as_client.get(TODAY)
    page = as_client.get(MOVED)
    assert page.context["move"].days == [TUESDAY, WEDNESDAY]
    for day, said in (("2026-01-08", "not free any more"), ("", "Choose a day."), ("soon", "Choose one of these")):
        answer = as_client.post(MOVED, {"to": day})
        assert answer.status_code == 422
        assert said in text(answer)
    as_client.post(MOVED, {"to": "2026-01-07"})
    assert Session.objects.get().due_on == WEDNESDAY
    assert "Nothing due today" in text(as_client.get(TODAY))
    as_client.post(MOVED, {"to": "2026-01-05"})  # back, and it is due again
    assert "Left, set 1" in text(as_client.get(TODAY))


def test_a_late_session_may_wait_another_day(as_client: Browser, training: Assignment, monday: Any) -> None:
    monday.move_to(at(TUESDAY))
    assert "Monday’s session, done today" in text(as_client.get(TODAY))
    assert as_client.get(MOVED).context["move"].days == [WEDNESDAY]
    as_client.post(MOVED, {"to": "2026-01-07"})
    assert "Nothing due today" in text(as_client.get(TODAY))
    monday.move_to(at(WEDNESDAY))
    assert "Left, set 1" in text(as_client.get(TODAY))


def test_what_has_begun_stays_and_a_trained_day_is_full(as_client: Browser, training: Assignment, monday: Any) -> None:
    as_client.post(SETS, fields(opened(training)))
    assert "There is no session to move." in text(as_client.get(MOVED))
    assert as_client.post(MOVED, {"to": "2026-01-06"}).status_code == 422
    as_client.post(reverse("me:finish", args=[Session.objects.get().pk]), {"effort": "6"})
    page = text(as_client.get(TODAY))
    assert "Move it" in page
    assert "Do it today" not in page


# --- A warning sign --------------------------------------------------------------------------------------------


def urgent(session: Session) -> bool:
    return bool(ReviewCard.objects.get(session=session).reasons[0]["code"] == "red_flag")


def test_said_while_training_the_session_ends_and_the_coach_is_told(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    item = opened(training)
    as_client.post(SETS, fields(item))
    answer = as_client.post(SIGNS, {"words": "My foot is numb."})
    session = Session.objects.get()
    assert answer["Location"] == reverse("me:done", args=[session.pk])
    assert (session.status, session.red_flag, session.note) == ("finished", True, "My foot is numb.")
    assert urgent(session)
    monday.move_to(at(THURSDAY))
    assert "Your coach looks first." in text(as_client.get(TODAY))


def test_said_between_sessions_what_was_opened_is_not_trained(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    session = play(training, due_on=MONDAY)
    monday.move_to(at(THURSDAY))
    assert "Left, set 1" in text(as_client.get(TODAY))
    assert as_client.post(SIGNS, {})["Location"] == TODAY
    session.refresh_from_db()
    assert session.red_flag
    assert urgent(session)
    assert Comment.objects.get().text == "I have one of the warning signs."
    assert "Your coach looks first." in text(as_client.get(TODAY))


def test_said_before_the_first_session_training_is_paused(
    as_client: Browser, training: Assignment, client_row: Client
) -> None:
    assert as_client.post(SIGNS, {"words": "x" * 501}).status_code == 422
    as_client.post(SIGNS, {"words": "A swollen calf."})
    client_row.refresh_from_db()
    assert client_row.status == "paused"
    assert Comment.objects.get().text == "A swollen calf."
    assert "Training is paused." in text(as_client.get(TODAY))


# --- The sets themselves ---------------------------------------------------------------------------------------


def open_place(browser: Browser) -> Any:
    day = browser.get(TODAY).context["day"]
    return next(card.open for card in day.cards if card.open)


def test_the_other_side_matches_what_the_first_did(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post(SETS, fields(item, reps="6", load="20"))
    place = open_place(as_client)
    assert (place.name, place.values["reps"], place.values["load"]) == ("Right, set 1", 6, "20")
    assert place.follows == "Left did 6 at 20 kg. Match it."
    as_client.post(SETS, fields(item, side="right", reps="6", load="20"))
    place = open_place(as_client)
    assert (place.name, place.values["reps"], place.values["load"]) == ("Left, set 2", 8, "20")
    assert place.follows == "Set 1 was at 20 kg, and so is this one."


def test_sides_that_go_their_own_way_are_not_matched(as_client: Browser, training: Assignment) -> None:
    Assignment.objects.filter(pk=training.pk).update(coupling=Coupling.INDEPENDENT)
    as_client.post(SETS, fields(opened(training), reps="6"))
    place = open_place(as_client)
    assert (place.values["reps"], place.follows) == (8, "")


@pytest.mark.parametrize(
    ("rir", "more", "kept", "shown"),
    [("4", "", 4, "RIR 4+"), ("4", "5", 5, "RIR 5"), ("4", "6", 6, "RIR 6+"), ("2", "6", 2, "RIR 2")],
)
def test_four_and_more_may_say_how_many(
    as_client: Browser, training: Assignment, rir: str, more: str, kept: int, shown: str
) -> None:
    as_client.post(SETS, fields(opened(training), rir=rir, rir_more=more))
    row = SetLog.objects.get()
    assert row.rir == kept
    assert shown in text(as_client.get(TODAY))
    page = text(as_client.get(reverse("me:set", args=[row.pk])))
    assert f'name="rir" value="{min(kept, 4)}" checked' in page


def test_far_over_target_is_seen_when_the_phone_says_how_many(as_client: Browser, training: Assignment) -> None:
    Gate.objects.all().delete()  # a rung that is not left yet: the load goes up
    item = opened(training)
    for side in ("left", "right"):
        for number in (1, 2, 3):
            as_client.post(SETS, fields(item, side, number, reps="12", rir="4", rir_more="5"))
    as_client.post(reverse("me:finish", args=[item.session_id]), {"effort": "3"})
    codes = {reason["code"] for reason in Session.objects.get().proposals.get().reasons}
    assert "over_achieved" in codes


def test_the_rung_says_how_long_to_change_sides(as_client: Browser, training: Assignment) -> None:
    training.ladder.rungs.update(side_rest_s=20)
    assert 'data-rest="90" data-side-rest="20"' in text(as_client.get(TODAY))


def test_a_page_kept_for_a_coming_day_offers_no_swap_before_there_is_a_row(
    as_client: Browser, racked: Assignment
) -> None:
    allow(racked, 2, "barbell", "dumbbell")
    assert "Take another exercise" in text(as_client.get(TODAY))
    ahead = text(as_client.get(reverse("me:ahead", args=[THURSDAY])))
    assert "Left, set 1" in ahead
    assert "Take another exercise" not in ahead
    assert "This needs signal." in ahead
