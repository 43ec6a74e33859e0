"""The two sides of a client compared, on the coach's page: which sessions, in which words, and the picture."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from clients.asymmetry import SidesCard, comparable_stay, sides_card
from clients.asymmetry_chart import END, MIDDLE, START
from clients.history import History, read_history
from clients.models import Assignment, Client, Session, SessionItem, Target
from programs.models import Rung
from tests.clients.rows import finished

MONDAY = dt.date(2026, 1, 5)


def trained(assignment: Assignment, days: int, *, left: str = "100", right: str = "90", **sets: Any) -> Session:
    """A session `days` after the first Monday: 3 × 8 a side with 2 in reserve, at these loads."""
    session = finished(assignment, due_on=MONDAY + dt.timedelta(days=days))
    for side, load in (("left", left), ("right", right)):
        session.sets.filter(side=side).update(**{"load": load} | sets)
        Target.objects.filter(item__session=session, side=side).update(load=load)
    return session


def history_of(assignment: Assignment) -> History:
    return read_history(Assignment.objects.select_related("client").get(pk=assignment.pk), look_back=100)


def card_of(assignment: Assignment) -> SidesCard:
    card = sides_card(history_of(assignment))
    assert card
    return card


def because(session: Session, side: str = "left", **reason: Any) -> None:
    """What the engine said when it asked for this session."""
    SessionItem.objects.filter(session=session).update(
        reasons=[{"code": "in_range", "side": side, "figures": {}} | reason]
    )


# --- States -------------------------------------------------------------------------------------------------------


def test_before_the_first_session_there_is_no_card(training: Assignment) -> None:
    assert sides_card(history_of(training)) is None


def test_three_sessions_are_too_few(training: Assignment) -> None:
    for n in range(3):
        trained(training, 7 * n)
    card = card_of(training)
    assert (card.badge, card.tone, card.side) == ("Not enough yet", "plain", "")
    assert card.headline == "3 of 4 comparable sessions on this rung"
    assert (card.figures, card.left_out, card.chart) == ([], "", None)


def test_right_may_be_weaker(training: Assignment) -> None:
    for n in range(4):
        trained(training, 7 * n)
    card = card_of(training)
    assert (card.badge, card.tone, card.side) == ("Possible", "caution", "right")
    assert card.headline == "Right weaker in the last 4 of 4"
    assert card.figures == ["mean 10.0 %, noise ±5.8 %"]
    assert card.chart
    assert card.chart.label == (
        "Difference between the sides in the last 4 comparable sessions: 10.0, 10.0, 10.0, 10.0 percent, right weaker;"
        " mean 10.0, noise 5.8 percent"
    )


def test_left_is_weaker_for_long(training: Assignment) -> None:
    for n in range(7):
        trained(training, 7 * n, left="85", right="100")
    card = card_of(training)
    assert (card.badge, card.side) == ("Consistent", "left")
    assert card.headline == "Left weaker in the last 6 of 6"
    assert card.figures == ["mean 15.0 %, noise ±4.8 %"]
    assert card.chart
    assert (len(card.chart.circles), card.chart.squares) == (6, [])


@pytest.mark.parametrize(
    ("rights", "headline"),
    [
        (["100", "100", "100", "100"], "Equal in the last 4"),
        (["98", "98", "98", "98"], "Right weaker in the last 4 of 4"),
        (["98", "98", "98", "100"], "Right weaker in 3 of the last 4"),
        (["98", "102", "102", "100"], "Left weaker in 2 of the last 4"),
        (["98", "98", "102", "102"], "Left weaker in 2 of the last 4, right in 2"),
        (["98", "98", "98", "102"], "Right weaker in 3 of the last 4"),
    ],
)
def test_inside_the_noise_no_side_is_marked(training: Assignment, rights: list[str], headline: str) -> None:
    for n, right in enumerate(rights):
        trained(training, 7 * n, right=right)
    card = card_of(training)
    assert (card.badge, card.tone, card.side, card.headline) == ("None seen", "plain", "", headline)


def test_an_involved_side_has_its_index(training: Assignment, client_row: Client) -> None:
    Client.objects.filter(pk=client_row.pk).update(involved_side="left")
    for n in range(4):
        trained(training, 7 * n, right="80")
    assert card_of(training).figures[1] == "left is 125 % of right"


def test_both_legs_at_once_are_not_compared(training: Assignment) -> None:
    session = trained(training, 0)
    session.sets.filter(side="right").delete()
    Target.objects.filter(item__session=session, side="right").delete()
    Target.objects.filter(item__session=session).update(side="both")
    session.sets.update(side="both")
    card = card_of(training)
    assert (card.badge, card.days) == ("", [])
    assert card.headline.startswith("This rung is done with both legs at once.")


def test_sides_on_two_rungs_are_not_compared(training: Assignment) -> None:
    session = trained(training, 0)
    above = Rung.objects.get(progression=training.progression, position=2)
    Target.objects.filter(item__session=session, side="left").update(rung=above)
    assert card_of(training).headline == "Left and right stand on two rungs. Sides are not compared across rungs."


@pytest.mark.parametrize("implement", ["bodyweight", "band"])
def test_without_a_weight_there_is_nothing_to_compare(training: Assignment, implement: str) -> None:
    for n in range(4):
        session = trained(training, 7 * n, left="2", right="1")
        Target.objects.filter(item__session=session).update(implement=implement)
        if implement == "bodyweight":
            session.sets.update(load=0)
    assert card_of(training).headline.startswith("This rung is done without a weight.")


# --- Which sessions -----------------------------------------------------------------------------------------------


def test_an_earlier_visit_to_the_rung_is_another_story(training: Assignment) -> None:
    above = Rung.objects.get(progression=training.progression, position=2)
    for n in range(5):
        session = trained(training, 7 * n)
        if n == 2:
            Target.objects.filter(item__session=session).update(rung=above)
    assert [each.date for each in comparable_stay(history_of(training))] == [
        MONDAY + dt.timedelta(days=21),
        MONDAY + dt.timedelta(days=28),
    ]
    assert card_of(training).headline == "2 of 4 comparable sessions on this rung"


@pytest.mark.parametrize("other", [{"tempo": "4011"}, {"implement": "dumbbell"}])
def test_another_tempo_or_implement_is_other_work(training: Assignment, other: dict[str, str]) -> None:
    for n in range(3):
        session = trained(training, 7 * n)
        if n == 0:
            Target.objects.filter(item__session=session).update(**other)
    assert len(comparable_stay(history_of(training))) == 2


def test_pounds_and_kilograms_are_one_load(training: Assignment) -> None:
    session = trained(training, 0, left="100", right="220.46")
    session.sets.filter(side="right").update(unit="lb")
    assert card_of(training).days[0].difference == "equal"


def test_what_is_left_out_is_said(training: Assignment) -> None:
    trained(training, 0, rir=4)
    trained(training, 7, rir=None)
    trained(training, 14, rir=None)
    lighter = trained(training, 21)
    SessionItem.objects.filter(session=lighter).update(is_deload=True)
    trained(training, 28)
    card = card_of(training)
    assert card.headline == "1 of 4 comparable sessions on this rung"
    assert card.left_out == (
        "4 left out: 2 without reps in reserve, 1 with more than 3 in reserve, 1 in a lighter week."
    )
    assert [day.why for day in card.days][:2] == ["", "in a lighter week"]


def test_one_reason_is_said_once(training: Assignment) -> None:
    trained(training, 0, reps=11)
    trained(training, 7, reps=12)
    assert card_of(training).left_out == "2 left out: over 12 reps with those in reserve."


# --- Held back by the other side ----------------------------------------------------------------------------------

ADDED = {"action": "add_reps", "range": [8, 12], "reps": [8, 8, 8]}


@pytest.mark.parametrize(
    ("reason", "held"),
    [
        ({"code": "top_of_range", "figures": {"waits_for": "right", "alone": "add_load"}}, True),
        ({"code": "lead_capped"}, True),
        ({"figures": ADDED | {"to_reps": [8, 8, 8]}}, True),
        ({"figures": ADDED | {"to_reps": [9, 9, 9]}}, False),
        ({"figures": ADDED | {"reps": [12, 12, 12], "to_reps": [12, 12, 12]}}, False),
        ({"figures": ADDED | {"reps": [12, 12, 12], "to_reps": [12, 12, 12], "ceiling": 15}}, True),
        ({"figures": ADDED | {"reps": [15, 15, 15], "to_reps": [15, 15, 15], "ceiling": 15}}, False),
        ({"figures": ADDED | {"action": "hold", "to_reps": [8, 8, 8]}}, False),
        ({"code": "coach_chose"}, False),
        ({"side": "right", "figures": {"waits_for": "left"}}, False),
    ],
)
def test_a_side_held_back_shows_the_other_sides_pace(training: Assignment, reason: dict[str, Any], held: bool) -> None:
    session = trained(training, 0)
    session.sets.filter(side="left").update(rir=3)
    because(session, **reason)
    assert card_of(training).left_out == ("1 left out: with left held at right’s pace." if held else "")


def test_held_back_and_worked_to_the_target_counts(training: Assignment) -> None:
    because(trained(training, 0), code="lead_capped")
    assert card_of(training).left_out == ""


# --- The picture --------------------------------------------------------------------------------------------------


def test_each_session_stands_against_the_noise(training: Assignment) -> None:
    for n, right in enumerate(["90", "92", "94", "88"]):
        trained(training, 7 * n, right=right)
    chart = card_of(training).chart
    assert chart
    assert [line.text for line in chart.lines] == ["5 Jan", "12 Jan", "19 Jan", "26 Jan"]
    assert [tick.text for tick in chart.ticks] == ["10 %", "0 %", "10 %"]
    xs = [float(square.x) + 4 for square in chart.squares]
    assert xs == pytest.approx([237, 222.2, 207.4, 251.8])
    assert float(chart.mean.x) == pytest.approx(229.6)
    assert (float(chart.band.x), float(chart.band.width)) == pytest.approx((119.9, 86.2), abs=0.3)


def test_a_large_difference_takes_a_coarser_scale(training: Assignment) -> None:
    for n in range(4):
        trained(training, 7 * n, right="10")
    chart = card_of(training).chart
    assert chart
    assert [tick.text for tick in chart.ticks] == ["80 %", "0 %", "80 %"]
    assert all(MIDDLE < float(square.x) < END for square in chart.squares)


def test_noise_beyond_the_scale_fills_the_box(training: Assignment) -> None:
    for n, load in enumerate(["10", "100", "10", "100"]):
        trained(training, 7 * n, left=load, right=load)
    chart = card_of(training).chart
    assert chart
    assert (float(chart.band.x), float(chart.band.width)) == (START, END - START)
    assert [circle.css for circle in chart.circles] == ["b"] * 4


# --- The page -----------------------------------------------------------------------------------------------------


def test_the_page_shows_it(as_coach: Browser, client_row: Client, training: Assignment) -> None:
    for n in range(4):
        trained(training, 7 * n)
    html = as_coach.get(f"/coach/clients/{client_row.pk}/").content.decode()
    assert "<b>Right weaker in the last 4 of 4</b>" in html
    assert "mean 10.0 %, noise ±5.8 %" in html
    assert "What training shows, not what will happen. It does not predict injury." in html
    assert '<path class="mean r"' in html
    assert "<td>right −10.0 %</td>" in html


def test_the_page_says_what_is_not_compared(as_coach: Browser, client_row: Client, training: Assignment) -> None:
    trained(training, 0, load=Decimal(0))
    html = as_coach.get(f"/coach/clients/{client_row.pk}/").content.decode()
    assert "This rung is done without a weight." in html
    assert "It does not predict injury." not in html
