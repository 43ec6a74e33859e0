"""The drawing of one target: its placement with its load, and nothing else, for a phone's small bar."""

from functools import lru_cache

from clients.models import Target
from exercises.figure import Figure, draw


def figure_of(target: Target) -> Figure | None:
    """None for an exercise that is not drawn."""
    exercise = target.variation.exercise
    stance = target.variation.stance
    if not exercise.figure or not stance:
        return None
    return _drawn(stance, exercise.figure["support"], target.implement)


@lru_cache(maxsize=64)  # a handful of placements and loads: each is solved once
def _drawn(stance: str, support: str, implement: str) -> Figure:
    return draw([stance], support=support, implements=[implement])
