"""How an imagined client does: what they do of what is asked, and the rates that there can be."""

import pytest

from programs.engine import Pace


@pytest.mark.parametrize(
    ("asked", "meets", "done"),
    [
        ((12, 11, 10), True, (12, 11, 10)),
        ((12, 11, 10), False, (12, 11, 9)),
        ((8,), False, (7,)),
        ((2, 1), False, (2, 0)),
        ((0, 0), True, (0, 0)),
        ((0, 0), False, (0, 0)),
    ],
)
def test_a_side_that_falls_short_does_one_rep_fewer_in_its_last_set(asked, meets, done):
    assert Pace().done(asked, meets=meets) == done


def test_extra_reps_are_done_in_every_set_and_never_fall_under_none():
    assert Pace(extra_reps=2).done((12, 10), meets=True) == (14, 12)
    assert Pace(extra_reps=-2).done((12, 1), meets=True) == (10, 0)


@pytest.mark.parametrize("rate", [-0.01, 1.01, 2, float("nan")])
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_rate_is_a_part(side, rate):
    with pytest.raises(ValueError, match=r"^A rate of met targets is a number from 0 to 1\.$"):
        Pace(**{side: rate})


@pytest.mark.parametrize(("rate", "meets"), [(0, False), (1, True)])
def test_nobody_and_everybody_are_rates_too(rate, meets):
    day = next(Pace(left=rate, right=rate).days())

    assert day == {"left": meets, "right": meets, "both": meets}
