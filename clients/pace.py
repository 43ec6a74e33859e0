"""How often a client meets their targets, read from what was logged: the pace of a projection."""

from clients.history import Exposure, History
from programs.engine import Pace, met_rate


def own_pace(history: History) -> Pace | None:
    """The client's own rate of met targets, side by side, over the sessions read whole; None while they are too few.

    Lighter sessions are easy for everybody and are left out.
    """
    usual = [exposure for exposure in history.exposures if not exposure.item.is_deload]
    left, right = (met_rate([_asked_and_done(each, side) for each in usual]) for side in ("left", "right"))
    return None if left is None or right is None else Pace(left=left, right=right)


def _asked_and_done(exposure: Exposure, side: str) -> tuple[list[int], list[int | None]]:
    target = exposure.target(side)
    return target.reps, exposure.reps(target.side)


def percent_met(pace: Pace) -> int:
    """Whole per cent of targets met, both sides together."""
    return round((pace.left + pace.right) * 50)
