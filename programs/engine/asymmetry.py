"""The two sides compared: what each could lift once, session by session on one rung, and how far that is from noise.

It never decides anything, and it foretells nothing: it says what training shows. The gate's `symmetry` is another
figure (gate.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from programs.engine.measures import LoadedSet, capacity, why_no_capacity

Leg = Literal["left", "right"]
LEGS: tuple[Leg, Leg] = ("left", "right")
Verdict = Literal["not_enough_data", "none", "possible", "consistent"]

POSSIBLE_SESSIONS = 4
CONSISTENT_SESSIONS = 6
CONSISTENT_PERCENT = Decimal(10)
USUAL_CV = Decimal("4.2")
CONFIDENCE = Decimal("1.96")
FEWEST_DIFFERENCES = 3
TOLERANCE = Decimal("1e-9")  # ten per cent is ten per cent, whatever a division by three leaves behind

WHY = (
    "lighter_week",
    "not_logged",
    "no_load",
    "capped",
    "no_reps",
    "rir_unknown",
    "rir_over_3",
    "reps_over_12",
)
"""Why there is no capacity, in the order in which it is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideWork:
    """What one side did: its sets, and in the same places what was asked (None for a set nobody asked for).

    `held`: the coupling asked less of this side than it would have had alone. `rir`: the target of the rung.
    """

    sets: tuple[LoadedSet, ...]
    asked: tuple[LoadedSet | None, ...] = ()
    held: bool = False
    rir: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BothSides:
    """One performed session. `lighter`: of a planned lighter week."""

    left: SideWork
    right: SideWork
    lighter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One session. `left`, `right`: capacity in the unit of the loads, or None and the code why.

    `difference`: (stronger − weaker) / stronger × 100, over 0 where right is the weaker, under 0 where left is. None
    where a side has no capacity. `weaker` is None there, and where the sides are equal.
    """

    left: Decimal | None
    right: Decimal | None
    left_why: str | None
    right_why: str | None
    difference: Decimal | None

    @property
    def weaker(self) -> Leg | None:
        return _weaker(self.difference)

    @property
    def why(self) -> str | None:
        """The first reason, of both sides, why the session is not comparable."""
        return min((why for why in (self.left_why, self.right_why) if why), key=WHY.index, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asymmetry:
    """The verdict. `mean` and `noise` in per cent are those of the last `n` comparable sessions; `sessions` has all.

    `mean` is signed like a difference. `direction` is the weaker side where it was the same in all `n`, else None.
    `lsi`: weaker / stronger × 100 over those sessions; with an involved side involved / uninvolved × 100, which is over
    100 where the involved side is the stronger. `cv`: the coefficient of variation that the noise is made of.
    """

    sessions: tuple[Compared, ...]
    verdict: Verdict
    comparable: int
    n: int
    mean: Decimal | None
    noise: Decimal | None
    cv: Decimal
    direction: Leg | None
    lsi: Decimal | None


def compare_sides(history: Sequence[BothSides], *, involved: Leg | None = None) -> Asymmetry:
    """Compares the sides over the sessions of ONE rung: one variation, placement, tempo and bench height, oldest first.

    Fewer than 4 comparable sessions: `not_enough_data`. The last 6 all in one direction, their mean 10 % or more and
    beyond the noise: `consistent`. The last 4 all in one direction, their mean beyond the noise: `possible`. Else
    `none`. Equal sides have no direction, so they end a run.
    """
    sessions = tuple(_compared(each) for each in history)
    comparable = [each for each in sessions if each.difference is not None]
    cv = max([USUAL_CV, *(_own_cv([_of(each, leg) for each in comparable]) for leg in LEGS)])
    verdict, n = _verdict(comparable, cv)
    looked_at = comparable[-n:] if n else []
    return Asymmetry(
        sessions=sessions,
        verdict=verdict,
        comparable=len(comparable),
        n=n,
        mean=_mean_difference(looked_at) if looked_at else None,
        noise=noise(n, cv) if n else None,
        cv=cv,
        direction=_direction(looked_at),
        lsi=_lsi(looked_at, involved),
    )


def noise(sessions: int, cv: Decimal = USUAL_CV) -> Decimal:
    """How far the mean difference of so many sessions strays by chance: 1.96 × √2 × CV / √n, in per cent.

    √2 because a difference has the error of two measurements. A CV of 4.2 % is the median that Grgic and others found
    for maximum strength tested twice (Sports Medicine - Open 6, 31, 2020).
    """
    return CONFIDENCE * Decimal(2).sqrt() * cv / Decimal(sessions).sqrt()


def is_widening(found: Asymmetry) -> bool:
    """Whether the newest 4 comparable sessions are further apart than the client's own baseline.

    The baseline is the mean difference of all comparable sessions before them, at least 4. Wider: further
    from equal, by more than the noise of a difference between two such means. Source: the noise above; comparing
    with the person's own baseline is ours, for what is usual differs from person to person.
    """
    comparable = [each for each in found.sessions if each.difference is not None]
    newest, baseline = comparable[-POSSIBLE_SESSIONS:], comparable[:-POSSIBLE_SESSIONS]
    if len(baseline) < POSSIBLE_SESSIONS:
        return False
    now, before = _mean_difference(newest), _mean_difference(baseline)
    apart = abs(now - before) if abs(now) > abs(before) else Decimal(0)
    strays = (noise(len(newest), found.cv) ** 2 + noise(len(baseline), found.cv) ** 2).sqrt()
    return apart > strays


# --- One session ------------------------------------------------------------------------------------------------


def _compared(session: BothSides) -> Compared:
    left, left_why = _capacity(session.left, session.lighter)
    right, right_why = _capacity(session.right, session.lighter)
    difference = None if left is None or right is None else (left - right) / max(left, right) * 100
    return Compared(left=left, right=right, left_why=left_why, right_why=right_why, difference=difference)


def _capacity(work: SideWork, lighter: bool) -> tuple[Decimal | None, str | None]:
    """The capacity of a side, or the code of what its best set fell short of."""
    if lighter:
        return None, "lighter_week"
    usable: list[LoadedSet] = []
    shortfalls = ["not_logged"]
    asked = (*work.asked, *[None] * len(work.sets))
    for done, planned in zip(work.sets, asked, strict=False):
        why = "capped" if done.load > 0 and is_capped(done, planned, work) else why_no_capacity(done)
        if why is None:
            usable.append(done)
        else:
            shortfalls.append(why)
    found = capacity(usable)
    return found, None if found is not None else max(shortfalls, key=WHY.index)


def is_capped(done: LoadedSet, asked: LoadedSet | None, work: SideWork) -> bool:
    """Whether a set shows the coupling instead of the strength.

    So it does where the side was held back, did no more than it was asked, and stopped with more in reserve than the
    rung wants, or did not say. Worked down to the target it is a set like any other, and its estimate holds.
    """
    if not work.held or asked is None:
        return False
    within = done.reps <= asked.reps and done.load <= asked.load
    return within and (done.rir is None or done.rir > work.rir)


def _weaker(difference: Decimal | None) -> Leg | None:
    if difference is None or abs(difference) <= TOLERANCE:
        return None
    return "right" if difference > 0 else "left"


# --- Sessions together ------------------------------------------------------------------------------------------


def _verdict(comparable: Sequence[Compared], cv: Decimal) -> tuple[Verdict, int]:
    """The verdict, and how many of the newest comparable sessions it speaks of."""
    if len(comparable) < POSSIBLE_SESSIONS:
        return "not_enough_data", len(comparable)
    if len(comparable) >= CONSISTENT_SESSIONS:
        mean = _one_sided_mean(comparable[-CONSISTENT_SESSIONS:], cv)
        if mean is not None and mean >= CONSISTENT_PERCENT - TOLERANCE:
            return "consistent", CONSISTENT_SESSIONS
    if _one_sided_mean(comparable[-POSSIBLE_SESSIONS:], cv) is not None:
        return "possible", POSSIBLE_SESSIONS
    return "none", POSSIBLE_SESSIONS


def _one_sided_mean(sessions: Sequence[Compared], cv: Decimal) -> Decimal | None:
    """The size of the mean, where all go in one direction and it is beyond the noise."""
    mean = abs(_mean_difference(sessions))
    return mean if _direction(sessions) and mean > noise(len(sessions), cv) else None


def _direction(sessions: Sequence[Compared]) -> Leg | None:
    weaker = {each.weaker for each in sessions}
    return weaker.pop() if len(weaker) == 1 else None


def _mean_difference(sessions: Sequence[Compared]) -> Decimal:
    return _mean([each.difference for each in sessions if each.difference is not None])


def _lsi(sessions: Sequence[Compared], involved: Leg | None) -> Decimal | None:
    """The limb symmetry index in per cent, from the mean capacity of each side over the sessions."""
    if not sessions:
        return None
    left, right = (_mean([_of(each, leg) for each in sessions]) for leg in LEGS)
    if involved is None:
        return min(left, right) / max(left, right) * 100
    return (left / right if involved == "left" else right / left) * 100


def _of(session: Compared, leg: Leg) -> Decimal:
    """The capacity of a side of a comparable session."""
    return (session.left if leg == "left" else session.right) or Decimal(0)


def _own_cv(capacities: Sequence[Decimal]) -> Decimal:
    """This client's own coefficient of variation on one side, in per cent; 0 with fewer than 3 differences.

    The typical error of Hopkins (Measures of reliability in sports medicine and science, Sports Medicine 30(1), 2000):
    the standard deviation of the differences from one session to the next, / √2, here as a part of the mean capacity.
    Differences, not the values, so that steady progress is not taken for noise: that use of it is our reading.
    """
    steps = [after - before for before, after in pairwise(capacities)]
    if len(steps) < FEWEST_DIFFERENCES:
        return Decimal(0)
    middle = _mean(steps)
    spread = (sum(((step - middle) ** 2 for step in steps), Decimal(0)) / (len(steps) - 1)).sqrt()
    return spread / Decimal(2).sqrt() / _mean(capacities) * 100


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)
