"""How a performed session is read: complete, failed, at the top, within the target RIR.

Every judgement is about one side of one exposure. Sets beyond the number due are judged like the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from programs.engine.rounding import same_load
from programs.engine.types import Exposure, Prescription, SetResult, Side, Today

NO_PAIN = Decimal(0)
PAIN_AMBER = Decimal(3)
PAIN_RED = Decimal(6)
PAIN_AT_THE_TOP = Decimal(2)
EXPOSURES_LOOKED_BACK = 12


@dataclass(frozen=True, slots=True)
class Performed:
    """One side of one exposure. `sets` keeps the places of sets never logged, `logged` leaves them out.

    `fewest_reps` and `least_rir` are those of the weakest logged set (0 and None where nothing is known); `mean_rir`
    is None unless every logged set told its RIR. `pain` is the worst of the whole exposure: any set of any side, or
    the morning after.
    """

    load: Decimal
    sets: tuple[SetResult | None, ...]
    logged: tuple[SetResult, ...]
    due: int
    fewest_reps: int
    least_rir: Decimal | None
    mean_rir: Decimal | None
    rest_s: int
    pain: Decimal
    technique_failed: bool


@dataclass(frozen=True, slots=True)
class SideLog:
    """Everything a row looks at for one side. `performed` is newest first and holds no lighter-week session.

    `pain_newest` and `pain_before` come from the newest two exposures, whatever they were. `newest` holds every side
    of the newest session that is no lighter-week session.
    """

    prescription: Prescription
    side: Side
    today: Today
    performed: tuple[Performed, ...]
    pain_newest: Decimal
    pain_before: Decimal
    newest: Mapping[Side, Performed]

    @property
    def last(self) -> Performed:
        return self.performed[0]


def worst_pain(exposure: Exposure) -> Decimal:
    worst = exposure.next_day_pain or NO_PAIN
    for sets in exposure.sets.values():
        for each in sets:
            if each is not None and each.pain is not None and each.pain > worst:
                worst = each.pain
    return worst


def furthest_look_back(prescription: Prescription) -> int:
    """How many exposures a log holds: no row reads more than the gate's window or 12, lighter ones not counted."""
    return max(EXPOSURES_LOOKED_BACK, prescription.exit.window if prescription.exit else 0)


def read_logs(prescription: Prescription, history: Sequence[Exposure], today: Today) -> dict[Side, SideLog]:
    """The log of each side, in the order the prescription names them. `history` is oldest first."""
    pains = [worst_pain(exposure) for exposure in history[-2:]]
    judged = [exposure for exposure in reversed(history) if not exposure.deload][: furthest_look_back(prescription)]
    with_pain = [(exposure, worst_pain(exposure)) for exposure in judged]
    rows = {
        side: tuple([performed(prescription, side, exposure, pain) for exposure, pain in with_pain])
        for side in prescription.sides
    }
    before, last = [NO_PAIN, NO_PAIN, *pains][-2:]
    return logs_of(prescription, today, rows, pain_newest=last, pain_before=before)


def logs_of(
    prescription: Prescription,
    today: Today,
    rows: Mapping[Side, tuple[Performed, ...]],
    *,
    pain_newest: Decimal = NO_PAIN,
    pain_before: Decimal = NO_PAIN,
) -> dict[Side, SideLog]:
    """`rows`: what each side performed, newest first, without lighter sessions."""
    newest = {side: mine[0] for side, mine in rows.items() if mine}
    return {
        side: SideLog(prescription, side, today, mine, pain_newest, pain_before, newest) for side, mine in rows.items()
    }


def performed(prescription: Prescription, side: Side, exposure: Exposure, pain: Decimal) -> Performed:
    """One side of an exposure. `pain`: the worst of the whole exposure."""
    sets = exposure.sets.get(side, ())
    logged = tuple([each for each in sets if each is not None])
    known = [each.rir for each in logged if each.rir is not None]
    return Performed(
        exposure.load[side],
        sets,
        logged,
        exposure.sets_due or prescription.sets,
        min([each.reps for each in logged], default=0),
        min(known, default=None),
        sum(known) / Decimal(len(known)) if known and len(known) == len(logged) else None,
        prescription.rest_s if exposure.rest_s is None else exposure.rest_s,
        pain,
        side in exposure.technique_failed,
    )


def is_complete(performed: Performed) -> bool:
    return len(performed.logged) >= performed.due


def every_set_reaches(performed: Performed, reps: int) -> bool:
    return performed.fewest_reps >= reps


def is_failed(performed: Performed, prescription: Prescription) -> bool:
    """Complete, with a set under the bottom of the range. What was never logged is no failure."""
    return performed.fewest_reps < prescription.reps.low and is_complete(performed)


def every_known_rir_at_least(performed: Performed, rir: Decimal) -> bool:
    return performed.least_rir is None or performed.least_rir >= rir


def is_top_but_for_rir(performed: Performed, prescription: Prescription) -> bool:
    """Complete, every set at the top, little or no pain, no RIR known to be under target. True for the full top too."""
    return (
        performed.fewest_reps >= prescription.reps.high
        and is_complete(performed)
        and every_known_rir_at_least(performed, prescription.rir)
        and performed.pain <= PAIN_AT_THE_TOP
    )


def is_top(performed: Performed, prescription: Prescription) -> bool:
    return performed.mean_rir is not None and is_top_but_for_rir(performed, prescription)


def failures_in_a_row(performed: Iterable[Performed], prescription: Prescription, load: Decimal) -> int:
    """Failed exposures at this load, newest first, up to the first that is anything else."""
    count = 0
    for each in performed:
        if not same_load(each.load, load) or not is_failed(each, prescription):
            break
        count += 1
    return count


def as_performed(log: SideLog) -> tuple[int, ...]:
    """The reps of the last exposure set by set, bounded to the range; a set not logged counts as the bottom."""
    reps = log.prescription.reps
    return tuple(reps.low if done is None else reps.bounded(done) for done in reps_by_place(log))


def reps_by_place(log: SideLog) -> tuple[int | None, ...]:
    """Reps of the last exposure for each prescribed set, None where none was logged in that place."""
    count = log.prescription.sets
    done = [None if each is None else each.reps for each in log.last.sets[:count]]
    return tuple(done + [None] * (count - len(done)))
