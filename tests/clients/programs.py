"""A small program as a coach writes it: two progressions, a superset, fixed exercises. For tests of who follows it."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import Practice, User
from clients.assigning_programs import ProgramPlan, assign_program
from clients.models import Assignment, Client, Session, SessionItem, Target
from clients.services import SetFacts, finish_session, log_set, open_session
from programs.building import EMPTY, add_line
from programs.drafting import begin
from programs.models import Draft, Program
from programs.program_versions import save_program
from tests.factories import ExerciseFactory, ProgressionFactory, VariationFactory

MONDAY, THURSDAY, NEXT_MONDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8), dt.date(2026, 1, 12)
DAYS = {
    "1.1": (
        "A1 follow thrust ladder // left first",
        "A2 one-arm row 3x8-12 per side @RIR1.5 60s + 2 warm-up",
        "side plank 2x30s per side",
    ),
    "1.2": ("follow bridge ladder from rung 2", "back squat 5,5,3 @70%", "hip thrust 3x10 @20%BM"),
    "2.1": ("follow thrust ladder", "one-arm row 3x10 per side @20kg"),
    "2.2": ("follow bridge ladder",),
}


def exercises(practice: Practice) -> None:
    for name, laterality, implement in (
        ("One-arm row", "single_leg", "dumbbell"),
        ("Side plank", "single_leg", "bodyweight"),
        ("Back squat", "bilateral", "barbell"),
        ("Hip thrust", "bilateral", "barbell"),
    ):
        exercise = ExerciseFactory(name=name, slug=name.lower().replace(" ", "-"), laterality=laterality)
        VariationFactory(exercise=exercise, name="Usual", placement="", offset_direction="", offset_cm_low=None,
                         offset_cm_high=None, heel="", implement=implement)  # fmt: skip
    ProgressionFactory(practice=practice, name="Thrust ladder", rungs=3)
    ProgressionFactory(practice=practice, name="Bridge ladder", rungs=3)


def saved(by: User, days: dict[str, tuple[str, ...]], *, before: Program | None = None, **head: Any) -> Program:
    """A program of these lines, or its next version."""
    content = EMPTY | {"name": "Off-season", "weeks": 2, "days_a_week": 2, "days": {}} | head
    for place, lines in days.items():
        for line in lines:
            content = add_line(content, place, line)
    family, base = (before.family, before.pk) if before else (uuid4(), None)
    return save_program(begin(by=by, kind=Draft.Kind.PROGRAM, family=family, base=base, content=content), by=by)


def assigned(program: Program, client: Client, by: User, **others: Any) -> Assignment:
    plan = {"start_date": MONDAY, "weekdays": [0, 3]} | others
    return assign_program(ProgramPlan(client=client, program=program, **plan), by=by)


def log_item(item: SessionItem, *, pain: int | None = None, **others: Any) -> None:
    """Every set of an exercise as it was asked; what is left to the client is done with 20."""
    for target in item.targets.all():
        for number in range(1, target.sets + 1):
            log_set(item, _facts(target, number, pain, others))


def _facts(target: Target, number: int, pain: int | None, others: dict[str, Any]) -> SetFacts:
    return SetFacts(
        **{
            "uuid": uuid4(),
            "set_number": number,
            "side": target.side,
            "performed_at": timezone.now(),
            "reps": None if target.seconds else (target.reps or [target.reps_low])[0],
            "seconds": target.seconds,
            "load": Decimal(20) if target.load is None else target.load,
            "unit": target.unit,
            "rir": target.rir,
            "pain": pain,
        }
        | others
    )


def trained(assignment: Assignment, due_on: dt.date, **others: Any) -> Session:
    """One whole day of a program through the services."""
    session = open_session(assignment, due_on=due_on)
    for item in session.items.order_by("position"):
        log_item(item, **others)
    finish_session(session, effort=6)
    return session
