"""How an imagined client does from session to session: every target met, or as many as they usually meet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from programs.engine.types import Side

FEWEST_SESSIONS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The part of sessions, 0 to 1, in which each side meets its target; on two legs the lower of the two counts.

    A side that falls short does one rep fewer in its last set, at the target RIR and without pain. `extra_reps` are
    done over what every set asks. The same `seed` gives the same run of sessions; on each day of it, a lower rate
    meets no target that a higher one misses. Raises ValueError for a rate that is no part.
    """

    left: float = 1
    right: float = 1
    extra_reps: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.left <= 1 and 0 <= self.right <= 1):
            raise ValueError("A rate of met targets is a number from 0 to 1.")

    def days(self) -> Iterator[Mapping[Side, bool]]:
        """Whether each side meets its target, day after day without end."""
        chance = Random(self.seed)
        while True:
            left, right = chance.random(), chance.random()
            yield {"left": left < self.left, "right": right < self.right, "both": left < min(self.left, self.right)}

    def done(self, asked: Sequence[int], *, meets: bool) -> tuple[int, ...]:
        """Reps set by set, none under 0."""
        reps = [max(each + self.extra_reps, 0) for each in asked]
        if not meets:
            reps[-1] = max(reps[-1] - 1, 0)
        return tuple(reps)


EVERY_TARGET = Pace()


def met_rate(sessions: Iterable[tuple[Sequence[int], Sequence[int | None]]]) -> float | None:
    """The part of sessions that met their target; None under 6 sessions, which say too little.

    Each is (reps asked set by set, reps done); None for a set that was not done. Sets beyond those asked are let be.
    """
    met = [_is_met(asked, done) for asked, done in sessions]
    return sum(met) / len(met) if len(met) >= FEWEST_SESSIONS else None


def _is_met(asked: Sequence[int], done: Sequence[int | None]) -> bool:
    if len(done) < len(asked):
        return False
    return all(reps is not None and reps >= least for least, reps in zip(asked, done, strict=False))
