"""An edit of a ladder that is tried out and never saved: another rule, another gate, no gate (clients/backtest.py)."""

from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from programs.models import Gate, Rule, Rung
from programs.prescribing import gate_of

WIDEST_WINDOW = 12  # as the table of gates has it
AS_IT_IS: Any = object()  # an edit that leaves a value alone, where None is a value itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is tried: only what is named here differs from the ladder as it stands.

    `symmetry` None asks for none, `leave_percent` (of body mass) None lets any load count. `rungs`: the positions it is
    for, all where None. A rung without a gate gets none: the gate's figures change the gates that there are.
    """

    rule: str | None = None
    sessions: int | None = None
    window: int | None = None
    symmetry: Decimal | None = AS_IT_IS
    sign_off: bool | None = None
    leave_percent: Decimal | None = AS_IT_IS
    no_gate: bool = False
    rungs: frozenset[int] | None = None

    def edited(self, ladder: list[Rung]) -> list[Rung]:
        """The ladder with this change, as unsaved copies; the rungs and gates given are left as they are.

        Raises ValidationError, by field, for a rule that does not exist and figures out of bounds.
        """
        return [self._rung(rung) if self.rungs is None or rung.position in self.rungs else rung for rung in ladder]

    def _rung(self, rung: Rung) -> Rung:
        found = with_gate(rung, None if self.no_gate else self._gate(gate_of(rung)))
        if self.rule is not None:
            if self.rule not in Rule.values:
                raise ValidationError({"rule": f"A rule is one of: {', '.join(Rule.values)}."})
            found.rule = self.rule
        if self.leave_percent is not AS_IT_IS:
            found.leave_percent = _up_to(
                300, self.leave_percent, "leave_percent", "The leaving load is over 0, and 300 % at the most."
            )
        return found

    def _gate(self, gate: Gate | None) -> Gate | None:
        if gate is None:
            return None
        found = copy(gate)
        for name in ("sessions", "window", "sign_off"):
            if getattr(self, name) is not None:
                setattr(found, name, getattr(self, name))
        if not 1 <= found.window <= WIDEST_WINDOW:
            raise ValidationError({"window": f"The window is 1 to {WIDEST_WINDOW} sessions."})
        if not 1 <= found.sessions <= found.window:
            words = f"The sessions asked for must fit in the window, 1 to {found.window}."
            raise ValidationError({"sessions": words})
        if self.symmetry is not AS_IT_IS:
            found.symmetry = _up_to(1, self.symmetry, "symmetry", "Symmetry is over 0, and 1 at the most.")
        return found


def with_gate(rung: Rung, gate: Gate | None) -> Rung:
    """An unsaved copy of a rung with this gate, or without one. Asks the database nothing."""
    found = copy(rung)
    Rung._meta.get_field("gate").set_cached_value(found, gate)  # assigning would change the gate that is replaced
    return found


def _up_to(most: int, value: Decimal | None, field: str, words: str) -> Decimal | None:
    if value is not None and not (value.is_finite() and 0 < value <= most):
        raise ValidationError({field: words})
    return value
