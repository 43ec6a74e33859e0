"""Assignments move to a newer version when a coach says so; what was logged stays as it was."""

import datetime as dt
from decimal import Decimal

import pytest

from clients.history import read_history
from clients.models import Proposal, SetLog, Target
from clients.moving import followers, move, preview_move
from clients.proposals import approve
from clients.services import open_session
from programs.drafting import begin
from programs.models import Draft
from programs.versions import content_of, save_version
from tests.clients.conftest import play

MON, THU = dt.date(2026, 1, 5), dt.date(2026, 1, 8)


def saved_with(progression, by, edit):
    """A new version of the progression, its text changed by `edit`. A built-in one becomes the practice's copy."""
    content = content_of(progression)
    edit(content)
    if progression.practice_id is None:
        content["copied_from"] = str(progression.pk)
        draft = begin(by=by, kind=Draft.Kind.PROGRESSION, family=Draft().family, base=None, content=content)
    else:
        draft = begin(
            by=by, kind=Draft.Kind.PROGRESSION, family=progression.family, base=progression.pk, content=content
        )
    return save_version(draft, by=by)


def rung(content, place):
    return content["rungs"][content["order"][place]]


def more_reps(content):
    rung(content, 0).update(reps_low="10", reps_high="14")


def stored():
    targets = Target.objects.order_by("pk").values_list("pk", "rung")
    return list(targets), list(Proposal.objects.values_list("pk", "status", "proposed"))


def without_the_first(content):
    content["order"] = content["order"][1:]


@pytest.fixture
def trained(training, monday):
    play(training, due_on=MON, reps=9)
    return training


def test_saving_moves_nobody(trained, coach):
    saved = saved_with(trained.progression, coach, more_reps)

    trained.refresh_from_db()
    assert trained.progression != saved
    assert followers(coach, saved) == [trained]


def test_the_preview_says_what_comes_next_now_and_then(trained, coach):
    saved = saved_with(trained.progression, coach, more_reps)

    seen = preview_move(trained, saved)
    assert [side["reps"] for side in seen.now.values()] == [[10, 10, 10]] * 2
    assert [side["reps"] for side in seen.then.values()] == [[10, 10, 10]] * 2
    assert {side["action"] for side in seen.now.values()} == {"add_reps"}
    assert {side["action"] for side in seen.then.values()} == {"hold"}
    assert seen.changes


def test_a_preview_writes_nothing(trained, coach):
    saved = saved_with(trained.progression, coach, more_reps)
    before = list(Target.objects.values_list("pk", "rung")), list(Proposal.objects.values_list("pk", "status"))

    preview_move(trained, saved)
    assert (
        list(Target.objects.values_list("pk", "rung")),
        list(Proposal.objects.values_list("pk", "status")),
    ) == before


def test_who_is_moved_goes_on_where_they_stood_with_the_new_figures(trained, coach, monday):
    saved = saved_with(trained.progression, coach, more_reps)

    assert move([trained], saved, by=coach) == 1

    trained.refresh_from_db()
    monday.move_to(dt.datetime(2026, 1, 8, 8, tzinfo=dt.UTC))
    target = open_session(trained, due_on=THU).items.get().targets.get(side="left")
    assert (target.rung.progression, target.rung.position) == (saved, 1)
    assert (target.reps, target.reps_low, target.reps_high) == ([10, 10, 10], 10, 14)


def test_what_was_logged_and_asked_stays(trained, coach):
    facts = ("side", "load", "unit", "sets", "reps", "reps_low", "reps_high", "rir", "tempo", "rest_s", "implement")
    sets, asked = list(SetLog.objects.order_by("pk").values()), list(Target.objects.order_by("pk").values_list(*facts))

    move([trained], saved_with(trained.progression, coach, more_reps), by=coach)

    assert list(SetLog.objects.order_by("pk").values()) == sets
    assert list(Target.objects.order_by("pk").values_list(*facts)) == asked


def test_a_rung_that_goes_puts_its_climbers_on_the_nearest_that_is_left(trained, coach, monday):
    saved = saved_with(trained.progression, coach, without_the_first)

    seen = preview_move(trained, saved)
    assert [each.position for each in seen.lost] == [1]
    move([trained], saved, by=coach)

    trained.refresh_from_db()
    monday.move_to(dt.datetime(2026, 1, 8, 8, tzinfo=dt.UTC))
    target = open_session(trained, due_on=THU).items.get().targets.get(side="left")
    assert target.rung == saved.rungs.get(position=1)
    assert target.reps == [8, 8, 8]


def test_what_a_coach_decided_stays_decided(trained, coach):
    waiting = Proposal.objects.get()
    Proposal.objects.update(status="waiting", outcome=None)
    approve(waiting, by=coach)
    saved = saved_with(trained.progression, coach, more_reps)

    move([trained], saved, by=coach)

    decided = Proposal.objects.exclude(status="superseded").get()
    assert decided.decided_by == coach
    assert {side["rung"] for side in decided.outcome.values()} == {str(saved.rungs.get(position=1).pk)}


def test_a_copy_of_a_built_in_progression_is_followed_too(trained, coach):
    copy = saved_with(trained.progression, coach, more_reps)

    assert copy.practice == trained.practice
    assert copy.copied_from == trained.progression
    assert followers(coach, copy) == [trained]


def test_another_practice_has_no_followers_and_moves_nobody(trained, coach, rival):
    saved = saved_with(trained.progression, coach, more_reps)

    assert followers(rival, saved) == []
    assert move([trained], saved, by=rival) == 0


def test_the_load_last_done_is_known_on_the_new_version(trained, coach):
    saved = saved_with(trained.progression, coach, more_reps)
    move([trained], saved, by=coach)
    trained.refresh_from_db()

    history = read_history(trained)
    assert history.last_load_on(saved.rungs.get(position=1), "left") == Decimal("22.5")
