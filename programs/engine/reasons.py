"""The figures behind a reason: plain JSON values, enough to write a sentence from without the case at hand."""

from collections.abc import Sequence

from programs.engine.judging import Performed, SideLog
from programs.engine.numbers import plain, rounded
from programs.engine.row import Row
from programs.engine.types import Figure, Reason, Side, SideDecision


def reason_for(
    log: SideLog, governing: Row, also: Sequence[Row], answer: SideDecision, waits_for: Side | None
) -> Reason:
    """`also`: other rows that apply; their figures are merged into the answer, so their codes go with the reason.

    The figures named `to_` are the answer's. `waits_for`: the side that keeps this one from what it would do `alone`.
    """
    prescription = log.prescription
    figures: dict[str, Figure] = {
        "action": answer.action.code,
        "range": [prescription.reps.low, prescription.reps.high],
        "rir_target": plain(prescription.rir),
        "to_load": plain(answer.load),
        "to_reps": list(answer.reps),
        "to_rest_s": answer.rest_s,
    }
    if log.performed:
        _add_what_was_done(figures, log.last)
    if waits_for is not None:
        figures |= {"waits_for": waits_for, "alone": governing.action.code}
    if also:
        figures["also"] = [row.code for row in also]
        for row in reversed(also):
            figures.update(row.facts)
    figures.update(governing.facts)
    return Reason(code=governing.code, side=log.side, figures=figures)


def _add_what_was_done(figures: dict[str, Figure], last: Performed) -> None:
    mean, least = last.mean_rir, last.least_rir
    figures["load"] = plain(last.load)
    figures["reps"] = [each.reps for each in last.logged]
    figures["rir"] = None if mean is None else rounded(mean)
    figures["rir_least"] = None if least is None else plain(least)
    figures["worst_pain"] = plain(last.pain)
