"""The engine's one question: given what was prescribed and what was logged, what comes next, and why."""

from collections.abc import Mapping, Sequence
from typing import Any

from programs.engine.answer import as_json
from programs.engine.coupling import Verdict, couple, verdict_of
from programs.engine.judging import SideLog, read_logs
from programs.engine.parse import parse_case
from programs.engine.row import FAILED, INCOMPLETE, Row
from programs.engine.rows import careful_rows, first_session, red, stops
from programs.engine.rules import usual_row
from programs.engine.types import Coupling, Decision, Exposure, Prescription, Side, Today


def decide(prescription: Prescription, history: Sequence[Exposure], today: Today) -> Decision:
    """The proposal for the next session. `history` is oldest first and holds exposures of this rung only.

    The same input gives the same answer on any day; valid input never raises.
    """
    return decide_logs(prescription.coupling, read_logs(prescription, history, today))


def decide_logs(coupling: Coupling, logs: Mapping[Side, SideLog]) -> Decision:
    """The same for a history that is already read, side by side."""
    return couple(coupling, {side: _verdict(log) for side, log in logs.items()})


def decide_case(case: object) -> dict[str, Any]:
    """The answer to one case, both in the JSON of `manage.py decide`. Raises BadInput, naming the field."""
    prescription, history, today = parse_case(case)
    return as_json(decide(prescription, history, today))


def _verdict(log: SideLog) -> Verdict:
    return verdict_of(log, _rows(log))


def _rows(log: SideLog) -> list[Row]:
    """Row 1 alone where it applies; else all of rows 2 to 8 that do."""
    if stops(log.today, log.pain_newest):
        return [red(log)]
    if not log.performed:
        return [first_session(log)]
    rows = careful_rows(log)
    if not any(row.number in (INCOMPLETE, FAILED) for row in rows):
        rows.append(usual_row(log))
    return rows
