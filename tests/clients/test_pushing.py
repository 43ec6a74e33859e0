"""Pushing a program's newest version: to none, some or all, seen before; what was logged never changes."""

import pytest
from django.urls import reverse

from clients.history import read_history
from clients.models import SetLog, Target
from clients.pushing import preview_pushes, program_followers, push
from clients.services import open_session
from tests.api import queries_of
from tests.clients.programs import DAYS, MONDAY, NEXT_MONDAY, THURSDAY, assigned, exercises, log_item, saved, trained
from tests.clients.test_moving import more_reps, saved_with
from tests.clients.test_services import at
from tests.factories import ProgressionFactory

NEWER = {
    "1.1": ("follow thrust ladder",),
    "1.2": ("back squat 4x6 @70%", "hip thrust 3x10 @20%BM", "follow new ladder"),
    "2.1": ("one-arm row 4x10 per side @20kg", "follow thrust ladder"),
    "2.2": ("follow new ladder",),
}


@pytest.fixture
def program(coach, practice, monday):
    exercises(practice)
    ProgressionFactory(practice=practice, name="New ladder", rungs=2)
    return saved(coach, DAYS)


@pytest.fixture
def followed(program, client_row, coach):
    return assigned(program, client_row, coach)


@pytest.fixture
def newest(program, followed, coach):
    return saved(coach, NEWER, before=program)


def stored():
    return [list(Target.objects.order_by("pk").values()), list(SetLog.objects.order_by("pk").values())]


def test_saving_moves_nobody_and_the_older_ones_are_named(followed, newest, coach, rival):
    followed.refresh_from_db()
    assert followed.program != newest
    assert program_followers(coach, newest) == [followed]
    assert program_followers(rival, newest) == []


def test_the_preview_says_what_changes_on_the_coming_days(followed, newest, monday):
    trained(followed, MONDAY)
    monday.move_to(at(THURSDAY))
    before = stored()
    [seen] = preview_pushes([followed], newest)
    first, second, _ = seen.days
    assert first.date == THURSDAY
    assert first.added == ["follow new ladder"]
    assert first.removed == ["follow bridge ladder from rung 2"]
    assert first.changed == [("back squat 5,5,3 @70%", "back squat 4x6 @70%")]
    assert (second.date, second.changed) == (
        NEXT_MONDAY,
        [("one-arm row 3x10 per side @20kg", "one-arm row 4x10 per side @20kg")],
    )
    assert [rung.progression.name for rung in seen.begins] == ["New ladder"]
    assert [track.progression.name for track in seen.ends] == ["Bridge ladder"]
    assert [track.progression.name for track in seen.kept] == ["Thrust ladder"]
    assert stored() == before


def test_pushed_the_client_goes_on_from_where_they_stand(followed, newest, coach, monday):
    session = trained(followed, MONDAY)
    before = stored()
    assert push([followed], newest, by=coach) == 1
    assert stored() == before
    followed.refresh_from_db()
    assert followed.program == newest
    thrust = followed.tracks.get(progression__name="Thrust ladder")
    assert read_history(thrust).newest.session == session
    assert followed.tracks.get(progression__name="Bridge ladder").status == "ended"
    monday.move_to(at(NEXT_MONDAY))
    row, again = open_session(followed, due_on=NEXT_MONDAY).items.order_by("position")
    assert (row.targets.first().sets, again.assignment, again.action) == (4, thrust, "add_reps")


def test_a_day_that_is_begun_stays_and_one_that_is_only_opened_is_made_again(followed, newest, coach, client_row,
                                                                             other_client, program):  # fmt: skip
    begun = open_session(followed, due_on=MONDAY)
    log_item(begun.items.get(position=3))
    looking = assigned(program, other_client, coach)
    opened = open_session(looking, due_on=MONDAY)
    thrust = opened.items.get(position=1)
    followed.refresh_from_db()
    looking.refresh_from_db()
    assert push([followed, looking], newest, by=coach) == 2
    looking.refresh_from_db()
    followed.refresh_from_db()
    assert open_session(followed, due_on=MONDAY).items.count() == 3
    [item] = open_session(looking, due_on=MONDAY).items.all()
    assert item == thrust  # a phone that has the page open still logs for the same exercise


def test_a_progression_that_comes_back_goes_on_with_its_history(followed, newest, coach, monday):
    monday.move_to(at(THURSDAY))
    session = trained(followed, THURSDAY)
    push([followed], newest, by=coach)
    back = saved(coach, DAYS, before=newest)
    followed.refresh_from_db()
    push([followed], back, by=coach)
    bridge = followed.tracks.get(progression__name="Bridge ladder")
    assert bridge.status == "active"
    assert read_history(bridge).newest.session == session


def test_a_track_goes_over_to_the_newer_version_of_its_progression_with_its_history(followed, program, coach, monday):
    trained(followed, MONDAY)
    ladder = program.practice.progressions.get(name="Thrust ladder")
    second = saved_with(ladder, coach, more_reps)
    newest = saved(coach, DAYS, before=program)
    [seen] = preview_pushes([followed], newest)
    assert [(track.progression.version, rung.progression.version) for track, rung in seen.newer] == [(1, 2)]
    assert push([followed], newest, by=coach) == 1
    track = followed.tracks.get(progression=second)
    history = read_history(track)
    assert {target.rung.progression for target in history.newest.targets.values()} == {second}
    monday.move_to(at(NEXT_MONDAY))
    followed.refresh_from_db()
    again = open_session(followed, due_on=NEXT_MONDAY).items.get(position=1)
    assert again.assignment == track
    assert again.targets.first().reps_low == 10


def test_another_number_of_days_cannot_be_pushed(followed, program, coach):
    longer = saved(coach, {"1.1": ("one-arm row 3x8",)}, before=program, days_a_week=3)
    [seen] = preview_pushes([followed], longer)
    assert seen.blocked == ("Maya trains 2 days a week, this version has 3. Assign it anew to choose the days.")
    assert push([followed], longer, by=coach) == 0


def test_a_longer_block_says_when_it_ends(followed, program, coach):
    longer = saved(coach, DAYS, before=program, weeks=3)
    [seen] = preview_pushes([followed], longer)
    assert [f"{day:%d %b}" for day in seen.last_day] == ["15 Jan", "22 Jan"]
    assert seen.changes


def test_the_preview_asks_no_more_for_many(followed, program, coach, practice, other_client):
    newest = saved(coach, NEWER, before=program)
    one = queries_of(lambda: preview_pushes([followed], newest))
    second = assigned(program, other_client, coach)
    assert queries_of(lambda: preview_pushes([followed, second], newest)) == one


# --- The page ----------------------------------------------------------------------------------------------------


def test_the_page_shows_each_and_moves_the_ticked_ones(as_coach, followed, newest, other_client, program, coach):
    stays = assigned(program, other_client, coach)
    where = reverse("coach:program-followers", args=[newest.family])
    text = as_coach.get(where).content.decode()
    for words in (
        "Maya Lindqvist",
        "Noor Haddad",
        "New: follow new ladder",
        "Gone: follow bridge ladder from rung 2",
        "New ladder begins from rung 1.",
        "Bridge ladder ends. Its history stays.",
        "Thrust ladder goes on from where Maya stands.",
    ):
        assert words in text
    assert "1 client follows" not in text
    shown = as_coach.get(reverse("coach:program", args=[newest.family])).content.decode()
    assert "Who follows an older version" in shown
    response = as_coach.post(where, {"to": newest.pk, "move": [followed.pk]})
    assert response["Location"] == reverse("coach:program", args=[newest.family])
    followed.refresh_from_db()
    stays.refresh_from_db()
    assert (followed.program, stays.program) == (newest, program)


def test_a_version_saved_meanwhile_moves_nobody(as_coach, followed, newest, coach):
    where = reverse("coach:program-followers", args=[newest.family])
    saved(coach, DAYS, before=newest)
    response = as_coach.post(where, {"to": newest.pk, "move": [followed.pk]})
    assert response.status_code == 409
    assert "Nobody was moved: look again." in response.content.decode()
    followed.refresh_from_db()
    assert followed.program.version == 1
