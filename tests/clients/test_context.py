"""The frame of every page: nothing for strangers, little for coaches."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from clients.context import frame, training_today
from clients.models import Assignment, Client
from tests.clients.conftest import play
from tests.clients.rows import finished, skipped
from tests.factories import AssignmentFactory, UserFactory

MONDAY = dt.date(2026, 1, 5)


def framed(user: Any) -> dict[str, Any]:
    request = RequestFactory().get("/")
    request.user = user
    return frame(request)


def test_a_stranger_costs_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        shown = framed(AnonymousUser())
        assert (shown["audience_base"], bool(shown["nav_count"]), list(shown["training_today"])) == (
            "base.html",
            False,
            [],
        )


def test_a_page_that_draws_no_frame_costs_nothing(coach: User, django_assert_num_queries: Any) -> None:
    framed(coach)  # the membership is asked once per user
    with django_assert_num_queries(0):
        assert framed(coach)["audience_base"] == "coach/base.html"


def test_a_coach_costs_four_queries(training: Assignment, coach: User, django_assert_num_queries: Any) -> None:
    finished(training, due_on=MONDAY - dt.timedelta(days=4), pain=5)
    framed(coach)
    with django_assert_num_queries(4):
        shown = framed(coach)
        assert (str(shown["nav_count"]), str(shown["nav_unread"])) == ("1", "0")
        assert [person["name"] for person in shown["training_today"]] == ["Maya Lindqvist"]


def test_a_client_has_their_own_frame(client_user: User, django_assert_num_queries: Any) -> None:
    framed(client_user)
    with django_assert_num_queries(0):
        shown = framed(client_user)
        assert (shown["audience_base"], shown["nav_count"], shown["training_today"]) == ("client/base.html", 0, [])


def test_a_user_of_no_practice(db: None) -> None:
    assert framed(UserFactory())["audience_base"] == "base.html"


@pytest.mark.parametrize("handled", [play, skipped])
def test_whoever_has_trained_is_not_named(training: Assignment, coach: User, handled: Any) -> None:
    assert training_today(coach)
    handled(training, due_on=MONDAY)
    assert not training_today(coach)


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        ("Pacific/Auckland", dt.datetime(2026, 1, 4, 20, tzinfo=dt.UTC), True),  # Monday there already
        ("Europe/London", dt.datetime(2026, 1, 4, 20, tzinfo=dt.UTC), False),
        ("America/Los_Angeles", dt.datetime(2026, 1, 6, 4, tzinfo=dt.UTC), True),  # still Monday there
        ("Europe/London", dt.datetime(2026, 1, 6, 4, tzinfo=dt.UTC), False),
    ],
)
def test_today_is_the_clients(training: Assignment, coach: User, zone: str, now: dt.datetime, due: bool) -> None:
    Client.objects.update(time_zone=zone)
    assert bool(training_today(coach, now=now)) == due


def test_paused_clients_and_other_practices_are_not_named(
    training: Assignment, coach: User, rival_client: Client
) -> None:
    AssignmentFactory(client=rival_client)
    Client.objects.filter(pk=training.client_id).update(status="paused")
    assert not training_today(coach)
