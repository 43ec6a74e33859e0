"""The drawing: bones do not stretch, feet do not slide, and the top is the top that the page describes."""

from math import atan2, degrees, hypot

import pytest

from exercises.figure import BENCH, GROUND, SHIN, STANCES, THIGH, Point, draw, limb, pose, reach

PHASES = [0.0, 0.25, 0.5, 0.75, 1.0]
PLANTED = ["bilateral", "forward", "back", "heel", "toes", "plate"]


def length(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)


@pytest.mark.parametrize("support", [BENCH, GROUND], ids=lambda s: s.code)
@pytest.mark.parametrize("phase", PHASES)
def test_bones_keep_their_length_and_the_working_foot_stays(support, phase):
    at = pose("bilateral", phase=phase, support=support)

    assert length(at.working.hip, at.working.knee) == pytest.approx(THIGH)
    assert length(at.working.knee, at.working.ankle) == pytest.approx(SHIN)
    assert at.working.ankle == support.ankle


@pytest.mark.parametrize("stance", PLANTED)
@pytest.mark.parametrize("phase", PHASES)
def test_the_other_leg_reaches_its_foot(stance, phase):
    leg = pose(stance, phase=phase).other

    assert length(leg.hip, leg.knee) == pytest.approx(THIGH)
    assert length(leg.knee, leg.ankle) == pytest.approx(SHIN, abs=0.05)
    assert leg.ankle == pose(stance, phase=1).other.ankle


@pytest.mark.parametrize("support", [BENCH, GROUND], ids=lambda s: s.code)
def test_at_the_top_the_shin_is_upright_and_the_body_one_line(support):
    at = pose("bilateral", support=support)

    trunk = degrees(atan2(at.hip.y - at.shoulder.y, at.hip.x - at.shoulder.x))
    thigh = degrees(atan2(at.working.knee.y - at.hip.y, at.working.knee.x - at.hip.x))
    assert at.working.knee.x == pytest.approx(at.working.ankle.x, abs=0.5)
    assert trunk == pytest.approx(thigh, abs=1)


def test_hips_rise_with_the_phase():
    heights = [-pose("forward", phase=phase).hip.y for phase in PHASES]

    assert heights == sorted(heights)


def test_where_the_other_foot_goes():
    working = BENCH.ankle
    ankle = {key: pose(key).other.ankle for key in STANCES}

    assert ankle["back"].x < working.x < ankle["forward"].x < ankle["heel"].x
    assert ankle["plate"].y < ankle["forward"].y
    assert ankle["single"].y < ankle["knee"].y < working.y - SHIN


def test_a_foot_out_of_reach_straightens_the_leg():
    knee = reach(Point(0, 0), Point(1000, 0), THIGH, SHIN)

    assert knee.x == pytest.approx(THIGH, abs=0.2)


def test_a_limb_touches_both_its_circles():
    assert limb(Point(0, 0), 10, Point(100, 0), 10) == "M0 10L100 10A10 10 0 0 0 100 -10L0 -10A10 10 0 1 0 0 10Z"


def test_every_placement_is_a_group_of_its_own():
    groups = draw(list(STANCES)).groups

    named = [group.css for group in groups if group.css]
    assert named == [f"for for-{key}" for key in STANCES] + ["for for-knee"]
    assert all(group.shapes for group in groups)


def test_a_single_placement_is_simply_shown():
    assert {group.css for group in draw(["single"], implement="bodyweight").groups} == {""}


@pytest.mark.parametrize("implement", ["bodyweight", "barbell", "dumbbell", "kettlebell", "band"])
@pytest.mark.parametrize("support", ["bench", "floor"])
def test_each_load_is_drawn(implement, support):
    figure = draw(["bilateral"], support=support, implement=implement)

    shapes = [shape for group in figure.groups for shape in group.shapes]
    drawn = [shape for shape in shapes if shape.css in ("fig-plate", "fig-bar", "fig-barhole")]
    assert bool(drawn) == (implement != "bodyweight")
    assert all("nan" not in f"{shape.d}{shape.x}{shape.y}{shape.transform}" for shape in shapes)


def test_only_the_bench_has_a_bench():
    css = {
        support: {s.css for g in draw(["bilateral"], support=support).groups for s in g.shapes}
        for support in ("bench", "floor")
    }

    assert "fig-pad" in css["bench"]
    assert "fig-pad" not in css["floor"]


def test_an_unknown_placement_is_refused():
    with pytest.raises(KeyError):
        draw(["sideways"])
