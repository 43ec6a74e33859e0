"""The demo practice's program: two days a week, a progression with other exercises around it."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

from accounts.models import Practice, User
from clients.assigning_programs import ProgramPlan, assign_program
from clients.models import Assignment, Client, Target
from programs.building import EMPTY, add_line
from programs.drafting import begin
from programs.models import Draft, Program
from programs.program_versions import save_program

FIRST_DAY = (
    "A1 follow glute bridge to hip thrust",
    "A2 one-arm dumbbell row 3x8-12 per side @RIR2 60s + 1 warm-up",
    "plank 2x30s // breathe out at the top",
)
SECOND_DAY = (
    "follow glute bridge to hip thrust",
    "split squat 3x8 per side @RIR3 90s",
    "step-up 2x10 per side @10%BM 60s",
)
LEFT_OPEN = Decimal(12)  # what is picked where the program leaves the load to the client


def write_program(*, by: User) -> Program:
    """Four weeks of two days, as the builder would save them."""
    content = EMPTY | {
        "name": "From the floor",
        "summary": "Glute bridge to hip thrust, with rows, planks and single-leg work around it.",
        "weeks": 4,
        "days_a_week": 2,
        "days": {},
    }
    for week in range(1, 5):
        for day, lines in enumerate((FIRST_DAY, SECOND_DAY), start=1):
            for line in lines:
                content = add_line(content, f"{week}.{day}", line)
    return save_program(begin(by=by, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content), by=by)


def assign_written(client: Client, *, by: User, start: dt.date, weekdays: list[int]) -> Assignment:
    """The practice's program, written when the first client is given it."""
    practice: Practice = client.practice
    program = Program.objects.filter(practice=practice).current().first() or write_program(by=by)
    return assign_program(ProgramPlan(client=client, program=program, start_date=start, weekdays=weekdays), by=by)


def as_written(target: Target, index: int) -> dict[str, Any]:
    """The figures of a fixed exercise done as it was asked."""
    load = LEFT_OPEN if target.load is None else target.load
    if target.seconds is not None:
        return {"seconds": target.seconds, "load": load, "rir": None}
    return {"reps": target.reps[index] if target.reps else target.reps_low + 1, "load": load, "rir": target.rir}
