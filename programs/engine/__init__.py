"""The progression engine: pure Python, no Django, no clock, no I/O. docs/progression.md explains it row by row."""

from programs.engine.answer import as_json, reason_as_json, side_as_json
from programs.engine.decide import decide, decide_case
from programs.engine.parse import BadInput, parse_case
from programs.engine.projection import ProjectedSession, Projection, RungChange, project
from programs.engine.types import (
    Action,
    Coupling,
    Decision,
    Exposure,
    Gate,
    NextRung,
    Prescription,
    PreviousRung,
    Reason,
    RepRange,
    Rule,
    SetResult,
    Side,
    SideDecision,
    Today,
)

__all__ = [
    "Action",
    "BadInput",
    "Coupling",
    "Decision",
    "Exposure",
    "Gate",
    "NextRung",
    "Prescription",
    "PreviousRung",
    "ProjectedSession",
    "Projection",
    "Reason",
    "RepRange",
    "Rule",
    "RungChange",
    "SetResult",
    "Side",
    "SideDecision",
    "Today",
    "as_json",
    "decide",
    "decide_case",
    "parse_case",
    "project",
    "reason_as_json",
    "side_as_json",
]
