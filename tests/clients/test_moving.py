"""Assignments move to a newer version when a coach says so; what was logged stays as it was."""

import datetime as dt
from decimal import Decimal

import pytest

from clients.deciding import repeat_last
from clients.history import read_histories, read_history
from clients.models import Proposal, SetLog, Target
from clients.moving import followers, move, preview_move, preview_moves
from clients.proposals import approve
from clients.services import open_session
from programs.drafting import begin
from programs.models import Draft
from programs.versions import content_of, save_version
from tests.clients.conftest import play
from tests.factories import AssignmentFactory, ClientFactory

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


# --- The pages ----------------------------------------------------------------------------------------------------


def page_of(progression):
    return f"/coach/progressions/{progression.family}/followers/"


def test_after_saving_the_page_says_what_would_change_for_each(as_coach, trained, coach):
    html = as_coach.get(page_of(saved_with(trained.progression, coach, more_reps))).content.decode()

    assert "Maya Lindqvist" in html
    assert "follows the built-in one" in html
    assert "One more rep each" in html
    assert "Same again" in html or "hold" in html.lower()
    assert "checked" not in html


def test_only_the_ticked_ones_are_moved(as_coach, trained, other_client, coach):
    other = AssignmentFactory(client=other_client, progression=trained.progression, start_rung=trained.start_rung)
    saved = saved_with(trained.progression, coach, more_reps)

    response = as_coach.post(page_of(saved), {"to": saved.pk, "move": [trained.pk]})
    trained.refresh_from_db()
    other.refresh_from_db()
    assert response["Location"] == f"/coach/progressions/{saved.slug}/"
    assert (trained.progression == saved, other.progression == saved) == (True, False)


def test_a_page_of_an_older_version_moves_nobody(as_coach, trained, coach):
    saved = saved_with(trained.progression, coach, more_reps)
    newest = saved_with(saved, coach, more_reps)

    response = as_coach.post(page_of(saved), {"to": saved.pk, "move": [trained.pk]})
    trained.refresh_from_db()
    assert response.status_code == 409
    assert trained.progression not in (saved, newest)


@pytest.mark.parametrize("typed", ["", "nonsense", "0190f3c2-6f0a-7f0e-9a58-8a1c6a6d0001"])
def test_what_is_no_follower_is_not_moved(as_coach, trained, coach, typed):
    saved = saved_with(trained.progression, coach, more_reps)

    assert as_coach.post(page_of(saved), {"to": saved.pk, "move": [typed]}).status_code == 302


def test_who_stands_on_a_rung_that_goes_lands_on_the_one_below(training, coach, monday):
    play(training, due_on=MON)
    top = training.progression.rungs.get(position=2)
    Target.objects.update(rung=top)
    saved = saved_with(training.progression, coach, lambda content: content["order"].remove(str(top.lineage)))

    move([training], saved, by=coach)
    training.refresh_from_db()
    assert training.start_rung == saved.rungs.get(position=1)
    assert read_history(training).rung("left") == saved.rungs.get(position=1)


@pytest.fixture
def moved(trained, coach, monday):
    """Their rung has gone since they trained on it."""
    move([trained], saved_with(trained.progression, coach, without_the_first), by=coach)
    monday.move_to(dt.datetime(2026, 1, 8, 8, tzinfo=dt.UTC))
    trained.refresh_from_db()
    return trained


def test_the_coachs_pages_still_show_the_session_of_a_rung_that_has_gone(as_coach, moved):
    session = moved.sessions.get()
    for address in (
        f"/coach/clients/{moved.client_id}/", "/coach/clients/", "/coach/review/", f"/coach/review/{session.pk}/",
        f"/coach/assign/?client={moved.client_id}",
    ):  # fmt: skip
        assert as_coach.get(address).status_code == 200, address


def test_the_clients_pages_still_show_the_session_of_a_rung_that_has_gone(as_client, moved):
    session = moved.sessions.get()
    for address in ("/me/today/", "/me/history/", "/me/ladder/", f"/me/sessions/{session.pk}/"):
        assert as_client.get(address).status_code == 200, address


def test_a_held_session_of_a_rung_that_has_gone_begins_anew_where_they_land(moved):
    sides = repeat_last(read_history(moved))
    assert {side["rung"] for side in sides.values()} == {str(moved.progression.rungs.get(position=1).pk)}


def test_the_draft_is_tried_on_what_was_logged(as_coach, trained, coach):
    saved = saved_with(trained.progression, coach, more_reps)
    html = as_coach.get(f"/coach/progressions/{saved.family}/tried/").content.decode()

    assert "1 of 1 client would have been told something else" in html
    assert "instead of one more rep each" in html


def test_the_outlook_for_a_client_begins_where_they_stand(as_coach, trained, coach):
    saved = saved_with(trained.progression, coach, more_reps)
    html = as_coach.get(f"/coach/progressions/{saved.family}/outlook/?who={trained.client_id}").content.decode()

    assert "from where Maya stands, on their days" in html


def test_assigning_anew_offers_the_newest_version_of_what_they_follow(as_coach, trained, coach):
    saved = saved_with(trained.progression, coach, more_reps)
    move([trained], saved, by=coach)
    newest = saved_with(saved, coach, more_reps)

    html = as_coach.get(f"/coach/assign/?client={trained.client_id}").content.decode()
    assert f'<option value="{newest.pk}" selected' in html
    assert "Choose one of these" not in html


def test_many_are_previewed_in_as_many_queries_as_one(
    trained, coach, practice, django_assert_num_queries, django_assert_max_num_queries
):
    saved = saved_with(trained.progression, coach, more_reps)
    with django_assert_max_num_queries(10) as seen:
        preview_moves(followers(coach, saved), saved)
    for _ in range(4):
        client = ClientFactory(practice=practice, coach=coach)
        other = AssignmentFactory(client=client, progression=trained.progression, start_rung=trained.start_rung)
        play(other, due_on=MON)
    with django_assert_num_queries(len(seen.captured_queries)):
        assert len(preview_moves(followers(coach, saved), saved)) == 5


def test_several_histories_read_like_one_by_one(trained, practice, coach, monday):
    client = ClientFactory(practice=practice, coach=coach)
    other = AssignmentFactory(client=client, progression=trained.progression, start_rung=trained.start_rung)
    play(other, due_on=MON, reps=10)
    monday.move_to(dt.datetime(2026, 1, 8, 8, tzinfo=dt.UTC))
    play(trained, due_on=THU)

    found = read_histories([trained, other])
    alone = [read_history(each) for each in (trained, other)]
    assert [history.past for history in found] == [history.past for history in alone]
    assert [[each.session for each in history.exposures] for history in found] == [
        [each.session for each in history.exposures] for history in alone
    ]
