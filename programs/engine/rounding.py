"""Loads that can really be loaded. Inventories are sorted, smallest first, and never empty.

Loads are compared with a tolerance, so that pounds turned into kilograms still meet themselves.
"""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

TOLERANCE = Decimal("1e-9")


def same_load(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= TOLERANCE


def heavier(one: Decimal, other: Decimal) -> bool:
    return one - other > TOLERANCE


def largest_at_most(loads: Sequence[Decimal], limit: Decimal) -> Decimal:
    """The largest load that is not over the limit, or the smallest there is."""
    place = bisect_right(loads, limit + TOLERANCE)
    return loads[max(place - 1, 0)]


def reduced(loads: Sequence[Decimal], load: Decimal, factor: Decimal) -> Decimal:
    """The load times a factor under 1, rounded down; never above the load itself."""
    return min(largest_at_most(loads, load * factor), load)


def has_lighter(loads: Sequence[Decimal], load: Decimal) -> bool:
    return heavier(load, loads[0])


def next_heavier(loads: Sequence[Decimal], load: Decimal) -> Decimal | None:
    place = bisect_right(loads, load + TOLERANCE)
    return loads[place] if place < len(loads) else None


def within_jump(loads: Sequence[Decimal], load: Decimal, max_jump: Decimal) -> list[Decimal]:
    """What lies within one jump of the load, up or down, and the load itself."""
    reach = load * max_jump
    return sorted({load, *(each for each in loads if not heavier(abs(each - load), reach))})


def nearest(loads: Sequence[Decimal], target: Decimal) -> Decimal:
    """The load nearest to the target; of two equally near the lighter."""
    best = loads[0]
    for load in loads[1:]:
        if heavier(abs(best - target), abs(load - target)):
            best = load
    return best
