"""The drawing: bones do not stretch, feet do not slide, parts stay on bones, and the top is what the page says."""

from math import atan2, degrees, hypot

import pytest

from exercises.figure import draw
from exercises.figure.geometry import FLOOR, Point, limb, reach, short, stretch_from_floor, turned
from exercises.figure.motion import FRAMES, foot_track, moves
from exercises.figure.parts import _FOOT
from exercises.figure.skeleton import BEHIND, BENCH, GROUND, SHIN, STANCES, SUPPORTS, THIGH, TORSO, pose

PHASES = [0.0, 0.25, 0.5, 0.75, 1.0]
PLANTED = ["bilateral", "forward", "back", "heel", "toes", "plate"]
IMPLEMENTS = ["bodyweight", "barbell", "dumbbell", "kettlebell", "band"]

every_support = pytest.mark.parametrize("support", [BENCH, GROUND], ids=lambda s: s.code)
every_phase = pytest.mark.parametrize("phase", PHASES)
every_stance = pytest.mark.parametrize("stance", list(STANCES))


def length(a: Point, b: Point) -> float:
    return hypot(b.x - a.x, b.y - a.y)


def near(a: Point, b: Point, within: float = 0.01) -> bool:
    return length(a, b) <= within


# The skeleton ---------------------------------------------------------------------------------------------------------


@every_support
@every_phase
def test_bones_keep_their_length_and_the_working_foot_stays(support, phase):
    at = pose("bilateral", phase=phase, support=support)

    assert length(at.shoulder, at.hip) == pytest.approx(TORSO)
    assert length(at.working.hip, at.working.knee) == pytest.approx(THIGH)
    assert length(at.working.knee, at.working.ankle) == pytest.approx(SHIN)
    assert at.working.ankle == support.ankle


@pytest.mark.parametrize("stance", PLANTED)
@every_support
@every_phase
def test_the_other_leg_reaches_its_foot(stance, support, phase):
    leg = pose(stance, phase=phase, support=support).other

    assert length(leg.hip, leg.knee) == pytest.approx(THIGH)
    assert length(leg.knee, leg.ankle) == pytest.approx(SHIN, abs=0.05)
    assert leg.ankle == pose(stance, support=support).other.ankle


@every_phase
def test_the_ankle_on_the_knee_stays_on_the_knee(phase):
    at, top = pose("knee", phase=phase), pose("knee")

    lies = (at.other.ankle.x - at.working.knee.x, at.other.ankle.y - at.working.knee.y)
    assert lies == pytest.approx((top.other.ankle.x - top.working.knee.x, top.other.ankle.y - top.working.knee.y))
    assert length(at.other.hip, at.other.knee) == pytest.approx(length(top.other.hip, top.other.knee))


@every_phase
def test_the_lifted_leg_keeps_its_bend_and_never_comes_near_the_floor(phase):
    leg, top = pose("single", phase=phase).other, pose("single").other

    assert length(leg.hip, leg.ankle) == pytest.approx(length(top.hip, top.ankle))
    assert max(leg.knee.y, leg.ankle.y) < FLOOR - SHIN


@every_support
def test_at_the_top_the_shin_is_upright_and_the_body_one_line(support):
    at = pose("bilateral", support=support)

    trunk = degrees(atan2(at.hip.y - at.shoulder.y, at.hip.x - at.shoulder.x))
    thigh = degrees(atan2(at.working.knee.y - at.hip.y, at.working.knee.x - at.hip.x))
    assert at.working.knee.x == pytest.approx(at.working.ankle.x, abs=0.5)
    assert trunk == pytest.approx(thigh, abs=1)


@every_support
def test_hips_rise_with_the_phase(support):
    heights = [-pose("forward", phase=phase, support=support).hip.y for phase in PHASES]

    assert heights == sorted(set(heights))


@every_support
@every_phase
def test_the_shoulders_stay_where_they_lie(support, phase):
    at = pose("bilateral", phase=phase, support=support)

    assert near(at.shoulder, support.shoulder, within=9)


@every_support
@every_phase
def test_the_load_lies_on_the_hips_clear_of_the_body(support, phase):
    at = pose("bilateral", phase=phase, support=support)

    assert 36 < length(at.hip, at.load) < 44
    assert at.load.y < at.hip.y - 30


def test_where_the_other_foot_goes():
    working = BENCH.ankle
    ankle = {key: pose(key).other.ankle for key in STANCES}

    assert ankle["back"].x < working.x < ankle["forward"].x < ankle["heel"].x
    assert ankle["plate"].y < ankle["forward"].y
    assert ankle["single"].y < ankle["knee"].y < working.y - SHIN


@pytest.mark.parametrize(
    ("stance", "heel", "toes"),
    [
        ("forward", "down", "down"),
        ("back", "down", "down"),
        ("heel", "down", "up"),
        ("toes", "up", "down"),
    ],
)
def test_what_of_the_other_foot_touches_the_floor(stance, heel, toes):
    leg = pose(stance).other
    sole = [float(n) for n in turned(leg.ankle, _FOOT, leg.toe_down).replace("M", "").split("C")[0].split()]
    toe = [float(n) for n in turned(leg.ankle, (("M", [(42, 19)]),), leg.toe_down)[1:].split()]

    assert ("down" if FLOOR - sole[1] < 3 else "up") == heel
    assert ("down" if FLOOR - toe[1] < 3 else "up") == toes


# The motion -----------------------------------------------------------------------------------------------------------


@every_support
@every_stance
@every_phase
def test_each_part_stays_on_its_bone(support, stance, phase):
    top, at = (pose(stance, phase=p, support=support) for p in (1.0, phase))
    now = moves([stance], support, phase)

    assert near(now["trunk"](top.hip), at.hip)
    assert near(now["head"](top.shoulder), at.shoulder)
    assert near(now["thigh"](top.working.hip), at.working.hip)
    assert near(now["thigh"](top.working.knee), now["shin"](top.working.knee))
    assert near(now["shin"](top.working.ankle), support.ankle)
    assert near(now[f"thigh-{stance}"](top.other.hip), at.hip.moved(*BEHIND))
    assert near(now[f"thigh-{stance}"](top.other.knee), now[f"shin-{stance}"](top.other.knee))
    assert near(now[f"shin-{stance}"](top.other.ankle), at.other.ankle, within=0.1)


@every_support
@every_phase
def test_hand_load_and_strap_go_together(support, phase):
    top, at = (pose("bilateral", phase=p, support=support) for p in (1.0, phase))
    now = moves([], support, phase)

    assert near(now["load"](top.load), at.load)
    assert near(now["forearm"](top.load), at.load)
    assert near(now["trunk"](top.elbow), now["forearm"](top.elbow))
    assert near(now["strap"](top.load), at.load)


def test_a_strap_stays_on_the_floor():
    stretched = stretch_from_floor(Point(320, 140), Point(300, 220))

    assert near(stretched(Point(305, FLOOR)), Point(305, FLOOR))


@pytest.mark.parametrize("stance", list(STANCES))
def test_only_a_foot_in_the_air_moves(stance):
    assert foot_track(stance) == ("" if stance in PLANTED else f"shin-{stance}")


@every_support
def test_the_browsers_steps_in_between_are_close_to_the_way(support):
    top = pose("forward", support=support)
    step = 1 / (FRAMES - 1)
    before, half, after = (moves(["forward"], support, phase) for phase in (0, step / 2, step))

    for track, joint in (("trunk", top.hip), ("thigh", top.working.knee), ("shin-forward", top.other.ankle)):
        ends = before[track](joint), after[track](joint)
        middle = Point((ends[0].x + ends[1].x) / 2, (ends[0].y + ends[1].y) / 2)
        assert near(middle, half[track](joint), within=0.25)


def test_the_tracks_begin_at_the_bottom_and_end_at_the_top():
    tracks = dict(track.split(":") for track in draw(["knee"]).tracks.split(";"))

    assert {"trunk", "head", "thigh", "shin", "load", "forearm", "strap", "thigh-knee", "shin-knee"} == set(tracks)
    for moved in tracks.values():
        steps = moved.split(",")
        assert len(steps) == FRAMES
        assert steps[-1] == "1 0 0 1 0 0"


# The drawing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("support", SUPPORTS)
def test_every_track_of_a_part_is_sent(support):
    figure = draw(list(STANCES), support=support, implements=IMPLEMENTS)

    sent = {track.split(":")[0] for track in figure.tracks.split(";")}
    used = {shape.track for group in figure.groups for shape in group.shapes} - {""}
    assert used <= sent


def test_a_drawing_of_the_bottom_is_the_top_with_its_parts_moved():
    top, bottom = (
        [shape for group in draw(["forward"], phase=phase).groups for shape in group.shapes] for phase in (1.0, 0.0)
    )

    assert [shape.d for shape in top] == [shape.d for shape in bottom]
    assert {shape.transform for shape in top} == {""}
    assert all(bool(shape.transform) == bool(shape.track) for shape in bottom)


def test_a_foot_out_of_reach_straightens_the_leg():
    knee = reach(Point(0, 0), Point(1000, 0), THIGH, SHIN)

    assert knee.x == pytest.approx(THIGH, abs=0.2)


def test_a_limb_touches_both_its_circles():
    assert limb(Point(0, 0), 10, Point(100, 0), 10) == "M0 10L100 10A10 10 0 0 0 100 -10L0 -10A10 10 0 1 0 0 10Z"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.04, "0"), (10.0, "10"), (100.0, "100"), (-3.25, "-3.2"), (0.06, "0.1")]
)
def test_numbers_are_short(value, text):
    assert short(value) == text


@every_stance
def test_every_placement_has_a_leg_of_its_own(stance):
    legs = [group for group in draw(list(STANCES)).groups if group.outline and group.css == f"for for-{stance}"]

    assert len(legs) == (2 if stance == "knee" else 1)  # the leg on the knee goes behind and before it
    assert sum(len(leg.shapes) for leg in legs) == 5


def test_only_the_light_touch_on_a_plate_has_a_plate():
    plates = [group.css for group in draw(list(STANCES)).groups for s in group.shapes if s.css == "fig-plate2"]

    assert plates == ["for for-plate"]


def test_a_single_placement_is_simply_shown():
    assert not [group for group in draw(["single"]).groups if group.css.startswith("for ")]


@pytest.mark.parametrize("implement", IMPLEMENTS)
@pytest.mark.parametrize("support", SUPPORTS)
def test_each_load_is_drawn_with_the_arm_that_holds_it(implement, support):
    figure = draw(["bilateral"], support=support, implements=[implement])

    (group,) = [group for group in figure.groups if group.css == f"with with-{implement}"]
    css = [shape.css for shape in group.shapes]
    assert css.count("fig-arm") == 2
    assert (len(css) > 2) == (implement != "bodyweight")
    assert all("nan" not in f"{shape.d}{shape.x}{shape.y}" for shape in group.shapes)


def test_only_the_bench_has_a_bench():
    css = {
        support: {s.css for g in draw(["bilateral"], support=support).groups for s in g.shapes} for support in SUPPORTS
    }

    assert "fig-pad" in css["bench"]
    assert "fig-pad" not in css["floor"]


def test_an_unknown_placement_is_refused():
    with pytest.raises(KeyError):
        draw(["sideways"])
