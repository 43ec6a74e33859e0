"""An exercise as its page shows it: the stage with the drawing, the muscles gathered by what they do, the chips."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exercises.figure import Figure, draw
from exercises.models import Exercise, ExerciseMuscle
from exercises.vocabulary import FOOT_CODES, Equipment, Heel, Level, MuscleRole, inches, span, stance_of

ROLE_WEIGHT = {MuscleRole.MOVER: 4, MuscleRole.SYNERGIST: 3, MuscleRole.STABILISER: 2, MuscleRole.MINOR: 1}
CHIP_ICONS = {"mini_band": "repeat", "implement": "dumbbell", "tempo": "down", "pause": "hold", "next": "move-up"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One foot placement on the stage. `distance_in` is the same distance as the article gives it."""

    key: str
    foot_code: str
    tab: str
    name: str
    text: str
    distance: str
    distance_in: str
    heel: str
    contact: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The drawing with its placements; `tabs` is true when there is more than one to choose from."""

    figure: Figure
    support: str
    places: list[Place]
    chosen: str
    pins: list[str]

    @property
    def tabs(self) -> bool:
        return len(self.places) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleLine:
    """Muscles that do the same thing; `weight` is 4 for a mover down to 1 for a minor part."""

    names: str
    note: str
    role: str
    weight: int


def stage_of(exercise: Exercise) -> Stage | None:
    """The stage, opened at the offset where there is one; None for an exercise without a drawing."""
    if not exercise.figure or not exercise.placements:
        return None
    places = [_place(row) for row in exercise.placements]
    keys = [place.key for place in places]
    support, implement = exercise.figure["support"], exercise.figure["implement"]
    return Stage(
        figure=draw(keys, support=support, implement=implement),
        support=support,
        places=places,
        chosen="forward" if "forward" in keys else keys[0],
        pins=exercise.figure["pins"],
    )


def _place(row: dict[str, Any]) -> Place:
    key = stance_of(row["placement"], row.get("direction", ""), row.get("contact", ""))
    low, high = row.get("distance_cm") or (0, 0)
    return Place(
        key=key,
        foot_code=FOOT_CODES[key],
        tab=row["tab"],
        name=row["name"],
        text=row["text"],
        distance=f"{span(low, high)} cm" if high else "",
        distance_in=f"{span(inches(low), inches(high))} in" if high else "",
        heel=str(Heel(row["heel"]).label) if row.get("heel") else "",
        contact=row.get("contact") or ("none" if key in ("knee", "single") else ""),
        level=str(Level(row["level"]).label),
    )


def muscle_lines(muscles: Iterable[ExerciseMuscle]) -> list[MuscleLine]:
    """Neighbours with the same role and note share a line: `Gluteus medius and gluteus minimus`."""
    lines: dict[tuple[str, str], list[str]] = {}
    for muscle in muscles:
        lines.setdefault((muscle.role, muscle.note), []).append(muscle.get_muscle_display())
    return [
        MuscleLine(
            names=joined(names), note=note, role=str(MuscleRole(role).label), weight=ROLE_WEIGHT[MuscleRole(role)]
        )
        for (role, note), names in lines.items()
    ]


def joined(names: list[str]) -> str:
    """`Rectus abdominis, obliques and erector spinae`: a list as it is spoken."""
    first, *rest = names
    spoken = [first, *(name.lower() for name in rest)]
    return f"{', '.join(spoken[:-1])} and {spoken[-1]}" if rest else first


def also_called(aliases: list[str]) -> str:
    """`B-stance or kickstand hip thrust`: the words that all other names end with are said once."""
    words = [alias.split() for alias in aliases]
    shared = 0
    while words and all(len(each) > shared + 1 for each in words) and len({each[-1 - shared] for each in words}) == 1:
        shared += 1
    cut = [" ".join(each[: len(each) - shared]) for each in words[:-1]]
    return " or ".join([*cut, *aliases[-1:]])


def chips_of(exercise: Exercise) -> list[dict[str, str]]:
    return [{**row, "icon": CHIP_ICONS[row["kind"]]} for row in exercise.variation_notes]


def kit_of(exercise: Exercise) -> list[dict[str, Any]]:
    """The equipment with its label; the bench with its height."""
    return [
        {
            "label": str(Equipment(row["item"]).label),
            "height": exercise.bench_height if row["item"] == Equipment.BENCH else "",
            "text": row["text"],
            "optional": row.get("optional", False),
        }
        for row in exercise.equipment_notes
    ]


def dose_of(programming: dict[str, Any]) -> dict[str, Any]:
    """The usual dose in the signs of a prescription: `3–4`, `8–15`; the rest as it is."""
    if not programming:
        return {}
    sets, reps = (_dashed(*programming[key]) for key in ("sets", "reps"))
    return {**programming, "sets": sets, "reps": reps}


def _dashed(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}–{high}"
