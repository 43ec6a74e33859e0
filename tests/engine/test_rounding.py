"""Loads that can be loaded, and loads that are the same though they were converted."""

from decimal import Decimal

import pytest

from programs.engine.rounding import (
    has_lighter,
    heavier,
    largest_at_most,
    nearest,
    next_heavier,
    reduced,
    same_load,
    within_jump,
)

RACK = tuple(map(Decimal, (20, 40, 60)))
FORTY = Decimal(40)
A_BILLIONTH = Decimal("0.000000001")


@pytest.mark.parametrize(("more", "same"), [(0, True), (A_BILLIONTH, True), (2 * A_BILLIONTH, False)])
def test_loads_are_the_same_within_a_billionth(more, same):
    assert same_load(FORTY, FORTY + more) is same
    assert same_load(FORTY + more, FORTY) is same
    assert heavier(FORTY + more, FORTY) is not same
    assert not heavier(FORTY, FORTY + more)


@pytest.mark.parametrize(("limit", "load"), [(19, 20), (20, 20), (59, 40), (60, 60), (61, 60)])
def test_the_largest_load_that_is_not_over_or_the_smallest_there_is(limit, load):
    assert largest_at_most(RACK, Decimal(limit)) == load
    assert largest_at_most(RACK, Decimal(limit) - A_BILLIONTH) == load


@pytest.mark.parametrize(("load", "less"), [(60, 40), (40, 20), (20, 20), (15, 15)])
def test_a_reduction_rounds_down_and_never_ends_above(load, less):
    assert reduced(RACK, Decimal(load), Decimal("0.9")) == less


@pytest.mark.parametrize(("load", "lighter"), [(15, False), (20, False), (21, True), (60, True)])
def test_there_is_a_lighter_load(load, lighter):
    assert has_lighter(RACK, Decimal(load)) is lighter


@pytest.mark.parametrize(("load", "above"), [(0, 20), (20, 40), (39, 40), (60, None)])
def test_the_next_heavier_load(load, above):
    assert next_heavier(RACK, Decimal(load)) == above


@pytest.mark.parametrize(("target", "load"), [(0, 20), (30, 20), (31, 40), (38, 40), (50, 40), (51, 60), (90, 60)])
def test_the_nearest_load_is_the_lighter_of_two_equally_near(target, load):
    assert nearest(RACK, Decimal(target)) == load


@pytest.mark.parametrize(
    ("load", "jump", "reach"),
    [("40", "0.5", [20, 40, 60]), ("40", "0.4", [40]), ("45", "0.4", [40, 45, 60]), ("0", "0.1", [0])],
)
def test_what_lies_within_one_jump(load, jump, reach):
    assert within_jump(RACK, Decimal(load), Decimal(jump)) == reach
