"""How far each side is with the gate of its rung: the same judgements as row 8, as figures to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from programs.engine.gate import counts, weaker_to_stronger
from programs.engine.judging import PAIN_AT_THE_TOP, SideLog, is_top_but_for_rir, read_logs
from programs.engine.types import Exposure, Gate, Prescription, Side, Today


@dataclass(frozen=True, slots=True, kw_only=True)
class GateProgress:
    """`count` sessions per side of the last `window` count, of `sessions` asked. Symmetry 0 to 1, None with one side
    or nothing performed. `load` is the lighter side's last load, in the unit of the inventory. `pain` is the newest
    exposure's worst, of at most `pain_most`.
    """

    count: dict[Side, int]
    sessions: int
    window: int
    symmetry: Decimal | None
    symmetry_asked: Decimal | None
    load: Decimal | None
    min_load: Decimal | None
    pain: Decimal | None
    pain_most: Decimal
    sign_off: bool

    @property
    def sessions_met(self) -> bool:
        return all(count >= self.sessions for count in self.count.values())

    @property
    def symmetry_met(self) -> bool:
        return self.symmetry_asked is None or (self.symmetry is not None and self.symmetry >= self.symmetry_asked)

    @property
    def load_met(self) -> bool:
        return self.min_load is None or (self.load is not None and self.load >= self.min_load)

    @property
    def pain_met(self) -> bool:
        return self.pain is not None and self.pain <= self.pain_most


def gate_progress(prescription: Prescription, history: Sequence[Exposure]) -> GateProgress | None:
    """Where the gate of this rung stands; None where there is no gate or no rung above."""
    exit_gate = prescription.exit
    if exit_gate is None or prescription.next_rung is None:
        return None
    logs = read_logs(prescription, history, Today())
    some = next(iter(logs.values()))
    return GateProgress(
        count={side: _count(log, exit_gate) for side, log in logs.items()},
        sessions=exit_gate.sessions,
        window=exit_gate.window,
        symmetry=weaker_to_stronger(some),
        symmetry_asked=exit_gate.symmetry,
        load=min((log.last.load for log in logs.values() if log.performed), default=None),
        min_load=exit_gate.min_load,
        pain=some.pain_newest if history else None,
        pain_most=PAIN_AT_THE_TOP,
        sign_off=exit_gate.sign_off,
    )


def _count(log: SideLog, exit_gate: Gate) -> int:
    return sum(counts(each, log.prescription, exit_gate) for each in log.performed[: exit_gate.window])


def tops(prescription: Prescription, history: Sequence[Exposure]) -> dict[Side, list[bool]]:
    """Per side and exposure (oldest first, lighter sessions left out): every set at the top, RIR not under target?"""
    logs = read_logs(prescription, history, Today())
    return {
        side: [is_top_but_for_rir(each, prescription) for each in reversed(log.performed)] for side, log in logs.items()
    }
