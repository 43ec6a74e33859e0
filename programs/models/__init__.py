"""What is prescribed: progressions with rungs and gates, programs of weeks and days, and what coaches are drafting."""

from programs.models.drafts import Draft
from programs.models.programs import Program, ProgramDay, ProgramItem
from programs.models.progressions import (
    Coupling,
    Gate,
    Implement,
    Progression,
    ProgressionQuerySet,
    Rule,
    Rung,
    RungQuerySet,
)

__all__ = [
    "Coupling",
    "Draft",
    "Gate",
    "Implement",
    "Program",
    "ProgramDay",
    "ProgramItem",
    "Progression",
    "ProgressionQuerySet",
    "Rule",
    "Rung",
    "RungQuerySet",
]
