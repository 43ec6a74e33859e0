"""The gate at the end of a rung: enough sessions at the top, both sides alike, then the rung above."""

from decimal import Decimal

from programs.engine.judging import Performed, SideLog, as_performed, is_top_but_for_rir
from programs.engine.numbers import plain, rounded
from programs.engine.rounding import heavier, largest_at_most
from programs.engine.row import RULE, Row, hold
from programs.engine.types import Action, Figure, Gate, NextRung, Prescription


def gate(log: SideLog) -> Row | None:
    """Row 8 before any rule: None where there is no gate, or where the last exposure does not count for it."""
    exit_gate, above = log.prescription.exit, log.prescription.next_rung
    if exit_gate is None or above is None or not counts(log.last, log.prescription, exit_gate):
        return None
    window = log.performed[: exit_gate.window]
    count = sum(counts(each, log.prescription, exit_gate) for each in window)
    facts: dict[str, Figure] = {"count": count, "of": exit_gate.sessions, "window": exit_gate.window}
    if count < exit_gate.sessions:
        return hold(log, RULE, "exit_confirm", reps=as_performed(log), facts=facts)
    symmetry = weaker_to_stronger(log)
    if symmetry is not None:
        facts["symmetry"] = rounded(symmetry, 3)
    if exit_gate.symmetry is not None:
        facts["symmetry_asked"] = plain(exit_gate.symmetry)
        if symmetry is not None and symmetry < exit_gate.symmetry:
            return hold(log, RULE, "symmetry_low", reps=as_performed(log), facts=facts)
    return move_up(log, above, exit_gate, facts)


def counts(performed: Performed, prescription: Prescription, exit_gate: Gate) -> bool:
    """A session counts at the top of the range (RIR not given is let pass), at the leaving load or more."""
    at_the_load = exit_gate.min_load is None or not heavier(exit_gate.min_load, performed.load)
    return at_the_load and is_top_but_for_rir(performed, prescription)


def weaker_to_stronger(log: SideLog) -> Decimal | None:
    """The weaker side's work over the stronger's in the last exposure, 0 to 1; None with one side only.

    Work is reps times load, summed over the sets; reps alone where a side worked without load.
    """
    sides = log.newest.values()
    if len(sides) < 2:
        return None
    loaded = all(side.load > 0 for side in sides)
    work = [total_reps(side) * side.load if loaded else total_reps(side) for side in sides]
    stronger = max(work)
    return min(work) / stronger if stronger else Decimal(1)


def total_reps(performed: Performed) -> Decimal:
    return Decimal(sum(each.reps for each in performed.logged))


def move_up(log: SideLog, above: NextRung, exit_gate: Gate, facts: dict[str, Figure]) -> Row:
    wanted = log.last.load * above.load_factor if above.start_load is None else above.start_load
    load = largest_at_most(above.loads, wanted)
    reps = (above.reps.low,) * above.sets
    return Row(RULE, "exit_met", Action.MOVE_UP, load, reps, log.last.rest_s, exit_gate.sign_off, facts)
