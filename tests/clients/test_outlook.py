"""What a drafted progression would do for a client: each side begins where it stands."""

import datetime as dt

import pytest

from clients.history import read_history
from clients.models import Assignment
from clients.outlook import outlook
from tests.clients.conftest import play

TODAY = dt.date(2026, 1, 19)


@pytest.fixture
def apart(training, monday):
    """The left side has gone up a rung, the right has not."""
    Assignment.objects.filter(pk=training.pk).update(policy="none", coupling="independent")
    training.refresh_from_db()
    for day in (5, 8, 12):
        monday.move_to(dt.datetime(2026, 1, day, 8, tzinfo=dt.UTC))
        play(training, due_on=dt.date(2026, 1, day), reps=9, left=12)
    history = read_history(training)
    assert (history.rung("left").position, history.rung("right").position) == (2, 1)
    return training


def test_sides_apart_begin_each_on_its_own_rung(apart):
    apart.progression.rungs.filter(position=2).update(reps_low=6)

    seen = outlook(list(apart.progression.rungs.as_ladder()), apart.client, apart, today=TODAY)

    rows = {row.position: row for row in seen.rows}
    assert (rows[2].state, rows[2].sides, rows[1].state, rows[1].sides) == ("now", ["left"], "now", ["right"])
    assert seen.first[0][1] == "left 3 × 6 · 22.5 kg, right 3 × 8 · 22.5 kg"


def test_sides_of_a_rung_that_goes_begin_on_the_nearest_below(apart):
    ladder = list(apart.progression.rungs.as_ladder())
    del ladder[1]

    seen = outlook(ladder, apart.client, apart, today=TODAY)

    assert seen.rows[-1].sides == ["left", "right"]
    assert ", right" not in seen.first[0][1]
