"""Geometry of the charts: where things stand, what is joined and what is not."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.charts import LOAD, WORK, Reading, nice_ticks, side_chart
from clients.heat import heat

MONDAY = dt.date(2026, 1, 5)


def reading(day: int, left: str | None = None, right: str | None = None, rung: Any = 1, **others: Any) -> Reading:
    values = {side: Decimal(value) for side, value in (("left", left), ("right", right)) if value is not None}
    rungs = rung if isinstance(rung, dict) else dict.fromkeys(values, rung)
    return Reading(on=MONDAY + dt.timedelta(days=day), values=values, rungs=rungs, **others)


@given(st.decimals(0, 5000, places=1), st.decimals(0, 5000, places=1), st.sampled_from([3, 6]))
def test_ticks_hold_every_value(one: Decimal, other: Decimal, most: int) -> None:
    low, high = min(one, other), max(one, other)
    ticks = nice_ticks(low, high, most=most)
    assert ticks[0] <= low <= high <= ticks[-1]
    assert 2 <= len(ticks) <= most
    assert ticks == sorted(set(ticks))


def test_nothing_to_draw() -> None:
    assert side_chart([], WORK, what="Work") is None


@pytest.mark.parametrize("frame", [WORK, LOAD])
def test_every_point_is_inside_the_frame(frame: Any) -> None:
    chart = side_chart([reading(n, str(20 + n * 7), str(20 + n * 3)) for n in range(9)], frame, what="Load", unit="kg")
    assert chart
    for point in [*chart.circles, *chart.squares]:
        assert frame.left - 8 <= float(point.x) <= frame.x_end + 8
        assert frame.top - 5 <= float(point.y) <= frame.y_end + 5
    assert chart.label == "Load over 9 sessions: left 20 to 76 kg, right 20 to 44 kg"


def test_a_line_never_joins_two_rungs() -> None:
    chart = side_chart(
        [reading(0, "20", "20"), reading(3, "22", "20"), reading(7, "10", "10", rung=2)], LOAD, what="Load"
    )
    assert chart
    assert [path.count("M") for _, path in chart.lines] == [2, 2]
    assert [path.count("L") for _, path in chart.lines] == [1, 1]
    assert len(chart.changes) == 1


def test_a_side_that_stays_on_its_rung_goes_on() -> None:
    moved = {"left": 2, "right": 1}
    chart = side_chart([reading(0, "20", "20"), reading(3, "10", "20", rung=moved)], LOAD, what="Load")
    assert chart
    lines = dict(chart.lines)
    assert (lines["l"].count("M"), lines["r"].count("M"), len(chart.changes)) == (2, 1, 1)


def test_a_missing_side_breaks_its_line_only() -> None:
    chart = side_chart([reading(0, "20", "20"), reading(3, "22"), reading(7, "22", "22")], WORK, what="Work")
    assert chart
    lines = dict(chart.lines)
    assert (lines["l"].count("M"), lines["r"].count("M")) == (1, 2)


def test_equal_values_stand_side_by_side_and_their_ends_apart() -> None:
    chart = side_chart([reading(0, "20", "20"), reading(3, "30", "30")], WORK, what="Work")
    assert chart
    assert float(chart.circles[1].x) < float(chart.squares[1].x)
    assert [end.text for end in chart.ends] == ["L 30", "R 30"]
    assert float(chart.ends[1].y) - float(chart.ends[0].y) >= 14


def test_lighter_sessions_in_a_row_share_a_band() -> None:
    days = [reading(n * 3, "20", "20", lighter=n in (1, 2, 4)) for n in range(6)]
    chart = side_chart(days, LOAD, what="Load")
    assert chart
    assert len(chart.bands) == 2


def test_one_session_stands_in_the_middle() -> None:
    chart = side_chart([reading(0, "20", "22.5")], WORK, what="Work")
    assert chart
    assert WORK.left < float(chart.circles[0].x) < WORK.x_end


def test_the_strip_has_a_row_a_weekday_and_a_column_a_week() -> None:
    days = [
        (MONDAY, "done", ""),
        (MONDAY + dt.timedelta(days=3), "part", ""),
        (MONDAY + dt.timedelta(days=7), "miss", "skipped, pain"),
    ]
    strip = heat([*days, (MONDAY + dt.timedelta(days=10), "plan", "")], first_monday=MONDAY, weeks=2)
    assert [day.text for day in strip.days] == ["Mon", "Thu"]
    assert [cell.kind for cell in strip.cells] == ["done", "part", "miss", "plan"]
    assert [cell.title for cell in strip.cells][2] == "Mon 12 Jan: skipped, pain"
    assert float(strip.cells[2].x) > float(strip.cells[0].x)
    assert strip.cells[0].y == strip.cells[2].y


def test_two_weeks_between_sessions_are_a_gap_to_see() -> None:
    days = [reading(n, "20", "20") for n in (0, 13, 27, 90)]
    chart = side_chart(days, LOAD, what="Load")
    assert chart
    assert [away.text for away in chart.aways] == ["14 days away", "9 weeks away"]
    evenly = side_chart(days, WORK, what="Work")
    assert evenly
    assert evenly.aways == []  # sessions at equal distances have no room for days


def test_words_that_would_touch_are_left_out() -> None:
    days = [reading(n * 3, "20", "20", lighter=n % 2 == 0) for n in range(60)]
    chart = side_chart(days, LOAD, what="Load")
    assert chart
    assert [bool(band.text) for band in chart.bands][:4] == [False, True, False, True]


def test_many_sessions_are_a_path_a_side() -> None:
    chart = side_chart([reading(n, "20", "22.5") for n in range(200)], LOAD, what="Load")
    assert chart
    assert not chart.circles
    assert not chart.squares
    assert [css for css, _ in chart.crowds] == ["l", "r"]
    assert len(chart.xs) == 200
