"""The page of today: what it shows on which day, and what logging a set answers."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clients.models import Assignment, Client, Session, SetLog
from tests.clients.conftest import fields, opened, play
from tests.factories import AssignmentFactory

TODAY = "/me/today/"
SETS = "/me/sets/"
FRAGMENT = {"HX-Request": "true"}


def page(browser: Browser, url: str = TODAY) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


# --- What the day shows ---------------------------------------------------------------------------------------


def test_the_session_due_today_is_opened_with_its_first_set(as_client: Browser, training: Assignment) -> None:
    text = page(as_client)
    assert "Morning, Maya. Monday 5 January" in text
    assert 'id="left-1-title">Left, set 1<' in text
    assert "Log left set" in text
    assert "Why 8, 8, 8?" in text
    assert "Your first session here." in text
    session = Session.objects.get()
    assert (session.due_on, session.status) == (dt.date(2026, 1, 5), "open")
    assert session.items.get().targets.count() == 2


def test_opening_twice_freezes_once(as_client: Browser, training: Assignment) -> None:
    page(as_client)
    page(as_client)
    assert Session.objects.count() == 1


def test_a_client_without_an_assignment_reads_so(as_client: Browser) -> None:
    assert "No program yet" in page(as_client)


def test_a_day_without_training_names_the_next_one(as_client: Browser, training: Assignment, monday: Any) -> None:
    play(training, due_on=dt.date(2026, 1, 5))
    monday.move_to(dt.datetime(2026, 1, 6, 9, tzinfo=dt.UTC))
    text = page(as_client)
    assert "Nothing due today" in text
    assert "Thursday 8 January" in text
    assert 'href="/me/ladder/"' in text


def test_a_missed_session_is_done_late_under_its_own_day(as_client: Browser, training: Assignment, monday: Any) -> None:
    monday.move_to(dt.datetime(2026, 1, 7, 9, tzinfo=dt.UTC))
    assert "Monday’s session, done today" in page(as_client)
    assert Session.objects.get().due_on == dt.date(2026, 1, 5)


def test_after_finishing_the_page_leads_to_what_comes_next(as_client: Browser, training: Assignment) -> None:
    session = play(training, due_on=dt.date(2026, 1, 5))
    text = page(as_client)
    assert f'href="/me/sessions/{session.pk}/"' in text
    assert "Thursday 8 January" in text


def test_red_pain_pauses_the_next_session_until_the_coach_has_looked(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    play(training, due_on=dt.date(2026, 1, 5), pain=7)
    monday.move_to(dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC))
    text = page(as_client)
    assert "Paused" in text
    assert "Your coach looks first." in text
    assert "Log left set" not in text
    assert Session.objects.count() == 1


def test_red_pain_in_a_session_that_was_never_finished_pauses_too(
    as_client: Browser, training: Assignment, monday: Any
) -> None:
    as_client.post(SETS, fields(opened(training), pain="8"))
    monday.move_to(dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC))
    assert "Your coach looks first." in page(as_client)
    assert Session.objects.get().status == "finished"
    assert Session.objects.get().proposals.get().status == "waiting"


def test_a_paused_client_opens_nothing(as_client: Browser, training: Assignment, client_row: Client) -> None:
    Client.objects.filter(pk=client_row.pk).update(status="paused")
    assert "Training is paused." in page(as_client)
    assert not Session.objects.exists()


def test_today_is_the_clients_own_date(
    as_client: Browser, training: Assignment, client_row: Client, monday: Any
) -> None:
    Client.objects.filter(pk=client_row.pk).update(time_zone="Pacific/Auckland")
    monday.move_to(dt.datetime(2026, 1, 7, 20, tzinfo=dt.UTC))  # Thursday morning in Auckland
    text = page(as_client)
    assert "Thursday 8 January" in text
    assert Session.objects.get().due_on == dt.date(2026, 1, 8)
    hours = [int(each) for each in re.findall(r'data-(?:from|until)="(\d+)"', text)]
    assert [dt.datetime.fromtimestamp(each, dt.UTC).isoformat() for each in hours] == [
        "2026-01-07T11:00:00+00:00",
        "2026-01-08T11:00:00+00:00",
    ]


# --- Sides and figures ----------------------------------------------------------------------------------------


def shown(text: str) -> str:
    """Without what lies ready for a script."""
    return re.sub(r"<template.*?</template>", "", text, flags=re.DOTALL)


def places(text: str) -> list[str]:
    """The open set, as its title says."""
    return [part.split("<")[0] for part in shown(text).split('-title">')[1:]]


def test_the_weaker_side_of_last_time_comes_first(as_client: Browser, training: Assignment, monday: Any) -> None:
    play(training, due_on=dt.date(2026, 1, 5), reps=8, left=9)
    monday.move_to(dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC))
    assert places(page(as_client)) == ["Right, set 1"]


def test_the_involved_side_comes_first_whatever_was_done(
    as_client: Browser, training: Assignment, client_row: Client
) -> None:
    Client.objects.filter(pk=client_row.pk).update(involved_side="right")
    assert places(page(as_client)) == ["Right, set 1"]


def test_sides_alternate_within_a_set(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    seen = []
    for side, number in (("left", 1), ("right", 1), ("left", 2)):
        seen += places(page(as_client))
        as_client.post(SETS, fields(item, side, number))
    assert [*seen, *places(page(as_client))] == ["Left, set 1", "Right, set 1", "Left, set 2", "Right, set 2"]


def test_a_bilateral_rung_is_logged_for_both_sides_at_once(as_client: Browser, training: Assignment) -> None:
    training.start_rung.variation.exercise.laterality = "bilateral"
    training.start_rung.variation.exercise.save()
    text = page(as_client)
    assert places(text) == ["Both sides, set 1"]
    assert "Log set" in text


def test_the_load_of_this_sides_set_before_is_there_already(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post(SETS, fields(item, "left", 1, load="30"))
    as_client.post(SETS, fields(item, "right", 1, load="22,5"))
    assert 'id="left-2-load" name="load" role="spinbutton" inputmode="decimal" value="30"' in page(as_client)


def test_the_buttons_step_through_what_the_client_can_load(as_client: Browser, training: Assignment) -> None:
    assert 'data-loads="20 22.5 25 ' in page(as_client)


def plates(text: str) -> list[str]:
    return re.findall(r"<p class=\"plates\"[^>]*>(.*?)</p>", text)


def test_the_plates_for_the_load_stand_below_it(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    assert plates(page(as_client))[0] == "Each end: 1.25"
    as_client.post(SETS, fields(item, "left", 1, load="20"))
    as_client.post(SETS, fields(item, "right", 1, load="41"))
    text = page(as_client)
    assert plates(text)[:1] == ["Empty bar"]
    assert set(plates(text)) == {"Empty bar", ""}  # 41 kg is no load of these plates
    assert "|42.5=Each end: 10 + 1.25|" in text


def test_only_a_bar_has_plates(as_client: Browser, training: Assignment) -> None:
    opened(training).targets.update(implement="dumbbell", load=20)
    assert plates(page(as_client)) == []


def test_plates_are_not_mixed_with_another_unit(as_client: Browser, training: Assignment, client_row: Client) -> None:
    opened(training)
    Client.objects.filter(pk=client_row.pk).update(unit="lb")
    assert plates(page(as_client)) == []


def test_last_time_stands_beside_the_target(as_client: Browser, training: Assignment, monday: Any) -> None:
    play(training, due_on=dt.date(2026, 1, 5))
    target = opened_load(training)
    monday.move_to(dt.datetime(2026, 1, 8, 9, tzinfo=dt.UTC))
    assert f"Last {target} kg × 8<" in page(as_client)


def opened_load(assignment: Assignment) -> str:
    return f"{assignment.sessions.get().items.get().targets.first().load.normalize():f}"


# --- Logging --------------------------------------------------------------------------------------------------


def test_a_logged_set_says_so_and_can_be_corrected(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    response = as_client.post(SETS, fields(item))
    assert response.status_code == 302
    assert response["Location"] == TODAY
    row = SetLog.objects.get()
    assert (row.reps, row.load, row.rir, row.pain, row.kind) == (8, Decimal(25), 2, None, "done")
    text = page(as_client)
    assert "Set 1, left, 25 kilograms, 8 reps, logged, 2 more possible" in text
    assert f'action="/me/sets/{row.pk}/"' in text
    assert places(text) == ["Right, set 1"]


def test_htmx_gets_the_card_and_the_name_of_the_set(as_client: Browser, training: Assignment) -> None:
    data = fields(opened(training))
    response = as_client.post(SETS, data, headers=FRAGMENT)
    assert response.status_code == 200
    assert response["Kickstand-Saved"] == str(data["uuid"])
    text = response.content.decode()
    assert text.lstrip().startswith("<article")
    assert "HX-Request" in response["Vary"]
    assert places(text) == ["Right, set 1"]


def test_a_double_click_and_a_second_copy_change_nothing(as_client: Browser, training: Assignment) -> None:
    data = fields(opened(training))
    for _ in range(3):
        assert as_client.post(SETS, data, headers=FRAGMENT)["Kickstand-Saved"] == str(data["uuid"])
    assert SetLog.objects.count() == 1
    assert not SetLog.objects.get().revisions.exists()


def test_a_comma_is_a_decimal_mark(as_client: Browser, training: Assignment) -> None:
    as_client.post(SETS, fields(opened(training), load="82,5"))
    assert SetLog.objects.get().load == Decimal("82.5")


def test_other_figures_for_the_same_set_correct_it_and_keep_what_was_there(
    as_client: Browser, training: Assignment
) -> None:
    data = fields(opened(training))
    as_client.post(SETS, data)
    as_client.post(SETS, data | {"reps": "9"})
    row = SetLog.objects.get()
    assert row.reps == 9
    assert row.revisions.get().before["reps"] == 8


def test_a_set_of_another_phone_at_the_same_place_is_a_correction(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post(SETS, fields(item))
    response = as_client.post(SETS, fields(item, reps="10"), headers=FRAGMENT)
    assert response.status_code == 200
    row = SetLog.objects.get()
    assert (row.reps, row.revisions.count()) == (10, 1)


def test_a_late_copy_does_not_undo_a_correction(as_client: Browser, training: Assignment, monday: Any) -> None:
    data = fields(opened(training), performed_at="2026-01-05T08:29:00+00:00")
    as_client.post(SETS, data)
    row = SetLog.objects.get()
    monday.shift(60)
    as_client.post(f"/me/sets/{row.pk}/", data | {"reps": "11"})
    response = as_client.post(SETS, data, headers=FRAGMENT)
    assert response["Kickstand-Saved"] == str(data["uuid"])
    row.refresh_from_db()
    assert row.reps == 11


def test_the_name_of_another_set_is_refused_and_that_set_stays(as_client: Browser, training: Assignment) -> None:
    data = fields(opened(training))
    as_client.post(SETS, data)
    response = as_client.post(SETS, data | {"side": "right", "reps": "9"})
    assert response.status_code == 422
    assert "This form has logged Left, set 1 already." in response.content.decode()
    assert SetLog.objects.get().reps == 8


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reps": "1000000"}, "Reps: a whole number from 0 to 1,000"),
        ({"reps": "-1"}, "Reps: a whole number"),
        ({"reps": "8.5"}, "Reps: a whole number"),
        ({"reps": ""}, "How many reps?"),
        ({"reps": "٨٢"}, "Reps: a whole number"),
        ({"load": "NaN"}, "Load: a number such as 40 or 42.5"),
        ({"load": "Infinity"}, "Load: a number such as 40 or 42.5"),
        ({"load": "٨٢"}, "Load: a number such as 40 or 42.5"),
        ({"load": "1e3"}, "Load: a number such as 40 or 42.5"),
        ({"load": "1,234.5"}, "Load: a number such as 40 or 42.5"),
        ({"load": "1000.5"}, "Load: between 0 and 1,000."),
        ({"load": "42.125"}, "Load: at most two decimals"),
        ({"load": ""}, "Which load?"),
        ({"rir": "11"}, "How many more: a whole number"),
        ({"pain": "11"}, "Pain: a whole number"),
        ({"performed_at": "9999-01-01T00:00:00+00:00"}, "a year outside 2000 to 2100"),
        ({"performed_at": "yesterday"}, "clock could not be read"),
        ({"performed_at": "2026-01-05T08:00:00"}, "clock could not be read"),
        ({"uuid": "nonsense"}, "Reload the page."),
        ({"side": "both"}, "This session is logged for: left, right."),
        ({"kind": "skipped"}, "Say why."),
    ],
)
@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
def test_what_cannot_be_is_said_at_the_form_and_nothing_is_lost(
    as_client: Browser, training: Assignment, typed: dict[str, str], said: str, headers: dict[str, str]
) -> None:
    item = opened(training)
    response = as_client.post(SETS, fields(item, load="31.5", reps="7") | typed, headers=headers)
    text = response.content.decode().replace("&#x27;", "'")
    assert response.status_code == 422
    assert said in text
    assert not SetLog.objects.exists()
    kept = {"load": "31.5", "reps": "7"} | typed
    assert f'value="{kept["load"]}"' in text
    assert f'value="{kept["reps"]}"' in text


@pytest.mark.parametrize("item", ["", "nonsense", "01939f5a-0000-7000-8000-000000000000"])
def test_a_set_for_a_session_that_is_not_there_is_404(as_client: Browser, training: Assignment, item: str) -> None:
    data = fields(opened(training)) | {"item": item}
    assert as_client.post(SETS, data).status_code == 404


def test_a_set_for_somebody_elses_session_is_404(
    as_client: Browser,
    as_other_client: Browser,
    as_coach: Browser,
    as_rival: Browser,
    as_stranger: Browser,
    training: Assignment,
) -> None:
    data = fields(opened(training))
    assert as_other_client.post(SETS, data).status_code == 404
    assert as_coach.post(SETS, data).status_code == 404
    assert as_rival.post(SETS, data).status_code == 404
    assert as_stranger.post(SETS, data)["Location"].startswith("/accounts/login/")
    assert not SetLog.objects.exists()


def test_a_set_that_the_phone_kept_for_another_user_is_not_taken(
    as_client: Browser, other_client: Client, training: Assignment
) -> None:
    data = fields(opened(training))
    response = as_client.post(SETS, data, headers={**FRAGMENT, "Kickstand-User": str(other_client.user_id)})
    assert response.status_code == 403
    assert not SetLog.objects.exists()


def test_an_expired_sign_in_keeps_the_phone_from_forgetting(as_stranger: Browser, training: Assignment) -> None:
    response = as_stranger.post(
        SETS, fields(opened(training)), headers={**FRAGMENT, "HX-Current-URL": "http://testserver/me/today/"}
    )
    assert "Kickstand-Saved" not in response
    assert response["HX-Redirect"].startswith("/accounts/login/")


def test_a_set_for_a_skipped_session_makes_it_a_finished_one(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post(f"/me/sessions/{item.session_id}/skip/", {"skip_reason": "time"})
    as_client.post(SETS, fields(item))
    session = Session.objects.get()
    assert (session.status, session.skip_reason) == ("finished", "")
    assert session.proposals.count() == 1


# --- Correcting -----------------------------------------------------------------------------------------------


def test_correcting_shows_the_figures_and_keeps_the_old_ones(as_client: Browser, training: Assignment) -> None:
    data = fields(opened(training), pain="2")
    as_client.post(SETS, data)
    row = SetLog.objects.get()
    text = page(as_client, f"/me/sets/{row.pk}/")
    assert places(text) == ["Left, set 1"]
    assert 'value="25"' in text
    response = as_client.post(f"/me/sets/{row.pk}/", data | {"reps": "6", "load": "27.5"})
    assert response["Location"] == TODAY
    row.refresh_from_db()
    assert (row.reps, row.load) == (6, Decimal("27.5"))
    assert row.revisions.get().replaced_by == as_client_user(as_client)


def as_client_user(browser: Browser) -> Any:
    from accounts.models import User

    return User.objects.get(pk=browser.session["_auth_user_id"])


def test_a_bad_correction_changes_nothing(as_client: Browser, training: Assignment) -> None:
    data = fields(opened(training))
    as_client.post(SETS, data)
    row = SetLog.objects.get()
    response = as_client.post(f"/me/sets/{row.pk}/", data | {"reps": "1000000"})
    assert response.status_code == 422
    assert 'value="1000000"' in response.content.decode()
    row.refresh_from_db()
    assert row.reps == 8


def test_a_set_of_somebody_else_cannot_be_read_or_corrected(
    as_client: Browser, as_other_client: Browser, as_coach: Browser, training: Assignment
) -> None:
    data = fields(opened(training))
    as_client.post(SETS, data)
    url = f"/me/sets/{SetLog.objects.get().pk}/"
    for browser in (as_other_client, as_coach):
        assert browser.get(url).status_code == 404
        assert browser.post(url, data).status_code == 404


def test_a_correction_after_the_end_is_decided_again(as_client: Browser, training: Assignment) -> None:
    session = play(training, due_on=dt.date(2026, 1, 5), reps=12)
    row = session.sets.filter(side="left").first()
    data = fields(session.items.get(), "left", row.set_number, load=str(row.load), reps="8")
    response = as_client.post(f"/me/sets/{row.pk}/", data)
    assert response["Location"] == reverse("me:done", args=[session.pk])
    reasons = {
        reason["side"]: reason["code"] for reason in session.proposals.exclude(status="superseded").get().reasons
    }
    assert reasons == {"left": "in_range", "right": "exit_confirm"}


# --- Skipped, stopped, not logged -----------------------------------------------------------------------------


def test_skipped_stopped_and_not_logged_are_three_things(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post(SETS, fields(item, kind="skipped", skip_reason="equipment"))
    as_client.post(SETS, fields(item, "right", 1, pain="7"))
    as_client.post(f"/me/sessions/{item.session_id}/stop/")
    rows = {(row.side, row.set_number): row for row in SetLog.objects.all()}
    assert (rows["left", 1].kind, rows["left", 1].skip_reason, rows["left", 1].reps) == ("skipped", "equipment", None)
    assert (rows["right", 1].kind, rows["right", 1].pain) == ("done", 7)
    assert {row.kind for key, row in rows.items() if key[1] > 1} == {"stopped"}


def test_a_skipped_set_says_so_and_can_be_done_after_all(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    data = fields(item, kind="skipped", skip_reason="equipment", load="", reps="")
    as_client.post(SETS, data)
    assert "skipped: equipment taken" in page(as_client)
    row = SetLog.objects.get()
    as_client.post(f"/me/sets/{row.pk}/", fields(item))
    row.refresh_from_db()
    assert (row.kind, row.skip_reason, row.reps) == ("done", "", 8)


def test_pain_of_six_stops_the_exercise(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    as_client.post(SETS, fields(item, pain="6"))
    text = page(as_client)
    assert "Stop here today." in text
    assert "You said 6 of 10." in text
    assert places(text) == []
    assert "Finish session" in text


def test_pain_of_five_goes_on(as_client: Browser, training: Assignment) -> None:
    as_client.post(SETS, fields(opened(training), pain="5"))
    text = page(as_client)
    assert "Stop here today." not in shown(text)
    assert places(text) == ["Right, set 1"]


def test_stopping_twice_marks_once_and_leads_to_the_end(as_client: Browser, training: Assignment) -> None:
    item = opened(training)
    url = f"/me/sessions/{item.session_id}/stop/"
    assert as_client.post(url)["Location"] == f"/me/sessions/{item.session_id}/finish/"
    as_client.post(url)
    assert SetLog.objects.filter(kind="stopped").count() == 6


# --- Limits ---------------------------------------------------------------------------------------------------


def test_the_page_asks_the_database_no_more_after_forty_sessions(
    as_client: Browser, training: Assignment, monday: Any, django_assert_max_num_queries: Any
) -> None:
    counts = []
    due = dt.date(2026, 1, 5)
    for session in range(41):
        monday.move_to(dt.datetime.combine(due, dt.time(8), tzinfo=dt.UTC))
        if session in (3, 40):
            page(as_client)  # opens the session
            with django_assert_max_num_queries(30) as captured:
                page(as_client)
            counts.append(len(captured))
        play(training, due_on=due)
        due += dt.timedelta(days=3 if due.weekday() == 0 else 4)
    assert counts[0] == counts[1]


def test_other_places_have_other_days(as_other_client: Browser, other_client: Client, training: Assignment) -> None:
    AssignmentFactory(client=other_client, progression=training.progression, weekdays=[2])
    assert "Nothing due today" in page(as_other_client)
