"""Plates on the bar: the fewest that make a load exactly, from the pairs there are."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.inventory import default_inventory, default_inventory_lb, loads_for
from clients.plates import Rack, plates_for, plates_words, words_by_load

SIZES = ["0.5", "1", "1.25", "2.5", "3.75", "5", "7.5", "10", "15", "20", "25", "45"]


def rack(*plates: tuple[float, int], bar: float | None = 20) -> dict[str, Any]:
    return {"bar": bar, "plates": [list(plate) for plate in plates]}


racks = st.builds(
    rack,
    *[st.tuples(st.sampled_from(SIZES).map(float), st.integers(0, 8))] * 4,
    bar=st.sampled_from([7.5, 15, 20, 45]),
)


def words(inventory: dict[str, Any], load: str) -> str | None:
    plates = plates_for(inventory, Decimal(load))
    return None if plates is None else plates_words(plates).removeprefix("Each end: ")


@pytest.mark.parametrize(
    ("load", "each_side"),
    [
        ("20", "Empty bar"),
        ("22.5", "1.25"),
        ("42.5", "10 + 1.25"),
        ("110", "2 × 20 + 5"),
        ("137.5", "2 × 20 + 10 + 5 + 2.5 + 1.25"),
        ("41", None),
        ("19", None),
        ("22.501", None),
        ("140", None),
        ("999", None),
    ],
)
def test_a_usual_gym_in_kilograms(load: str, each_side: str | None) -> None:
    assert words(default_inventory(), load) == each_side


@pytest.mark.parametrize(
    ("load", "each_side"), [("45", "Empty bar"), ("135", "45"), ("95", "25"), ("85", "2 × 10"), ("230", "2 × 45 + 2.5")]
)
def test_a_usual_gym_in_pounds(load: str, each_side: str) -> None:
    assert words(default_inventory_lb(), load) == each_side


def test_the_heaviest_plate_first_is_not_always_the_way() -> None:
    assert words(rack((10, 2), (7.5, 4)), "50") == "2 × 7.5"  # after a 10 nothing makes the 5 that is left
    assert words(rack((1, 10), (4, 4), (5, 2)), "36") == "2 × 4"  # not 5 + 3 × 1


def test_an_odd_plate_stays_on_the_floor() -> None:
    assert words(rack((10, 3)), "60") is None
    assert words(rack((10, 3), (10, 1)), "60") is None
    assert words(rack((10, 2), (10, 2)), "60") == "2 × 10"


def test_without_a_bar_there_is_nothing_to_load() -> None:
    assert words(rack((10, 2), bar=None), "20") is None


def test_the_words_of_every_load() -> None:
    inventory = rack((1.25, 2), (20, 4), bar=15)
    assert words_by_load(inventory) == {
        "15": "Empty bar",
        "17.5": "Each end: 1.25",
        "55": "Each end: 20",
        "57.5": "Each end: 20 + 1.25",
        "95": "Each end: 2 × 20",
        "97.5": "Each end: 2 × 20 + 1.25",
    }


@given(racks)
def test_every_load_of_the_bar_is_made_of_plates_that_are_there(inventory: dict[str, Any]) -> None:
    rack = Rack(inventory)
    for load in loads_for(inventory, "barbell"):
        plates = rack.plates(load)
        assert plates is not None
        assert Decimal(str(inventory["bar"])) + sum(2 * weight * count for weight, count in plates) == load
        assert plates == sorted(plates, reverse=True)
        for weight, count in plates:
            owned = sum(each // 2 for size, each in inventory["plates"] if Decimal(str(size)) == weight)
            assert 1 <= count <= owned


@given(racks, st.integers(0, 40_000).map(lambda hundredths: Decimal(hundredths) / 100))
def test_a_load_that_is_not_on_the_list_is_not_made(inventory: dict[str, Any], load: Decimal) -> None:
    made = plates_for(inventory, load) is not None
    assert made == (load in loads_for(inventory, "barbell"))


@given(racks, st.data())
def test_no_other_way_takes_fewer_plates(inventory: dict[str, Any], data: st.DataObject) -> None:
    load = data.draw(st.sampled_from(loads_for(inventory, "barbell")))
    sizes = [(Decimal(str(weight)), count // 2) for weight, count in inventory["plates"]]
    ways = product(*[range(pairs + 1) for _, pairs in sizes])
    left = load - Decimal(str(inventory["bar"]))
    fewest = min(sum(way) for way in ways if sum(2 * size * n for (size, _), n in zip(sizes, way, strict=True)) == left)
    found = plates_for(inventory, load)
    assert found is not None
    assert sum(count for _, count in found) == fewest
