"""Personal bests on the page of a session: per side, on one rung, and only where there is something to beat."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import User
from clients.bests import bests_of
from clients.models import Assignment, Session, SetLog, Target
from clients.summary import done_card, items_for
from tests.clients.rows import finished
from tests.factories import AssignmentFactory, RungFactory

MONDAY = dt.date(2026, 1, 5)


def session(training: Assignment, week: int, **sides: Any) -> Session:
    """A finished session; `left=(25, 10)` has every left set at 25 kg for 10 reps, with 2 more in reserve."""
    made = finished(training, due_on=MONDAY + dt.timedelta(weeks=week))
    for side, (load, reps, *rir) in sides.items():
        rows = SetLog.objects.filter(session=made, side=side)
        rows.update(load=Decimal(str(load)), reps=reps, rir=rir[0] if rir else 2)
    return made


def said(made: Session, user: User) -> list[tuple[list[str], str]]:
    cards = [done_card(item) for item in items_for(user).filter(session=made)]
    found = bests_of(made, cards, user)
    return [(best.sides, best.text) for card in cards for best in found[card.item.pk]]


def test_the_first_session_has_none(training: Assignment, client_user: User, as_client: Browser) -> None:
    made = session(training, 0, left=(25, 10), right=(25, 10))
    assert said(made, client_user) == []
    assert "Best so far" not in as_client.get(f"/me/sessions/{made.pk}/").content.decode()


def test_a_side_is_told_its_own(training: Assignment, client_user: User, as_client: Browser) -> None:
    session(training, 0, left=(40, 9), right=(40, 9))
    session(training, 1, left=(40, 8), right=(40, 9))
    made = session(training, 2, left=(40, 10), right=(40, 8))
    assert said(made, client_user) == [(["left"], "Most at 40 kg so far, 10 reps (9 on 5 January).")]
    assert (
        "Most at 40 kg so far, 10 reps (9 on 5 January)." in as_client.get(f"/me/sessions/{made.pk}/").content.decode()
    )


def test_more_load_goes_before_more_reps_and_alike_sides_share_a_line(training: Assignment, client_user: User) -> None:
    session(training, 0, left=(40, 10), right=(40, 10))
    made = session(training, 1, left=(42.5, 8), right=(42.5, 8))
    ((sides, text),) = said(made, client_user)
    assert sorted(sides) == ["left", "right"]
    assert text == "Most load on this rung so far, 42.5 kg for 8 reps (40 kg on 5 January)."


def test_the_estimate_is_told_where_load_and_reps_say_nothing(training: Assignment, client_user: User) -> None:
    session(training, 0, left=(40, 8, 0), right=(40, 8, 2))
    made = session(training, 1, left=(40, 8, 2), right=(40, 8, None))
    assert said(made, client_user) == [(["left"], "Best estimated 1RM so far, 53.3 kg (50.7 kg on 5 January).")]


def test_the_day_of_another_year_has_its_year(training: Assignment, client_user: User) -> None:
    session(training, -6, left=(40, 8), right=(40, 9))
    made = session(training, 0, left=(40, 9), right=(40, 9))
    assert said(made, client_user) == [(["left"], "Most at 40 kg so far, 9 reps (8 on 24 November 2025).")]


def test_another_rung_side_or_later_session_is_not_compared_with(training: Assignment, client_user: User) -> None:
    other = session(training, 0, left=(40, 9), right=(40, 9))
    Target.objects.filter(item__session=other).update(rung=training.progression.rungs.get(position=2))
    made = session(training, 1, left=(60, 10), right=(60, 10))
    session(training, 2, left=(70, 10), right=(70, 10))
    assert said(made, client_user) == []


def test_a_rung_is_the_same_in_a_newer_version(training: Assignment, client_user: User) -> None:
    session(training, 0, left=(40, 9), right=(40, 10))
    made = session(training, 1, left=(40, 10), right=(40, 10))
    newer = RungFactory(progression__practice=training.practice, lineage=training.start_rung.lineage)
    Target.objects.filter(item__session=made).update(rung=newer)
    assert said(made, client_user) == [(["left"], "Most at 40 kg so far, 10 reps (9 on 5 January).")]


@pytest.mark.parametrize(
    ("target", "before", "now", "text"),
    [
        ({"load": 0}, (0, 8), (0, 12), "Most so far, 12 reps (8 on 5 January)."),
        (
            {"implement": "band"},
            (1, 8),
            (2, 1),
            "Most load on this rung so far, band 2 for 1 rep (band 1 on 5 January).",
        ),
    ],
)
def test_bodyweight_and_bands_have_words_of_their_own(
    training: Assignment, client_user: User, target: dict[str, Any], before: Any, now: Any, text: str
) -> None:
    session(training, 0, left=before, right=(0, 20))
    made = session(training, 1, left=now, right=(0, 20))
    Target.objects.update(**target)
    assert said(made, client_user) == [(["left"], text)]


def test_a_hold_is_told_in_seconds(training: Assignment, client_user: User) -> None:
    session(training, 0)
    made = session(training, 1)
    Target.objects.update(seconds=30)
    SetLog.objects.update(reps=None, seconds=30)
    SetLog.objects.filter(session=made, side="right").update(seconds=40)
    assert said(made, client_user) == [(["right"], "Most at 22.5 kg so far, 40 s (30 on 5 January).")]


def test_a_long_past_costs_one_query(training: Assignment, client_user: User, django_assert_num_queries: Any) -> None:
    for week in range(6):
        made = session(training, week)
    AssignmentFactory(client=training.client, status="ended")
    cards = [done_card(item) for item in items_for(client_user).filter(session=made)]
    client_user.__dict__.pop("_membership", None)
    bests_of(made, cards, client_user)
    with django_assert_num_queries(1):
        bests_of(made, cards, client_user)
