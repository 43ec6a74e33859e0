"""The drawn body: every muscle has its place, and what works is shaded as the list says."""

import re

import pytest

from exercises.entry import body_of, muscle_lines
from exercises.figure.muscles import BACK, FRONT
from exercises.models import ExerciseMuscle
from exercises.vocabulary import Muscle

MUSCLES = [
    ExerciseMuscle(muscle="gluteus_maximus", role="mover", note="extends the hip"),
    ExerciseMuscle(muscle="gluteus_medius", role="stabiliser", note="keep the pelvis level"),
    ExerciseMuscle(muscle="gluteus_minimus", role="stabiliser", note="keep the pelvis level"),
    ExerciseMuscle(muscle="quadriceps", role="minor", note="steady the knee"),
]


@pytest.mark.parametrize("muscle", list(Muscle))
def test_every_muscle_is_drawn_inside_the_picture(muscle):
    drawn = [d for view in (FRONT, BACK) if (d := view.get(muscle))]

    assert drawn
    for d in drawn:
        assert d.startswith("M")
        assert d.endswith("Z")
        numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", re.sub(r"A\S+ \S+ \S+ \d \d", "L", d))]
        assert all(0 <= x <= 54 for x in numbers[::2])
        assert all(20 <= y <= 250 for y in numbers[1::2])


def test_a_working_muscle_has_the_weight_and_the_line_of_the_list():
    lines = muscle_lines(MUSCLES)
    regions = {region.d: region for _name, view in body_of(MUSCLES).views for region in view}

    assert regions[BACK[Muscle.GLUTEUS_MAXIMUS]].weight == lines[0].weight == 4
    assert regions[BACK[Muscle.GLUTEUS_MINIMUS]].line == 2
    assert lines[1].names == "Gluteus medius and gluteus minimus"
    assert regions[FRONT[Muscle.QUADRICEPS]].weight == lines[2].weight == 1
    assert regions[FRONT[Muscle.BICEPS]].weight == regions[FRONT[Muscle.BICEPS]].line == 0


def test_nothing_at_rest_lies_over_a_muscle_that_works():
    for _name, view in body_of(MUSCLES).views:
        works = [region.weight > 0 for region in view]
        assert works == sorted(works)


def test_the_drawing_is_told_in_words():
    assert body_of(MUSCLES).label == (
        "Body from the front and the back. Mover: gluteus maximus; "
        "stabiliser: gluteus medius and gluteus minimus; minor: quadriceps."
    )


def test_without_muscles_there_is_no_body():
    assert body_of([]) is None
