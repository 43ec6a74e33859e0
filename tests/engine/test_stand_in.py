"""What to load when another implement, or the rung below, stands in for today's."""

from decimal import Decimal

import pytest

from programs.engine.stand_in import lower_rung_load, same_rung_load

RACK = tuple(map(Decimal, (10, 20, 30)))


@pytest.mark.parametrize(("asked", "load"), [(9, None), (10, 10), (25, 20), (30, 30), (99, 30)])
def test_another_implement_is_never_heavier_than_today(asked, load):
    assert same_rung_load(RACK, Decimal(asked)) == load


def test_the_level_of_a_band_compares_with_nothing_so_the_lightest_stands_in():
    assert same_rung_load(RACK, Decimal(5), is_weight=False) == 10


@pytest.mark.parametrize("is_weight", [True, False])
def test_nothing_stands_in_for_a_load_where_there_is_none(is_weight):
    assert same_rung_load((), Decimal(5), is_weight=is_weight) is None
    with pytest.raises(ValueError, match="nothing to load"):
        lower_rung_load((), last=None, start=None)


@pytest.mark.parametrize(("last", "start", "load"), [(30, 30, 20), (20, 30, 10), (None, 20, 20), (None, None, 10)])
def test_a_rung_below_is_a_step_back_from_the_last_time_there_else_its_start(last, start, load):
    known = [None if each is None else Decimal(each) for each in (last, start)]
    assert lower_rung_load(RACK, last=known[0], start=known[1]) == load
