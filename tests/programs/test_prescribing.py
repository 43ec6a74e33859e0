"""What the engine reads of a rung: percentages of body mass are for weights, and the level of a band is none."""

from decimal import Decimal
from typing import Any

import pytest

from programs.models import Rung
from programs.prescribing import Trainee, engine_prescription, needs_start_load, start_load
from tests.factories import ProgressionFactory

BANDS = {"band": [Decimal(1), Decimal(2), Decimal(3)]}
BAR_AND_BANDS = {"barbell": [Decimal(20), Decimal(40)], **BANDS}


@pytest.fixture
def ladder(db: None) -> list[Rung]:
    """Two rungs with a bar, or with a band where there is none; both go by body mass."""
    progression = ProgressionFactory(rungs=2, rungs__implements=["barbell", "band"], rungs__leave_percent=Decimal(50))
    return list(Rung.objects.filter(progression=progression).as_ladder())


def trainee(kit: dict[str, list[Decimal]], body_mass: Decimal | None = Decimal(70)) -> Trainee:
    return Trainee(loads_of=lambda name: kit.get(name, []), body_mass=body_mass)


def asked(ladder: list[Rung], kit: dict[str, list[Decimal]]) -> dict[str, Any]:
    return engine_prescription(
        ladder[0], ladder=ladder, trainee=trainee(kit), sides=["left", "right"], coupling="shared"
    )


def test_a_bar_goes_by_body_mass(ladder: list[Rung]) -> None:
    found = asked(ladder, BAR_AND_BANDS)
    assert (found["start_load"], found["exit"]["min_load"], found["next_rung"]["start_load"]) == (24.5, 35, 24.5)


def test_a_band_starts_at_the_lightest_and_leaves_at_any(ladder: list[Rung]) -> None:
    found = asked(ladder, BANDS)
    assert found["loads"] == [1, 2, 3]
    assert (found["start_load"], found["exit"]["min_load"], found["next_rung"]["start_load"]) == (0, None, 0)


def test_a_band_needs_no_body_mass(ladder: list[Rung]) -> None:
    unknown = trainee(BANDS, body_mass=None)
    assert start_load(ladder[0], unknown) == 0
    assert not needs_start_load(ladder[0], unknown)
