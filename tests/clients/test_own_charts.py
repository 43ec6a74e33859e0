"""How the sides went, as the client reads it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser

from clients.models import Assignment, SetLog, Target
from clients.own_charts import CHOICES
from tests.clients.rows import finished
from tests.factories import AssignmentFactory

MONDAY = dt.date(2026, 1, 5)
URL = "/me/history/"


def trained(training: Assignment, left: int = 8, weeks: int = 5) -> None:
    for week in range(weeks):
        made = finished(training, due_on=MONDAY + dt.timedelta(weeks=week))
        SetLog.objects.filter(session=made, side="left").update(reps=left)


@pytest.mark.parametrize(
    ("chart", "title", "newest"),
    [
        ("", "Load per side, kg", "left 22.5 kg, right 22.5 kg"),
        ("reps", "Reps per side, all sets", "left 24, right 24"),
        ("e1rm", "Estimated 1RM per side, kg", "left 30 kg, right 30 kg"),
        ("rir", "Load per side, kg", "left 22.5 kg, right 22.5 kg"),
        ("nonsense", "Load per side, kg", "left 22.5 kg, right 22.5 kg"),
    ],
)
def test_one_figure_at_a_time(as_client: Browser, training: Assignment, chart: str, title: str, newest: str) -> None:
    trained(training)
    html = as_client.get(URL, {"chart": chart}).content.decode()
    assert title in html
    assert f"Mon 2 Feb 2026: {newest}" in html
    assert html.count('hx-target="#sides"') == len(CHOICES)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (8, "Your sides were equal in the last 4 sessions."),
        (5, "Left was the weaker one in each of the last 4 sessions."),
    ],
)
def test_the_sides_are_compared_against_chance(as_client: Browser, training: Assignment, left: int, said: str) -> None:
    trained(training, left=left)
    html = as_client.get(URL).content.decode()
    assert said in html
    assert "\u00a0% may be chance." in html
    assert "What training shows, not what will happen." in html


def test_too_few_sessions_say_how_many_are_missing(as_client: Browser, training: Assignment) -> None:
    trained(training, weeks=2)
    assert "2 of 4 sessions on this rung that can be compared." in as_client.get(URL).content.decode()


def test_sides_on_two_rungs_are_not_compared(as_client: Browser, training: Assignment) -> None:
    trained(training)
    Target.objects.filter(side="left").update(rung=training.progression.rungs.get(position=2))
    assert "Your sides stand on two rungs." in as_client.get(URL).content.decode()


def test_before_the_first_session_an_empty_chart_says_what_comes(as_client: Browser, training: Assignment) -> None:
    html = as_client.get(URL).content.decode()
    assert "Nothing has been loaded yet." in html
    assert "Left and right" not in html


def test_another_clients_track_is_not_drawn(as_client: Browser, training: Assignment, other_client: Any) -> None:
    trained(training)
    other = AssignmentFactory(client=other_client)
    html = as_client.get(URL, {"track": str(other.pk)}).content.decode()
    assert "Mon 2 Feb 2026" in html
    assert str(other.pk) not in html
