"""An exercise as its page shows it: the stage with the moving drawing, the muscles drawn and listed, the chips."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from exercises.figure import Figure, draw
from exercises.figure.muscles import BACK, BODY, FRONT
from exercises.models import Exercise, ExerciseMuscle, Variation
from exercises.vocabulary import (
    FOOT_CODES,
    BottomStyle,
    Contact,
    Equipment,
    Heel,
    Implement,
    Level,
    MiniBand,
    Muscle,
    MuscleRole,
    inches,
    span,
    stance_of,
    tempo_words,
)
from exercises.words import all_of, capitalised, one_of, within

ROLE_WEIGHT = {MuscleRole.MOVER: 4, MuscleRole.SYNERGIST: 3, MuscleRole.STABILISER: 2, MuscleRole.MINOR: 1}
CHIP_ICONS = {"mini_band": "repeat", "implement": "dumbbell", "tempo": "down", "pause": "hold", "next": "move-up"}
USUAL_TEMPO = "2011"  # for a placement that no variation prescribes
SHORT_OF_FLOOR = "0.15"  # the phase at which a rep that stops short of the floor turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """A variation as the figure plays it.

    `times` are seconds for lower, bottom, lift and top, with spaces; `hold` is the pause at the top as it is written,
    where it is a range; `low` is the phase at the bottom.
    """

    code: str
    label: str
    words: str
    stance: str
    implement: str
    mini_band: bool = False
    times: str
    hold: str = ""
    low: str = ""


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
    paces: list[Pace] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The drawing with its placements; `tabs` is true when there is more than one to choose from."""

    figure: Figure
    support: str
    places: list[Place]
    pace: Pace
    pins: list[str]

    @property
    def tabs(self) -> bool:
        return len(self.places) > 1

    @property
    def choice(self) -> bool:
        """True when there is more than one variation to choose from."""
        return sum(len(place.paces) for place in self.places) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleLine:
    """Muscles that do the same thing; `weight` is 4 for a mover down to 1 for a minor part."""

    names: str
    note: str
    role: str
    weight: int


@dataclass(frozen=True, slots=True)
class Region:
    """A muscle on the drawn body. `weight` and `line` are those of its place in the list, 0 for one at rest."""

    d: str
    weight: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Half a body from the front and from the back, to be mirrored; `label` says in words what is shaded."""

    outline: tuple[str, ...]
    views: list[tuple[str, list[Region]]]
    label: str


def stage_of(exercise: Exercise, variation: str = "") -> Stage | None:
    """The stage, opened at a variation, or else at the offset where there is one; None without a drawing."""
    if not exercise.figure or not exercise.placements:
        return None
    support, implement = exercise.figure["support"], exercise.figure["implement"]
    places = [_place(row, exercise, implement) for row in exercise.placements]
    paces = [pace for place in places for pace in place.paces]
    return Stage(
        figure=draw(
            [place.key for place in places],
            support=support,
            implements=list(dict.fromkeys([implement, *(pace.implement for pace in paces)])),
        ),
        support=support,
        places=places,
        pace=_opened(paces, variation, implement),
        pins=exercise.figure["pins"],
    )


def feet_of(exercise: Exercise) -> list[Place]:
    """Where the feet go in an exercise without a drawing: told beside their foot maps. The stage tells the others."""
    if exercise.figure:
        return []
    return [_place(row, exercise, Implement.BODYWEIGHT) for row in exercise.placements]


def _opened(paces: list[Pace], code: str, implement: str) -> Pace:
    """The one asked for, or else a typical one: the offset forward with the load that the exercise is drawn with."""
    return min(paces, key=lambda pace: (pace.code != code, pace.stance != "forward", pace.implement != implement))


def _place(row: dict[str, Any], exercise: Exercise, implement: str) -> Place:
    key = stance_of(row["placement"], row.get("direction", ""), row.get("contact", ""))
    low, high = row.get("distance_cm") or (0, 0)
    prefixes = (f"{row['name']}, ", f"{exercise.name}, ")
    paces = [_pace(each, prefixes) for each in exercise.variations.all() if each.stance == key]
    usual = Pace(
        code=key,
        label=row["name"],
        words=tempo_words(USUAL_TEMPO),
        stance=key,
        implement=implement,
        times=" ".join(USUAL_TEMPO),
    )
    return Place(
        key=key,
        foot_code=FOOT_CODES[key],
        tab=row["tab"],
        name=row["name"],
        text=row["text"],
        distance=gettext("%(low)s cm") % {"low": span(low, high)} if high else "",
        distance_in=gettext("%(inches)s in") % {"inches": span(inches(low), inches(high))} if high else "",
        heel=str(Heel(row["heel"]).label) if row.get("heel") else "",
        contact=_contact(row, key),
        level=str(Level(row["level"]).label),
        paces=paces or [usual],
    )


def _contact(row: dict[str, Any], key: str) -> str:
    if row.get("contact"):
        return str(Contact(row["contact"]).label)
    return str(MiniBand.NONE.label) if key in ("knee", "single") else ""


def _pace(variation: Variation, prefixes: Iterable[str]) -> Pace:
    label = variation.name
    for prefix in prefixes:
        label = label.removeprefix(prefix)
    low, high = variation.pause_s_low or 0, variation.pause_s_high or 0
    top = f"{(low + high) / 2:g}" if high else variation.tempo[3]
    return Pace(
        code=variation.code,
        label=label[:1].upper() + label[1:],
        words=variation.tempo_label,
        stance=variation.stance,
        implement=variation.implement,
        mini_band=variation.mini_band == MiniBand.REQUIRED,
        times=" ".join([*variation.tempo[:3], top]),
        hold=_dashed(low, high) if high > low else "",
        low=SHORT_OF_FLOOR if variation.bottom_style == BottomStyle.SHORT_OF_FLOOR else "",
    )


def muscle_lines(muscles: Iterable[ExerciseMuscle]) -> list[MuscleLine]:
    """Neighbours with the same role and note share a line: `Gluteus medius and gluteus minimus`."""
    return [
        MuscleLine(
            names=joined([muscle.get_muscle_display() for muscle in members]),
            note=note,
            role=str(MuscleRole(role).label),
            weight=ROLE_WEIGHT[MuscleRole(role)],
        )
        for (role, note), members in _by_task(muscles).items()
    ]


def _by_task(muscles: Iterable[ExerciseMuscle]) -> dict[tuple[str, str], list[ExerciseMuscle]]:
    tasks: dict[tuple[str, str], list[ExerciseMuscle]] = {}
    for muscle in muscles:
        tasks.setdefault((muscle.role, muscle.note), []).append(muscle)
    return tasks


def body_of(muscles: Iterable[ExerciseMuscle]) -> Body | None:
    """The drawn body with the working muscles by role, numbered as `muscle_lines` lists them; None without any."""
    lines = list(_by_task(muscles).items())
    if not lines:
        return None
    weights = {
        member.muscle: (ROLE_WEIGHT[MuscleRole(role)], number)
        for number, ((role, _note), members) in enumerate(lines, start=1)
        for member in members
    }
    views = [(gettext("Front"), _regions(FRONT, weights)), (gettext("Back"), _regions(BACK, weights))]
    said = "; ".join(
        f"{MuscleRole(role).label}: {within(joined([each.get_muscle_display() for each in members]))}"
        for (role, _note), members in lines
    )
    label = gettext("Body from the front and the back. %(muscles)s.") % {"muscles": capitalised(said)}
    return Body(outline=BODY, views=views, label=label)


def _regions(drawn: dict[Muscle, str], weights: dict[str, tuple[int, int]]) -> list[Region]:
    """Muscles at rest first, so that nothing lies over one that works."""
    regions = [Region(d, *weights.get(muscle, (0, 0))) for muscle, d in drawn.items()]
    return sorted(regions, key=lambda region: region.weight > 0)


def joined(names: list[str]) -> str:
    """`Rectus abdominis, obliques and erector spinae`: a list as it is spoken."""
    first, *rest = names
    return all_of([first, *(within(name) for name in rest)])


def also_called(aliases: list[str]) -> str:
    """`B-stance or kickstand hip thrust`: the words that all other names end with are said once."""
    words = [alias.split() for alias in aliases]
    shared = 0
    while words and all(len(each) > shared + 1 for each in words) and len({each[-1 - shared] for each in words}) == 1:
        shared += 1
    cut = [" ".join(each[: len(each) - shared]) for each in words[:-1]]
    return one_of([*cut, *aliases[-1:]])


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


def other_kit_of(exercise: Exercise) -> str:
    """The equipment that has no note of its own: `Barbell, bench or box, rack`."""
    noted = {row["item"] for row in exercise.equipment_notes}
    labels = [str(Equipment(item).label) for item in exercise.equipment if item not in noted]
    return ", ".join([*labels[:1], *(within(label) for label in labels[1:])])


def dose_of(programming: dict[str, Any]) -> dict[str, Any]:
    """The usual dose in the signs of a prescription: `3–4`, `8–15`; the rest as it is."""
    if not programming:
        return {}
    sets, reps = (_dashed(*programming[key]) for key in ("sets", "reps"))
    return {**programming, "sets": sets, "reps": reps}


def _dashed(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}–{high}"
