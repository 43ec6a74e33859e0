"""What to load when another implement, or a lighter rung, stands in for today's. `loads` are sorted, smallest first.

Nothing follows from such a session, so it is never a way up: not over what was asked today, nor over the step back
that engine.md takes onto a rung below.
"""

from collections.abc import Sequence
from decimal import Decimal

from programs.engine.rounding import heavier, largest_at_most
from programs.engine.rows import STEP_DOWN


def same_rung_load(loads: Sequence[Decimal], asked: Decimal, *, is_weight: bool = True) -> Decimal | None:
    """The largest load at or under what was asked; None where all are heavier.

    The level of a band is no weight (`is_weight` False): there the lightest one, for it compares with nothing.
    """
    if not loads:
        return None
    if not is_weight:
        return loads[0]
    return None if heavier(loads[0], asked) else largest_at_most(loads, asked)


def lower_rung_load(loads: Sequence[Decimal], *, last: Decimal | None, start: Decimal | None) -> Decimal:
    """The load on a rung below: 0.9 of the last there; for whoever has never been there its start; else the lightest.

    Raises ValueError without a load.
    """
    if not loads:
        raise ValueError("There is nothing to load this rung with.")
    wanted = start if last is None else last * STEP_DOWN
    return loads[0] if wanted is None else largest_at_most(loads, wanted)
