"""Who is in the demo. Each person trains in one way, so that every state of every screen is seen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from clients.models import Target

Result = tuple[int, int | None, int | None]  # reps, RIR, pain


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a way of training may look at: the session's number from 0, how many come after it, and chance."""

    number: int
    left: int
    chance: Random


Way = Callable[[Day, Target, int], Result | None]


def as_asked(day: Day, target: Target, index: int) -> Result:
    """Exactly the target."""
    return target.reps[index], target.asked_rir, 0


def strong(day: Day, target: Target, index: int) -> Result:
    """One rep more than asked, most days."""
    return min(target.reps[index] + (day.chance.random() < 0.8), target.reps_high + 1), target.asked_rir, 0


def weak_right(day: Day, target: Target, index: int) -> Result:
    """The right side falls short of its RIR or loses reps in later sets."""
    tired = target.side == "right" and day.chance.random() < 0.55
    reps = max(target.reps[index] - (tired and index > 0), target.reps_low)
    return reps, target.asked_rir - 1 if tired else target.asked_rir + 1, 1 if tired else 0


def stalled(day: Day, target: Target, index: int) -> Result:
    """Goes up well, then cannot get the bottom of the range any more."""
    if day.left < 3 and index == target.sets - 1:
        return target.reps_low - 1, 0, 0
    return target.reps[index], target.asked_rir, 0


def confirming(day: Day, target: Target, index: int) -> Result:
    """Now and then a session with one rep fewer in reserve, so that today is the day the gate can be met."""
    short = day.number in (2, 6, 8, 11, 15, 19)
    return target.reps[index], target.asked_rir - (1 if short else 0), 0


def sore(day: Day, target: Target, index: int) -> Result:
    """Trains well; pain of 4 in the last two sessions."""
    pain = 4 if day.left < 2 and index > 0 and target.side != "left" else 1 if day.number % 5 == 0 else 0
    return target.reps[index], target.asked_rir, pain


def hurt(day: Day, target: Target, index: int) -> Result | None:
    """Stops in the third set of the last session."""
    if day.left == 0 and target.side == "right":
        if index == 2:
            return None
        return target.reps[index], 1, 3 if index == 0 else 7
    return target.reps[index], target.asked_rir, 0


def overachieving(day: Day, target: Target, index: int) -> Result:
    """Far more in reserve than asked, of late."""
    easy = day.left < 1
    return target.reps_high if easy else target.reps[index], 5 if easy else target.asked_rir, 0


def two_paces(day: Day, target: Target, index: int) -> Result:
    """Left always has one more; right repeats."""
    if target.side == "left":
        return min(target.reps[index] + 1, target.reps_high), target.asked_rir, 0
    return target.reps[index], target.asked_rir - (1 if day.number % 3 == 1 else 0), 0


def forgetful(day: Day, target: Target, index: int) -> Result | None:
    """Leaves sets unlogged, and the RIR too."""
    if day.chance.random() < 0.12:
        return None
    return target.reps[index], None if day.chance.random() < 0.3 else target.asked_rir, None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One client: who they are, what they were given, how they train. `weekdays` are offsets from today's weekday."""

    name: str
    goal: str = ""
    mass: str | None = "68"
    unit: str = "kg"
    involved: str = ""
    side_note: str = ""
    progression: str = "staggered-hip-thrust"
    program: bool = False  # follows the practice's program instead (clients.demo.program)
    rung: int | None = 4
    weekdays: tuple[int, ...] = (1, 4)
    weeks: int = 12
    coupling: str = "shared"
    policy: str = "rung_changes"
    deload: int | None = None
    start_load: str | None = None
    way: Way = as_asked
    missed: tuple[int, ...] = ()  # counted back from the newest due date, 1 is the newest
    skipped: dict[int, str] = field(default_factory=dict)
    email: str = ""
    signs_in: bool = False
    notes: dict[int, str] = field(default_factory=dict)  # counted back like `missed`
    assistant: bool = False
    morning: int | None = None
    jotted: dict[int, str] = field(default_factory=dict)  # notes of the coach, by days back
    drift: str = "0"  # what they gained in four weeks, in their unit
    status: str = "active"

    @property
    def has_account(self) -> bool:
        """Whoever has trained for a while has accepted the invitation."""
        return self.signs_in or self.weeks > 2

    @property
    def body_mass(self) -> Decimal | None:
        return Decimal(self.mass) if self.mass else None

    def facts(self) -> dict[str, Any]:
        return {
            "body_mass_kg": self.body_mass,
            "goal": self.goal,
            "involved_side": self.involved,
            "side_note": self.side_note,
            "email": self.email
            or f"{self.name.split()[0].lower()}@clients.kickstand.test".replace("á", "a").replace("í", "i"),
            "status": self.status,
        }


CLIENTS = (
    Person(
        name="Maya Lindqvist",
        goal="First pull-up and a stronger right side",
        email="maya@kickstand.test",
        signs_in=True,
        rung=7,
        weekdays=(0, 3),
        way=confirming,
        involved="right",
        side_note="Right hip is slower to switch on after runs.",
        notes={2: "Felt strong. Bench was taken at first."},
        morning=0,
        jotted={
            51: "Wants numbers, not praise. Explain the why of each change once and she goes with it.",
            9: "Right catches up. Two warm-up sets on right first stay.",
        },
        drift="0.3",
    ),
    Person(
        name="Tomás Arriaga",
        goal="Back to five-a-side",
        mass="81",
        rung=6,
        way=hurt,
        notes={1: "Sharp in the right hip in set 2."},
        jotted={2: "Rang him: sharp only at the top, gone by the evening. Look at a clip before he goes on."},
    ),
    Person(
        name="Noor Haddad", goal="Hips that like stairs", mass="62", rung=5, weekdays=(1, 3, 5), way=sore, morning=4
    ),
    Person(
        name="Deniz Aksoy", goal="Sprint again", mass="74", rung=7, coupling="independent", policy="all", way=two_paces
    ),
    Person(name="Lucía Ferrer", goal="Deadlift twice her body mass", mass="59", rung=7, way=stalled, start_load="32.5"),
    Person(name="Jonas Weber", goal="Run ten kilometres", mass="88", rung=6, way=as_asked, missed=(1, 2, 3, 4, 5)),
    Person(
        name="Priya Raman",
        goal="Run 10 km again by spring",
        mass="64",
        rung=6,
        weekdays=(2, 5),
        way=weak_right,
        involved="right",
        coupling="lead_capped",
        notes={1: "Right did less again."},
        jotted={
            40: "Bench at her gym is 43 cm. She uses the low step in front of it.",
            4: "Right hip feels slower to switch on after runs. Two warm-up sets on right first.",
        },
        drift="-0.4",
    ),
    Person(
        name="Ben Okafor",
        goal="Stronger off the blocks",
        mass="92",
        rung=6,
        weekdays=(1, 3, 6),
        way=strong,
        start_load="20",
    ),
    Person(
        name="Callum Reid",
        goal="Ski season",
        mass="196",
        unit="lb",
        rung=3,
        weekdays=(2, 4),
        way=as_asked,
        deload=4,
        assistant=True,
    ),
    Person(
        name="Aiko Tanabe",
        goal="Climb without a tired back",
        mass="53",
        rung=9,
        weekdays=(1, 3, 5),
        way=strong,
        start_load="25",
    ),
    Person(
        name="Hanna Virtanen",
        goal="Feel steady on one leg",
        mass=None,
        rung=4,
        way=forgetful,
        skipped={1: "equipment", 4: "time"},
    ),
    Person(
        name="Ines Halvorsen",
        goal="Volleyball, jumping",
        mass="71",
        rung=7,
        weekdays=(0, 2, 4),
        weeks=4,
        start_load="25",
        way=overachieving,
        assistant=True,
    ),
    Person(
        name="Elif Demir",
        goal="Start from the floor",
        mass="66",
        program=True,
        weeks=2,
        way=as_asked,
        assistant=True,
    ),
    Person(name="Owen Price", goal="Something for the other days", mass="79", rung=None, weeks=0),
)

RIVAL_CLIENT = Person(
    name="Petra Novak", goal="Return after a break", mass="70", progression="four-week-return", rung=1, weeks=3
)
